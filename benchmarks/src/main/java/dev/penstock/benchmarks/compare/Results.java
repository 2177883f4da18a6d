package dev.penstock.benchmarks.compare;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures of all runs, by mode and contestant. Not thread-safe. */
final class Results {

    private final Map<String, List<Map<String, String>>> runs = new LinkedHashMap<>();

    private static String key(String mode, String contestant) {
        return mode + "/" + contestant;
    }

    void add(String mode, String contestant, Map<String, String> figures) {
        runs.computeIfAbsent(key(mode, contestant), each -> new ArrayList<>()).add(figures);
    }

    boolean has(String mode, String contestant) {
        return runs.containsKey(key(mode, contestant));
    }

    List<Map<String, String>> of(String mode, String contestant) {
        return runs.getOrDefault(key(mode, contestant), List.of());
    }

    /** The median over the rounds, the lower one of two; NaN where there is no such figure. */
    double median(String mode, String contestant, String figure) {
        double[] sorted = of(mode, contestant).stream()
                .filter(each -> each.containsKey(figure))
                .mapToDouble(each -> Double.parseDouble(each.getOrDefault(figure, "NaN")))
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    /** A contestant's name, and how often it failed if it did. */
    String title(String mode, String contestant) {
        List<Map<String, String>> rounds = of(mode, contestant);
        List<String> failures = rounds.stream()
                .map(each -> each.getOrDefault("failed", ""))
                .filter(each -> !each.isEmpty())
                .toList();
        if (failures.isEmpty()) {
            return contestant;
        }
        return contestant + " (" + failures.get(0) + " in " + failures.size() + " of " + rounds.size() + ")";
    }

    /** The loudest of the rounds. */
    Complaint complaint(String mode, String contestant) {
        List<String> said = of(mode, contestant).stream()
                .map(each -> each.getOrDefault("complaint", ""))
                .toList();
        return Arrays.stream(Complaint.values())
                .filter(each -> said.contains(each.text()))
                .findFirst()
                .orElse(Complaint.NONE);
    }

    /** Writes everything: run, figure and value, with tabs in between. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, List<Map<String, String>>> each : runs.entrySet()) {
                for (int round = 0; round < each.getValue().size(); round++) {
                    for (Map.Entry<String, String> figure :
                            new TreeMap<>(each.getValue().get(round)).entrySet()) {
                        out.write(String.join(
                                "\t",
                                each.getKey(),
                                String.valueOf(round + 1),
                                figure.getKey(),
                                figure.getValue().replaceAll("\\s+", " ")));
                        out.newLine();
                    }
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    static Results read(Path file) throws IOException {
        Results results = new Results();
        Map<String, Map<String, String>> byRun = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t", 4);
            byRun.computeIfAbsent(cells[0] + "\t" + cells[1], each -> new LinkedHashMap<>())
                    .put(cells[2], cells[3]);
        }
        byRun.forEach((run, figures) -> {
            String[] names = run.split("[/\t]", 3);
            results.add(names[0], names[1], figures);
        });
        return results;
    }
}
