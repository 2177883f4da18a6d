package dev.penstock.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How a JVM of the comparison speaks to the one that started it: lines on its standard streams, marked as such. */
final class Lines {

    static final String MARK = "@@ ";

    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /** Tells something. */
    static void say(String line) {
        synchronized (System.out) {
            System.out.println(MARK + line);
            System.out.flush();
        }
    }

    /** What the other one says next; when it is gone, this process ends. */
    String next() {
        try {
            String line = in.readLine();
            if (line == null) {
                Runtime.getRuntime().halt(3);
                throw new IllegalStateException("halted");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for one certain word. */
    void expect(String word) {
        String line = next();
        if (!line.equals(word)) {
            throw new IllegalStateException("expected '" + word + "', got '" + line + "'");
        }
    }
}
