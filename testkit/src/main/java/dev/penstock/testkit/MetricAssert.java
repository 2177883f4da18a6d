package dev.penstock.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about the metrics that an embedded backend holds; they wait, woken by each request, until they are true or the
 * time is over, unless they say otherwise.
 *
 * <p>A selector is PromQL's: {@code http_requests_total{status="200"}}. A failure shows what is stored, what was against the
 * protocol, and the last requests that were refused.
 */
public final class MetricAssert extends AbstractAssert<MetricAssert, EmbeddedBackend> {

    private Duration patience = Duration.ofSeconds(5);
    private @Nullable String tenant;

    MetricAssert(EmbeddedBackend backend) {
        super(backend, MetricAssert.class);
    }

    /** How long to wait, 5 seconds by default; zero does not wait. */
    public MetricAssert within(Duration time) {
        patience = Objects.requireNonNull(time, "time");
        return this;
    }

    /** Looks at one tenant only. */
    public MetricAssert tenant(String name) {
        tenant = Objects.requireNonNull(name, "name");
        return this;
    }

    /** There are exactly so many samples and histograms, stale markers included, at some time within the limit. */
    public MetricAssert hasSamples(long count) {
        return eventually(() -> samples() == count, count + " samples");
    }

    /** There are so many samples and histograms or more, stale markers included. */
    public MetricAssert hasAtLeastSamples(long count) {
        return eventually(() -> samples() >= count, count + " samples or more");
    }

    /** There is a series like this. */
    public MetricAssert hasSeries(String selector) {
        return hasSeries(selector, series -> true);
    }

    /** There is a series like this that fits. */
    public MetricAssert hasSeries(String selector, Predicate<? super StoredSeries> which) {
        var selected = MetricStore.parsed(selector);
        return eventually(
                () -> select(selected).stream().anyMatch(which), "a series " + selector + " that fits the predicate");
    }

    /** There is no series like this now; does not wait. */
    public MetricAssert hasNoSeries(String selector) {
        isNotNull();
        if (!select(MetricStore.parsed(selector)).isEmpty()) {
            fail("no series " + selector, "at once");
        }
        return this;
    }

    /** There is a series like this whose newest sample has this value; NaN is equal to any NaN but a stale marker. */
    public MetricAssert hasValue(String selector, double value) {
        var selected = MetricStore.parsed(selector);
        return eventually(
                () -> select(selected).stream()
                        .anyMatch(series -> series.lastSample()
                                .filter(sample -> !sample.isStale() && Double.compare(sample.value(), value) == 0)
                                .isPresent()),
                "a series " + selector + " with the value " + value);
    }

    /** There is a series like this, and the newest that came for each of them is a stale marker. */
    public MetricAssert isStale(String selector) {
        var selected = MetricStore.parsed(selector);
        return eventually(
                () -> {
                    List<StoredSeries> series = select(selected);
                    return !series.isEmpty() && series.stream().allMatch(StoredSeries::isStale);
                },
                "stale markers for " + selector);
    }

    /** Nothing was against the protocol so far; does not wait. */
    public MetricAssert hasNoViolations() {
        isNotNull();
        if (actual.metrics().violationCount() > 0) {
            fail("no violations of the protocol", "at once");
        }
        return this;
    }

    /** There is no sample now; does not wait. */
    public MetricAssert isEmpty() {
        isNotNull();
        if (samples() > 0) {
            fail("no samples", "at once");
        }
        return this;
    }

    private long samples() {
        if (tenant == null) {
            return actual.metrics().sampleCount();
        }
        return select(labels -> true).stream()
                .mapToLong(
                        series -> series.samples().size() + series.histograms().size())
                .sum();
    }

    private List<StoredSeries> select(Predicate<Map<String, String>> which) {
        return actual.metrics().select(tenant, which);
    }

    private MetricAssert eventually(BooleanSupplier condition, String expected) {
        isNotNull();
        MetricStore store = actual.metrics();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long version = store.version();
            if (condition.getAsBoolean()) {
                return this;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                fail(expected, "within " + patience);
                return this;
            }
            try {
                store.awaitChange(version, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failWithMessage("interrupted while waiting for %s", expected);
            }
        }
    }

    private void fail(String expected, String when) {
        failWithMessage("%s", new MetricFailureReport(actual, tenant).text(expected, when));
    }
}
