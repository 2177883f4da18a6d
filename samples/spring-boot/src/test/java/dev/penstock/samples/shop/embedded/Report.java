package dev.penstock.samples.shop.embedded;

import dev.penstock.ledger.Stats;
import dev.penstock.testkit.StoredEntry;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what has arrived, for people. */
final class Report {

    private static final int WIDTH = 110;
    private static final int STACK_LINES = 3;

    private final PrintStream out;
    private final Arrivals arrivals;

    Report(PrintStream out, Arrivals arrivals) {
        this.out = out;
        this.arrivals = arrivals;
    }

    void print(ShopDay day) {
        out.println("a customer came, and was answered " + day.answers());
        out.println();
        out.println("streams in Loki");
        arrivals.streams()
                .forEach((labels, count) -> out.printf(Locale.ROOT, "  %,8d  %s%n", count, selector("", labels)));
        arrivals.failedPayment().ifPresent(this::print);
        arrivals.example(502).ifPresent(this::print);
        out.println();
        out.println("accounts");
        account("log entries", day.logs(), arrivals.entries());
        account("samples", day.samples(), arrivals.samples());
    }

    private void print(StoredEntry failure) {
        String traceId = failure.structuredMetadata().getOrDefault("trace_id", "");
        out.println();
        out.println("a payment that failed: {service_name=\"shop\"} | trace_id=\"" + traceId + "\"");
        arrivals.trace(traceId).forEach(this::entry);
    }

    private void print(Arrivals.Example example) {
        Map<String, String> labels = new TreeMap<>(example.bucket().labels());
        labels.keySet().retainAll(List.of("uri", "status", "le"));
        out.println();
        out.println("an exemplar: " + selector("http_server_requests_seconds_bucket", labels));
        out.printf(
                Locale.ROOT,
                "  %.1f ms, trace_id=\"%s\", which leads to%n",
                1000 * example.exemplar().value(),
                example.traceId());
        arrivals.trace(example.traceId()).forEach(entry -> line(entry, first(entry.line())));
    }

    private void entry(StoredEntry entry) {
        List<String> lines = entry.line().lines().toList();
        line(entry, first(entry.line()));
        for (int i = 1; i < lines.size(); i++) {
            if (i <= STACK_LINES || lines.get(i).startsWith("Caused by:")) {
                out.println("        " + shorten(lines.get(i).strip()));
            }
        }
        if (lines.size() > 1) {
            out.println("        … of " + lines.size() + " lines");
        }
    }

    private void line(StoredEntry entry, String text) {
        out.printf(Locale.ROOT, "  %-5s %s%n", entry.labels().getOrDefault("level", ""), shorten(text));
    }

    private void account(String what, Stats stats, long arrived) {
        out.printf(
                Locale.ROOT,
                "  %-12s %,6d accepted = %,d delivered + %,d dropped + %,d pending; %,d have arrived%n",
                what,
                stats.accepted(),
                stats.delivered(),
                stats.dropped(),
                stats.pending(),
                arrived);
    }

    private static String first(String line) {
        return line.lines().findFirst().orElse("");
    }

    private static String selector(String name, Map<String, String> labels) {
        StringBuilder text = new StringBuilder(name).append('{');
        String separator = "";
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            text.append(separator)
                    .append(label.getKey())
                    .append("=\"")
                    .append(label.getValue())
                    .append('"');
            separator = ", ";
        }
        return text.append('}').toString();
    }

    private static String shorten(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "…";
    }
}
