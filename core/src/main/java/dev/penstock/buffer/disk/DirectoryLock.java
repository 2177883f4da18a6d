package dev.penstock.buffer.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a directory to one log at a time, across processes and within this one. Gone with the process that held it. */
final class DirectoryLock implements Closeable {

    static final String FILE_NAME = "penstock.lock";

    /**
     * System properties are the one map that all class loaders of a process share, and two web applications may each
     * bring their own copy of this class. The process must know that it has the lock without opening the file: to close
     * a second descriptor of it gives the first one's POSIX lock away.
     */
    private static final String PROPERTY = "dev.penstock.buffer.in-use.";

    /** The locked byte. Far behind the process id, because Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = 1L << 30;

    private final String property;
    private final RandomAccessFile file;
    private final FileLock lock;

    private DirectoryLock(String property, RandomAccessFile file, FileLock lock) {
        this.property = property;
        this.file = file;
        this.lock = lock;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        Path real = directory.toRealPath();
        String property = PROPERTY + real;
        String pid = Long.toString(ProcessHandle.current().pid());
        if (System.getProperties().putIfAbsent(property, pid) != null) {
            throw inUse(directory, "this process (pid " + pid + ")");
        }
        RandomAccessFile file = null;
        try {
            file = open(real.resolve(FILE_NAME));
            FileLock lock = tryLock(file);
            if (lock == null) {
                throw inUse(directory, owner(file));
            }
            write(file, pid + "\n");
            return new DirectoryLock(property, file, lock);
        } catch (IOException | RuntimeException | Error e) {
            System.getProperties().remove(property);
            close(file, e);
            throw e;
        }
    }

    private static RandomAccessFile open(Path path) throws IOException {
        if (Files.notExists(path)) {
            try {
                NioDisk.createOwnerOnly(path);
            } catch (FileAlreadyExistsException e) {
                // Another process was quicker to create it; the lock decides which of us has it.
            }
        }
        return new RandomAccessFile(path.toFile(), "rw");
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(RandomAccessFile file) {
        try {
            byte[] text = new byte[(int) Math.min(20, file.length())];
            file.seek(0);
            file.readFully(text);
            String pid = new String(text, StandardCharsets.US_ASCII).trim();
            return pid.isEmpty() ? "another process" : "another process (pid " + pid + ")";
        } catch (IOException e) {
            return "another process";
        }
    }

    private static DirectoryInUseException inUse(Path directory, String owner) {
        return new DirectoryInUseException(directory + " is in use by " + owner);
    }

    private static void write(RandomAccessFile file, String text) {
        try {
            file.setLength(0);
            file.seek(0);
            file.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The process id is a courtesy; a full disk must not keep us from the batches that are there.
        }
    }

    private static void close(@Nullable RandomAccessFile file, Throwable cause) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        write(file, "");
        try (file) {
            lock.release();
        } finally {
            System.getProperties().remove(property);
        }
    }
}
