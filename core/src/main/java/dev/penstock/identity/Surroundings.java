package dev.penstock.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a process can see of where it runs. */
interface Surroundings {

    /** An environment variable, or null. */
    @Nullable String env(String name);

    /** A system property, or null. */
    @Nullable String property(String name);

    /** A small file's text, or null. */
    @Nullable String text(String file);

    /** A small file's first line, or null. */
    default @Nullable String firstLine(String file) {
        String text = text(file);
        return text == null ? null : text.lines().findFirst().orElse(null);
    }

    static Surroundings real() {
        return new Surroundings() {
            @Override
            public @Nullable String env(String name) {
                try {
                    return System.getenv(name);
                } catch (SecurityException e) {
                    return null;
                }
            }

            @Override
            public @Nullable String property(String name) {
                try {
                    return System.getProperty(name);
                } catch (SecurityException e) {
                    return null;
                }
            }

            @Override
            public @Nullable String text(String file) {
                try {
                    return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
                } catch (IOException | RuntimeException e) {
                    // Absent on this platform, or not ours to read: then it tells nothing.
                    return null;
                }
            }
        };
    }
}
