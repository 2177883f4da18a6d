package dev.penstock.testkit;

import dev.penstock.testkit.promql.PromQlException;
import dev.penstock.testkit.promql.Selector;
import dev.penstock.testkit.store.Irregularities;
import dev.penstock.testkit.store.MetricDatabase;
import dev.penstock.testkit.store.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded backend holds of metrics at this moment, and what was wrong with what it was sent.
 *
 * <p>Every list is an immutable snapshot: series in the order in which they first came, their samples in the order of time.
 * A backend that is not multi-tenant has one tenant, {@code fake}. Thread-safe.
 */
public final class MetricStore {

    private final MetricDatabase database;

    MetricStore(MetricDatabase database) {
        this.database = database;
    }

    /** All float samples and native histograms of all tenants, stale markers included; cheap. */
    public long sampleCount() {
        return database.sampleCount();
    }

    /** All exemplars of all tenants; cheap. */
    public long exemplarCount() {
        return database.exemplarCount();
    }

    /** How many well-formed samples and histograms the largest request had, stored or not. */
    public int mostSamplesPerRequest() {
        return database.mostSamplesPerRequest();
    }

    /**
     * How many samples and histograms came that were the newest of their series already, to the bit. Prometheus takes them
     * and counts them as written, so a sender does not notice; they are not stored twice and not in
     * {@link #sampleCount()}.
     */
    public long duplicateCount() {
        return irregularities().duplicateCount();
    }

    /** How many series were passed over in silence, because of their labels, as Prometheus does with remote write 1.0. */
    public long skippedSeriesCount() {
        return irregularities().skippedSeriesCount();
    }

    /** How many 2.0 requests {@link MetricReceiver#OLD_PROMETHEUS} has answered with 204 without understanding them. */
    public long ignoredRequestCount() {
        return irregularities().ignoredRequestCount();
    }

    /**
     * What was against the protocol, in the order of arrival, at most the first 1000: what was refused, what was skipped,
     * and what a real receiver drops or ignores without a word. To ask for a version that is not accepted is none.
     */
    public List<String> violations() {
        return irregularities().violations();
    }

    /** How often something was against the protocol. */
    public long violationCount() {
        return irregularities().violationCount();
    }

    /** The series of all tenants. */
    public List<StoredSeries> series() {
        return select((String) null, labels -> true);
    }

    /** The series of one tenant, none if it has never written. */
    public List<StoredSeries> series(String tenant) {
        return select(tenant, labels -> true);
    }

    /**
     * The series of all tenants that a selector finds, whatever their age.
     *
     * @param selector such as {@code http_requests_total{status=~"5.."}}, without a range
     * @throws IllegalArgumentException with what is wrong and where, if it is no plain selector
     */
    public List<StoredSeries> select(String selector) {
        return select((String) null, parsed(selector));
    }

    /**
     * The series of one tenant that a selector finds, whatever their age.
     *
     * @throws IllegalArgumentException with what is wrong and where, if it is no plain selector
     */
    public List<StoredSeries> select(String tenant, String selector) {
        return select(tenant, parsed(selector));
    }

    /**
     * What is known of the families of metrics of all tenants, by their names. More than one, if senders disagree.
     *
     * <p>In 2.0 it comes with each series: the family of a histogram's or summary's series is the name without
     * {@code _bucket}, {@code _sum}, {@code _count}; that of others is the whole name.
     */
    public Map<String, List<MetricMetadata>> metadata() {
        return database.metadata(null);
    }

    /** What is known of the families of metrics of one tenant. */
    public Map<String, List<MetricMetadata>> metadata(String tenant) {
        return database.metadata(tenant);
    }

    /** The tenants that have written samples. */
    public Set<String> tenants() {
        return database.tenants();
    }

    List<StoredSeries> select(@Nullable String tenant, Predicate<Map<String, String>> which) {
        List<StoredSeries> found = new ArrayList<>();
        database.scan(tenant, (owner, series) -> {
            if (which.test(series.labels())) {
                found.add(stored(owner, series));
            }
        });
        return List.copyOf(found);
    }

    static Predicate<Map<String, String>> parsed(String selector) {
        try {
            Selector parsed = Selector.parse(selector);
            if (parsed.rangeMillis() > 0) {
                throw new IllegalArgumentException("a selector without a range is needed, not " + selector);
            }
            return parsed::selects;
        } catch (PromQlException e) {
            throw new IllegalArgumentException(e.text() + " in " + selector, e);
        }
    }

    long version() {
        return database.version();
    }

    void awaitChange(long version, long nanos) throws InterruptedException {
        database.awaitChange(version, nanos);
    }

    private Irregularities irregularities() {
        return database.irregularities();
    }

    private static StoredSeries stored(String tenant, MetricSeries series) {
        return new StoredSeries(
                tenant, series.labels(), series.metadata(), series.samples(), series.histograms(), series.exemplars());
    }
}
