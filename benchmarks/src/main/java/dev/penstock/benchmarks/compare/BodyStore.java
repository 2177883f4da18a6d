package dev.penstock.benchmarks.compare;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bodies undecoded, in memory up to a bound and in a temporary file beyond: decoding must not take processor time
 * from the contestant. Thread-safe.
 */
final class BodyStore implements Closeable {

    /** Reads bodies one after the other. */
    interface Reader {
        void read(Body body, byte[] bytes) throws IOException;
    }

    private final long mostInMemory;
    private final List<Body> bodies = new ArrayList<>();
    private long inMemory;
    private long lastArrived;
    private @Nullable Path path;
    private @Nullable RandomAccessFile file;

    BodyStore(long mostInMemory) {
        this.mostInMemory = mostInMemory;
    }

    synchronized void add(String target, String contentType, String contentEncoding, byte[] bytes) throws IOException {
        lastArrived = System.currentTimeMillis();
        if (inMemory + bytes.length <= mostInMemory) {
            inMemory += bytes.length;
            bodies.add(new Body(target, contentType, contentEncoding, lastArrived, bytes.length, bytes, 0));
            return;
        }
        if (file == null) {
            path = Files.createTempFile("comparison", ".bodies");
            file = new RandomAccessFile(path.toFile(), "rw");
        }
        long offset = file.length();
        file.seek(offset);
        file.write(bytes);
        bodies.add(new Body(target, contentType, contentEncoding, lastArrived, bytes.length, null, offset));
    }

    /** Milliseconds since the epoch; 0 before the first. */
    synchronized long lastArrived() {
        return lastArrived;
    }

    /** Forgets what came so far. */
    synchronized void clear() throws IOException {
        bodies.clear();
        inMemory = 0;
        if (file != null) {
            file.setLength(0);
        }
    }

    synchronized void readAll(Reader reader) throws IOException {
        for (Body each : bodies) {
            reader.read(each, each.read(file));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
        if (path != null) {
            Files.deleteIfExists(path);
        }
    }
}
