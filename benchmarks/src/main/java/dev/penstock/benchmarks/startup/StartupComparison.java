package dev.penstock.benchmarks.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a Spring Boot web application takes from the start of its process until it is ready, and until its first log
 * line has arrived: without shipping, with Penstock's starter, and with others. A process for each run, in turn; medians.
 *
 * <p>The first line arrives after the application is ready, for Penstock's starter has it wait until then, for 3 s at most: what
 * it takes to send it would be a part of the start.
 */
public final class StartupComparison {

    private static final Map<String, String> CONTESTANTS = new LinkedHashMap<>();

    static {
        CONTESTANTS.put("spring-boot", "without shipping");
        CONTESTANTS.put("spring-boot-penstock", "Penstock's starter: logs and metrics");
        CONTESTANTS.put("spring-boot-loki4j", "loki4j, and micrometer-registry-otlp");
    }

    private StartupComparison() {}

    /**
     * Prints a table.
     *
     * @param args how many runs of each, 10 by default; then the JDK's directory, by default the one that runs
     * @throws Exception when an application does not start
     */
    public static void main(String[] args) throws Exception {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        Path java = Path.of(args.length > 1 ? args[1] : System.getProperty("java.home"), "bin", "java");
        Map<String, List<Long>> ready = new LinkedHashMap<>();
        Map<String, List<Long>> shipped = new LinkedHashMap<>();
        for (int run = -1; run < runs; run++) {
            for (String contestant : CONTESTANTS.keySet()) {
                Start start = Start.of(java, contestant);
                if (run >= 0) {
                    // The first of each only fills the system's file cache.
                    ready.computeIfAbsent(contestant, c -> new ArrayList<>()).add(start.readyMillis());
                    shipped.computeIfAbsent(contestant, c -> new ArrayList<>()).add(start.shippedMillis());
                }
            }
        }
        System.out.println("| | ready after | more than without | the same, in the round | first line arrived after |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        List<Long> plain = ready.getOrDefault("spring-boot", List.of());
        long without = median(plain);
        CONTESTANTS.forEach((contestant, name) -> {
            long took = median(ready.getOrDefault(contestant, List.of()));
            long arrived = median(shipped.getOrDefault(contestant, List.of()));
            boolean isPlain = contestant.equals("spring-boot");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d ms | %s | %s | %s |%n",
                    name,
                    took,
                    isPlain ? "–" : took - without + " ms",
                    isPlain ? "–" : median(differences(ready.getOrDefault(contestant, List.of()), plain)) + " ms",
                    arrived < 0 ? "–" : String.format(Locale.ROOT, "%,d ms", arrived));
        });
        System.out.println();
        ready.forEach((contestant, all) -> System.out.println(contestant + ": " + all));
    }

    /** Round for round: a machine that is slow for some rounds is slow for all of them. */
    private static List<Long> differences(List<Long> times, List<Long> plain) {
        List<Long> differences = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            differences.add(times.get(i) - plain.get(i));
        }
        return differences;
    }

    private static long median(List<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * One start.
     *
     * @param readyMillis from the start of the process until it said that it was ready
     * @param shippedMillis until its first line had arrived; -1 when none did
     */
    private record Start(long readyMillis, long shippedMillis) {

        static Start of(Path java, String contestant) throws IOException, InterruptedException {
            Path module = Path.of("benchmarks/contestants", contestant, "target");
            String classPath = module.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(module.resolve("classpath")).strip();
            try (FirstArrivals arrivals = new FirstArrivals()) {
                List<String> command = List.of(
                        java.toString(),
                        "-Dserver.port=0",
                        "-Dreceiver.loki=" + arrivals.url("/loki/api/v1/push"),
                        "-Dreceiver.metrics=" + arrivals.url("/api/v1/write"),
                        "-cp",
                        classPath,
                        "dev.penstock.benchmarks.contestants.StartupApplication");
                long began = System.nanoTime();
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                try {
                    long ready = awaitReady(process, contestant);
                    long arrived = contestant.equals("spring-boot") ? 0 : arrivals.await();
                    return new Start(millis(ready - began), arrived == 0 ? -1 : millis(arrived - began));
                } finally {
                    process.outputWriter().close();
                    process.getInputStream().readAllBytes();
                    process.waitFor();
                }
            }
        }

        private static long awaitReady(Process process, String contestant) throws IOException {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder all = new StringBuilder();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("ready after")) {
                    return System.nanoTime();
                }
                all.append(line).append('\n');
            }
            throw new IOException(contestant + " ended before it was ready: " + all);
        }

        private static long millis(long nanos) {
            return nanos / 1_000_000;
        }
    }
}
