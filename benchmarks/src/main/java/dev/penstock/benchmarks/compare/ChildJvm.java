package dev.penstock.benchmarks.compare;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that was started for a run. What it says with {@link Lines#MARK} is for its parent, all else goes to its log.
 * Closing it kills it.
 */
final class ChildJvm implements Closeable {

    private static final String GONE = "gone";

    private final Process process;
    private final PrintWriter out;
    private final Path log;
    private final Thread reader;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    ChildJvm(Path java, List<String> arguments, Path log) throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        out = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        reader = new Thread(this::read, "reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter printed = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int mark = line.indexOf(Lines.MARK); // something else may have printed half a line before it
                if (mark < 0) {
                    printed.println(line);
                } else {
                    said.add(line.substring(mark + Lines.MARK.length()));
                }
            }
        } catch (IOException e) {
            // killed
        }
        said.add(GONE);
    }

    /** Says a line to it. */
    void tell(String line) {
        out.println(line);
    }

    /** What it says next, which has to begin with a word; the rest of that line. */
    String await(String word, Duration patience) throws InterruptedException {
        String line = said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(GONE)) {
            throw new IllegalStateException(
                    (line == null ? "no '" + word + "' in " + patience : "ended before '" + word + "'")
                            + "; its log is " + log);
        }
        if (!line.startsWith(word)) {
            throw new IllegalStateException("'" + word + "' was expected, it said '" + line + "'; its log is " + log);
        }
        return line.substring(word.length()).strip();
    }

    /** The figures it says until it is done. */
    Map<String, String> figures(Duration patience) throws InterruptedException {
        Map<String, String> figures = new HashMap<>();
        for (String line = await("", patience); !line.equals("done"); line = await("", patience)) {
            String[] words = line.split(" ", 3);
            figures.put(words[1], words.length == 3 ? words[2] : "");
        }
        return figures;
    }

    /** What it printed beside that; complete once it has been closed. */
    List<String> printed() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and waits until all it printed has been read. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            reader.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The executable of a JDK's or JRE's folder, or of a path to the executable itself. */
    static Path executable(@Nullable String java) {
        Path path = Path.of(java == null ? System.getProperty("java.home") : java);
        return Files.isDirectory(path) ? path.resolve("bin/java") : path;
    }
}
