package dev.penstock.samples.quickstart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text to ship: a file, or standard input. */
interface TextSource {

    /** For people, and the metadata {@code file}. */
    String name();

    /** Bytes, or -1 where nobody knows. */
    long size() throws IOException;

    InputStream open() throws IOException;

    static TextSource of(String file) {
        return file.equals("-") ? new StandardInput() : new File(Path.of(file));
    }

    /** A file. */
    record File(Path path) implements TextSource {
        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public long size() throws IOException {
            return Files.isRegularFile(path) ? Files.size(path) : -1;
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** Standard input. */
    record StandardInput() implements TextSource {
        @Override
        public String name() {
            return "stdin";
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public InputStream open() {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // It is the JVM's; named twice, it is empty the second time.
                }
            };
        }
    }
}
