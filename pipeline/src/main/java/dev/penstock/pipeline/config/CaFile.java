package dev.penstock.pipeline.config;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates that are given as text, in a file, which settings need. They are public; nothing secret is written. */
final class CaFile {

    private CaFile() {}

    /**
     * Writes the certificates.
     *
     * @param pem the text
     * @return a temporary file that goes with the process
     * @throws UncheckedIOException when it cannot be written
     */
    static Path write(String pem) {
        try {
            Path path = Files.createTempFile("penstock-ca-", ".pem");
            File file = path.toFile();
            file.deleteOnExit();
            return Files.writeString(path, pem);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the certificates of ca_pem to a temporary file", e);
        }
    }
}
