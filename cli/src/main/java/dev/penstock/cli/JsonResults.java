package dev.penstock.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what becomes of lines for machines: an object in each line. */
final class JsonResults implements DryRun.Results {

    private final PrintStream out;

    JsonResults(PrintStream out) {
        this.out = out;
    }

    @Override
    public void shipped(
            Map<String, String> labels,
            Map<String, String> metadata,
            @Nullable String tenant,
            long epochNanos,
            String line) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("labels", labels);
        result.put("structuredMetadata", metadata);
        result.put("timestamp", Timestamps.text(epochNanos));
        if (tenant != null) {
            result.put("tenant", tenant);
        }
        result.put("line", line);
        out.print(JsonText.of(result) + "\n");
    }

    @Override
    public void dropped(String by, String reason, String line) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("droppedBy", by);
        result.put("reason", reason);
        out.print(JsonText.of(result) + "\n");
    }
}
