package dev.penstock.durability;

import static org.awaitility.Awaitility.with;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a program of the tests, is heard line by line, and can be killed. */
final class Child implements AutoCloseable {

    /** Far more than anything takes here, for the machine may be busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    private Child(Process process) {
        this.process = process;
        reader = new Thread(this::read, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** A quick start matters more than speed. */
    static Child start(Class<?> program, Object... args) {
        return start(List.of("-XX:TieredStopAtLevel=1"), program, args);
    }

    static Child start(List<String> options, Class<?> program, Object... args) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.add("-XX:+UseSerialGC");
        command.add("-Xshare:auto");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(program.getName());
        for (Object each : args) {
            command.add(each.toString());
        }
        try {
            return new Child(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program says: in one write, so that a kill cuts no line in two. */
    static void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // The end of the process is the end of its words.
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it has said so far, also what went to its standard error stream. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The words behind the first one of the last line that begins with it; waits for one. */
    String await(String word) {
        with().pollInterval(Duration.ofMillis(2))
                .await()
                .atMost(PATIENCE)
                .until(() -> heard(word) != null || !process.isAlive());
        String found = heard(word);
        if (found == null) {
            throw new AssertionError("ended without '" + word + "': " + lines());
        }
        return found;
    }

    /** As {@link #await}, without waiting; null when there is none. */
    String heard(String word) {
        List<String> all = lines();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).startsWith(word + " ") || all.get(i).equals(word)) {
                return all.get(i).substring(word.length()).strip();
            }
        }
        return null;
    }

    /** Ends a wait of the program for its standard input. */
    void tell(String line) {
        try {
            Writer input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(lines().toString(), e);
        }
    }

    /** SIGKILL; returns when it is gone and all it said is heard. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + lines());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
