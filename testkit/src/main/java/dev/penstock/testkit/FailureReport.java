package dev.penstock.testkit;

import org.jspecify.annotations.Nullable;

/** Says after a failed assertion what there was instead, and what the backend refused, which is the usual reason. */
final class FailureReport {

    private static final int MOST_ENTRIES = 20;
    private static final int MOST_CHARACTERS = 200;

    private final EmbeddedBackend backend;
    private final @Nullable String tenant;

    FailureReport(EmbeddedBackend backend, @Nullable String tenant) {
        this.backend = backend;
        this.tenant = tenant;
    }

    String text(String expected, String when) {
        StringBuilder text = new StringBuilder("expected Loki to have ")
                .append(expected)
                .append(' ')
                .append(when);
        stored(text);
        RefusedRequests.append(text, backend.requests(), "push");
        return text.toString();
    }

    private void stored(StringBuilder text) {
        LokiStore store = backend.loki();
        long count = tenant == null ? store.count() : store.count(tenant);
        text.append("\nbut it has ").append(count).append(" entries");
        if (tenant != null) {
            text.append(" of tenant ").append(tenant).append(", tenants are ").append(store.tenants());
        }
        for (StoredEntry entry : store.select(tenant, any -> true, MOST_ENTRIES)) {
            text.append("\n  ")
                    .append(entry.timestamp())
                    .append(' ')
                    .append(entry.labels())
                    .append(' ')
                    .append(entry.structuredMetadata())
                    .append(" <")
                    .append(shortened(entry.line()))
                    .append('>');
        }
        if (count > MOST_ENTRIES) {
            text.append("\n  and ").append(count - MOST_ENTRIES).append(" more");
        }
    }

    private static String shortened(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
