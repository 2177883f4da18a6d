package dev.penstock.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run of one contestant: its own JVM, its own receiver. A script says what happens to the receiver while it logs.
 *
 * @param java the executable
 * @param benchmarks the folder of this module
 * @param directory where logs and files go
 * @param contestant who runs
 * @param mode what is logged
 * @param warmUp how many events come before
 * @param quiet the run is over when nothing has come for so long
 */
record Run(Path java, Path benchmarks, Path directory, Contestant contestant, Mode mode, int warmUp, Duration quiet) {

    private static final String OUT_OF_MEMORY = "OutOfMemoryError";
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration LOGGING = Duration.ofMinutes(20);
    private static final Duration STOPPING = Duration.ofMinutes(3);

    /** What is done to the receiver while the contestant logs. */
    interface Script {
        void run(Receiver receiver, Runnable go) throws InterruptedException;
    }

    /** Nothing happens. */
    static final Script UNDISTURBED = (receiver, go) -> go.run();

    /** Runs it; the figures of both sides, or {@code failed} with the reason: that is a result, too. */
    Map<String, String> execute(Script script) throws IOException, InterruptedException {
        try {
            return run(script);
        } catch (IllegalStateException e) {
            System.err.println(contestant.name() + ": " + e.getMessage());
            String reason = ranOutOfMemory() ? OUT_OF_MEMORY : "no result";
            return Map.of("failed", reason);
        }
    }

    private boolean ranOutOfMemory() throws IOException {
        Path log = directory.resolve("contestant.log");
        return Files.exists(log) && Files.readString(log).contains(OUT_OF_MEMORY);
    }

    private Map<String, String> run(Script script) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (Receiver receiver = new Receiver(java, directory.resolve("receiver.log"));
                ChildJvm jvm = new ChildJvm(java, command(receiver.port()), directory.resolve("contestant.log"))) {
            jvm.await("warm", WARM_UP);
            if (contestant.sends()) {
                receiver.awaitQuiet(Duration.ofMillis(1500), Duration.ofSeconds(10));
            }
            receiver.clear();
            script.run(receiver, () -> jvm.tell("go"));
            jvm.await("logged", LOGGING);
            if (contestant.sends()) {
                receiver.awaitQuiet(quiet, Duration.ofMinutes(10));
            }
            jvm.tell("stop");
            jvm.await("stopped", STOPPING);
            Map<String, String> figures = new HashMap<>(contestant.sends() ? receiver.report(mode.events()) : ofFile());
            jvm.tell(figures.getOrDefault("arrived.millis", "0"));
            figures.putAll(jvm.figures(STOPPING));
            jvm.close();
            figures.put("complaint", Complaint.in(jvm.printed()).text());
            if (ranOutOfMemory()) {
                figures.put("failed", OUT_OF_MEMORY);
            }
            addRates(figures);
            return figures;
        }
    }

    private List<String> command(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx512m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(contestant.command(benchmarks, port, directory.toAbsolutePath()));
        command.add("threads=" + mode.threads());
        command.add("events=" + mode.events());
        command.add("rate=" + mode.perSecond());
        command.add("warmup=" + warmUp);
        return command;
    }

    /** Counts a file's lines in the same way as what is received. */
    private Map<String, String> ofFile() throws IOException {
        if (!contestant.logFile()) {
            return Map.of();
        }
        Path file = directory.resolve("app.log");
        Tally tally = new Tally(mode.events(), false);
        long[] bytes = {0};
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                bytes[0] += line.length() + 1;
                tally.line(new ReceivedLine(line, Map.of(), Map.of()), 0);
            });
        }
        Files.delete(file);
        Map<String, String> figures = new HashMap<>(tally.figures());
        figures.put("wire.bytes", String.valueOf(bytes[0]));
        figures.put("requests", "0");
        return figures;
    }

    private void addRates(Map<String, String> figures) {
        double entries = number(figures, "entries");
        if (entries > 0) {
            figures.put("wire.bytes.per.event", String.valueOf(number(figures, "wire.bytes") / entries));
        }
        double distinct = number(figures, "distinct");
        if (distinct > 0) {
            double cpu = number(figures, "cpu.us") * mode.events() / distinct;
            figures.put("cpu.us.per.delivered", String.valueOf(cpu));
        }
        double millis = number(figures, "end.millis") - number(figures, "start.millis");
        figures.put("delivered.per.s", String.valueOf(0.999 * distinct * 1000 / millis));
    }

    private static double number(Map<String, String> figures, String name) {
        return Double.parseDouble(figures.getOrDefault(name, "0"));
    }
}
