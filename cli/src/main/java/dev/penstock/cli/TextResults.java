package dev.penstock.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what becomes of lines for people: stream, time, metadata and line, each in a line of its own. What would garble a
 * terminal is shown as U+FFFD.
 */
final class TextResults implements DryRun.Results {

    private final PrintStream out;

    TextResults(PrintStream out) {
        this.out = out;
    }

    @Override
    public void shipped(
            Map<String, String> labels,
            Map<String, String> metadata,
            @Nullable String tenant,
            long epochNanos,
            String line) {
        StringBuilder text = new StringBuilder();
        text.append(pairs(labels))
                .append(' ')
                .append(Timestamps.text(epochNanos))
                .append('\n');
        if (tenant != null) {
            text.append("  tenant    ").append(shown(tenant)).append('\n');
        }
        if (!metadata.isEmpty()) {
            text.append("  metadata  ").append(pairs(metadata)).append('\n');
        }
        text.append("  line      ").append(indented(line)).append('\n');
        out.print(text);
    }

    @Override
    public void dropped(String by, String reason, String line) {
        out.print("dropped by " + by + ", reason " + shown(reason) + "\n  line      " + indented(line) + "\n");
    }

    private static String pairs(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(each -> each.getKey() + "=" + JsonText.of(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String indented(String line) {
        return line.lines().map(TextResults::shown).collect(Collectors.joining("\n            "));
    }

    private static String shown(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\t]]", "\uFFFD");
    }
}
