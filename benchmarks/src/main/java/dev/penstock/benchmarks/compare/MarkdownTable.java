package dev.penstock.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown. */
final class MarkdownTable {

    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(List<String> header) {
        rows.add(header);
        List<String> rule = new ArrayList<>(Collections.nCopies(header.size(), "---:"));
        rule.set(0, "---");
        rows.add(rule);
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /** A number with three significant digits, or all of its digits before the point; a dash for NaN. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Nanoseconds, in a unit that is easy to read. */
    static String duration(double nanos) {
        if (Double.isNaN(nanos)) {
            return "–";
        }
        if (nanos < 1000) {
            return number(nanos) + " ns";
        }
        return nanos < 1e6
                ? number(nanos / 1e3) + " µs"
                : nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
        return text.toString();
    }
}
