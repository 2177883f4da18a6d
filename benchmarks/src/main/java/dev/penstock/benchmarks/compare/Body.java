package dev.penstock.benchmarks.compare;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * One request's body as it came.
 *
 * @param path of the request, without query
 * @param contentType its header, empty if it was not there
 * @param contentEncoding its header, empty if it was not there
 * @param arrived milliseconds since the epoch
 * @param length in bytes
 * @param bytes null when they are in the file
 * @param offset where they are in the file
 */
record Body(
        String path,
        String contentType,
        String contentEncoding,
        long arrived,
        int length,
        byte @Nullable [] bytes,
        long offset) {

    byte[] read(@Nullable RandomAccessFile file) throws IOException {
        if (bytes != null) {
            return bytes;
        }
        if (file == null) {
            throw new IOException("a body of " + length + " bytes is neither in memory nor in a file");
        }
        byte[] read = new byte[length];
        file.seek(offset);
        file.readFully(read);
        return read;
    }
}
