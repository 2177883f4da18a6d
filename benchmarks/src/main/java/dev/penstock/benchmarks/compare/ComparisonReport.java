package dev.penstock.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/** The tables of the comparison, one for each mode. */
final class ComparisonReport {

    private static final List<String> HEADER = List.of(
            "",
            "caller p50",
            "p99",
            "p99.9",
            "max",
            "bytes, caller",
            "bytes, process",
            "CPU µs",
            "per delivered",
            "wire bytes",
            "offered/s",
            "delivered/s",
            "lost",
            "twice",
            "said so");

    private final Results results;
    private final List<Contestant> contestants;

    ComparisonReport(Results results, List<Contestant> contestants) {
        this.results = results;
        this.contestants = contestants;
    }

    String text(List<Mode> modes) {
        StringBuilder text = new StringBuilder();
        for (Mode mode : modes) {
            MarkdownTable table = new MarkdownTable(HEADER);
            for (Contestant each : contestants) {
                if (results.has(mode.name(), each.name())) {
                    table.row(row(mode.name(), each));
                }
            }
            text.append('\n')
                    .append("`")
                    .append(mode.name())
                    .append("`: ")
                    .append(describe(mode))
                    .append("\n\n");
            text.append(table);
        }
        return text.append('\n').toString();
    }

    private static String describe(Mode mode) {
        String events = MarkdownTable.number(mode.events()) + " events, ";
        if (mode.perSecond() == 0) {
            return events + (mode.threads() == 1 ? "as fast as one thread can" : "as fast as two threads can");
        }
        return events + MarkdownTable.number(mode.perSecond()) + " a second, in bursts of "
                + new Pace(mode.perSecond()).burst();
    }

    private List<String> row(String mode, Contestant contestant) {
        List<String> cells = new ArrayList<>();
        String name = contestant.name();
        cells.add(results.title(mode, name));
        for (String figure : List.of("p50.ns", "p99.ns", "p99.9.ns", "max.ns")) {
            cells.add(MarkdownTable.duration(results.median(mode, name, figure)));
        }
        for (String figure : List.of(
                "caller.bytes",
                "process.bytes",
                "cpu.us",
                "cpu.us.per.delivered",
                "wire.bytes.per.event",
                "offered.per.s")) {
            cells.add(MarkdownTable.number(results.median(mode, name, figure)));
        }
        boolean counted = contestant.sends() || contestant.logFile();
        cells.add(counted ? MarkdownTable.number(results.median(mode, name, "delivered.per.s")) : "–");
        double lost = results.median(mode, name, "lost");
        cells.add(MarkdownTable.number(lost));
        cells.add(MarkdownTable.number(results.median(mode, name, "duplicates")));
        boolean something = results.of(mode, name).stream()
                .anyMatch(each -> !each.getOrDefault("lost", "0").equals("0"));
        cells.add(something ? results.complaint(mode, name).text() : "–");
        return cells;
    }
}
