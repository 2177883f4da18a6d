package dev.penstock.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says after a failed assertion about metrics what there was instead, and what was wrong with what came. */
final class MetricFailureReport {

    private static final int MOST_SERIES = 20;
    private static final int MOST_VIOLATIONS = 10;

    private final EmbeddedBackend backend;
    private final @Nullable String tenant;

    MetricFailureReport(EmbeddedBackend backend, @Nullable String tenant) {
        this.backend = backend;
        this.tenant = tenant;
    }

    String text(String expected, String when) {
        StringBuilder text = new StringBuilder("expected the backend to have ")
                .append(expected)
                .append(' ')
                .append(when);
        stored(text);
        violations(text);
        RefusedRequests.append(text, backend.metricRequests(), "remote write");
        return text.toString();
    }

    private void stored(StringBuilder text) {
        MetricStore store = backend.metrics();
        List<StoredSeries> all = store.select(tenant, labels -> true);
        text.append("\nbut it has ").append(all.size()).append(" series");
        if (tenant != null) {
            text.append(" of tenant ").append(tenant).append(", tenants are ").append(store.tenants());
        }
        for (StoredSeries series : all.subList(0, Math.min(MOST_SERIES, all.size()))) {
            text.append("\n  ").append(series.labels()).append(' ');
            series.lastSample().ifPresent(text::append);
            series.lastHistogram().ifPresent(text::append);
            text.append(", ")
                    .append(series.samples().size() + series.histograms().size())
                    .append(" samples");
        }
        if (all.size() > MOST_SERIES) {
            text.append("\n  and ").append(all.size() - MOST_SERIES).append(" more");
        }
    }

    private void violations(StringBuilder text) {
        MetricStore store = backend.metrics();
        text.append("\nand has seen ").append(store.violationCount()).append(" violations of the protocol");
        store.violations().stream()
                .limit(MOST_VIOLATIONS)
                .forEach(violation -> text.append("\n  ").append(violation));
    }
}
