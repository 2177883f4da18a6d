package dev.penstock.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a file between {@code <!-- name:begin -->} and {@code <!-- name:end -->}. */
final class MarkedSection {

    private MarkedSection() {}

    static void replace(Path file, String name, String text) throws IOException {
        Files.writeString(file, replaced(Files.readString(file), name, text));
    }

    static String replaced(String all, String name, String text) {
        String begin = "<!-- " + name + ":begin -->";
        String end = "<!-- " + name + ":end -->";
        int from = all.indexOf(begin);
        int to = all.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no '" + begin + "' with '" + end + "' after it");
        }
        return all.substring(0, from + begin.length()) + "\n" + text + all.substring(to);
    }
}
