package dev.penstock.samples.quickstart;

import dev.penstock.ledger.Stats;
import dev.penstock.testkit.LogEntry;
import dev.penstock.testkit.LogSample;
import dev.penstock.testkit.LokiQueryException;
import dev.penstock.testkit.MetricSample;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Prints what was shipped and what the backend shows of it. */
final class Summary {

    private static final int LINES_SHOWN = 6;
    private static final int WIDTH = 110;
    private static final Set<String> UNINTERESTING = Set.of("app", "service_name", "run", "detected_level", "level");

    private static final Set<String> UNINTERESTING_OF_METRICS = Set.of("job", "instance");

    private final PrintStream out;

    Summary(PrintStream out) {
        this.out = out;
    }

    /** The latest values of the application's own metrics. */
    void print(List<MetricSample> metrics) {
        out.println();
        out.println("metrics");
        List<MetricSample> samples = new ArrayList<>(metrics);
        samples.sort(Comparator.comparing(sample -> new TreeMap<>(sample.labels()).toString()));
        for (MetricSample sample : samples) {
            Map<String, String> rest = new TreeMap<>(sample.labels());
            String name = rest.remove("__name__");
            rest.keySet().removeAll(UNINTERESTING_OF_METRICS);
            out.printf(Locale.ROOT, "  %,12.2f  %s%s%n", sample.value(), name, rest.isEmpty() ? "" : labels(rest));
        }
    }

    void print(StoredLog stored, Stats stats, Duration took) {
        try {
            out.println();
            out.println("streams");
            List<LogSample> streams = new ArrayList<>(stored.streams());
            streams.sort(Comparator.comparing((LogSample stream) -> -stream.value())
                    .thenComparing(stream -> stream.labels().toString()));
            for (LogSample stream : streams) {
                out.printf(Locale.ROOT, "  %,9d  %s%n", (long) stream.value(), labels(stream.labels()));
            }
            out.println();
            out.println("newest entries");
            for (LogEntry entry : stored.newest(LINES_SHOWN)) {
                print(entry);
            }
        } catch (LokiQueryException e) {
            out.println("  the backend could not be asked: " + e.getMessage());
        }
        out.println();
        out.println("ledger");
        out.printf(
                Locale.ROOT,
                "  %,d accepted = %,d delivered + %,d dropped + %,d pending%n",
                stats.accepted(),
                stats.delivered(),
                stats.dropped(),
                stats.pending());
        stats.droppedByReason().forEach((reason, count) -> {
            if (count > 0) {
                out.printf(Locale.ROOT, "  dropped as %s: %,d%n", reason.label(), count);
            }
        });
        out.printf(
                Locale.ROOT,
                "  %,d bytes sent, %,d lines cut, %,d requests repeated, %.2f s%n",
                stats.sentBytes(),
                stats.truncatedLines(),
                stats.retries(),
                took.toMillis() / 1000.0);
        out.println();
    }

    private void print(LogEntry entry) {
        List<String> lines = entry.line().lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        String level = entry.labels().getOrDefault("level", "");
        out.printf(Locale.ROOT, "  %s %-5s %s%n", entry.timestamp(), level, shorten(first));
        if (lines.size() > 1) {
            out.printf(Locale.ROOT, "      … and %d lines more of a stack trace%n", lines.size() - 1);
        }
        Map<String, String> rest = new TreeMap<>(entry.labels());
        rest.keySet().removeAll(UNINTERESTING);
        out.println("      " + shorten(labels(rest)));
    }

    private static String labels(Map<String, String> labels) {
        StringBuilder text = new StringBuilder("{");
        new TreeMap<>(labels)
                .forEach((name, value) -> text.append(text.length() > 1 ? ", " : "")
                        .append(name)
                        .append("=\"")
                        .append(value)
                        .append('"'));
        return text.append('}').toString();
    }

    /** Fit for a terminal: one line, not too long, no control characters. */
    private static String shorten(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "·");
        return plain.length() <= WIDTH ? plain : plain.substring(0, WIDTH) + "…";
    }
}
