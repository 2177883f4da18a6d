package dev.penstock.buffer.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * The real disk, on which chosen operations fail; a write that fails leaves a random part of itself. Forces nothing, as
 * no machine crashes here.
 */
final class FaultyDisk implements Disk {

    private final NioDisk real = new NioDisk();
    private final Random random;
    private final IntPredicate fails;
    private int operations;
    private String lastFailed = "none";

    private FaultyDisk(long seed, IntPredicate fails) {
        random = new Random(seed);
        this.fails = fails;
    }

    static FaultyDisk sound() {
        return new FaultyDisk(0, index -> false);
    }

    /** From an operation on, nothing reaches the disk: the process is dead. */
    static FaultyDisk killedAt(int operation, long seed) {
        return new FaultyDisk(seed, index -> index >= operation);
    }

    static FaultyDisk failingAt(int operation, long seed) {
        return new FaultyDisk(seed, index -> index == operation);
    }

    static FaultyDisk failingNowAndThen(double probability, long seed) {
        Random choice = new Random(seed);
        return new FaultyDisk(seed, index -> index > 2 && choice.nextDouble() < probability);
    }

    int operations() {
        return operations;
    }

    String lastFailed() {
        return lastFailed;
    }

    private boolean fails(String operation) {
        if (fails.test(operations++)) {
            lastFailed = operation;
            return true;
        }
        return false;
    }

    private void check(String operation) throws IOException {
        if (fails(operation)) {
            throw new IOException("injected: " + operation);
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        check("createDirectory");
        real.createDirectory(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        check("list");
        return real.list(directory);
    }

    @Override
    public void create(Path path) throws IOException {
        check("create");
        real.create(path);
    }

    @Override
    public File openToRead(Path path) throws IOException {
        check("openToRead");
        return new FaultyFile(real.openToRead(path));
    }

    @Override
    public File openToWrite(Path path) throws IOException {
        check("openToWrite");
        return new FaultyFile(real.openToWrite(path));
    }

    @Override
    public void delete(Path path) throws IOException {
        check("delete");
        real.delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        check("syncDirectory");
    }

    private final class FaultyFile implements File {

        private final File file;

        FaultyFile(File file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            check("size");
            return file.size();
        }

        @Override
        public void read(long position, byte[] into, int length) throws IOException {
            check("read");
            file.read(position, into, length);
        }

        @Override
        public void write(long position, byte[] bytes) throws IOException {
            // Once dead, not even a part of a write happens.
            boolean dead = operations > 0 && fails.test(operations - 1);
            if (fails("write")) {
                int part = dead ? 0 : random.nextInt(bytes.length + 1);
                if (part > 0) {
                    file.write(position, Arrays.copyOf(bytes, part));
                }
                throw new IOException("injected: write");
            }
            file.write(position, bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            check("truncate");
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            check("force");
        }

        @Override
        public void close() throws IOException {
            file.close();
            check("close");
        }
    }
}
