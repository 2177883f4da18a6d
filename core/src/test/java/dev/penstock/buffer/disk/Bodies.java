package dev.penstock.buffer.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Bodies that tell which they are, and what lies in a directory. */
final class Bodies {

    private Bodies() {}

    static byte[] body(int id, int length) {
        byte[] body = new byte[Math.max(Integer.BYTES, length)];
        new Random(id).nextBytes(body);
        ByteBuffer.wrap(body).putInt(id);
        return body;
    }

    static int id(byte[] body) {
        return ByteBuffer.wrap(body).getInt();
    }

    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> Segment.number(each) >= 0).sorted().toList();
        }
    }

    static long size(Path directory) throws IOException {
        return segments(directory).stream().mapToLong(Bodies::length).sum();
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
