package dev.penstock.testkit;

import dev.penstock.testkit.logql.LogQlException;
import dev.penstock.testkit.logql.LogQuery;
import dev.penstock.testkit.push.GoText;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.LogLine;
import dev.penstock.testkit.store.LogStore;
import dev.penstock.testkit.store.LogStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded Loki holds at this moment.
 *
 * <p>Every list is an immutable snapshot: the streams in the order in which they were opened, the entries of a stream in
 * their order of arrival. A backend that is not multi-tenant has one tenant, {@code fake}. Thread-safe.
 */
public final class LokiStore {

    private final LogStore store;

    LokiStore(LogStore store) {
        this.store = store;
    }

    /** How many entries there are, of all tenants; cheap. */
    public long count() {
        return store.count();
    }

    /** How many entries a tenant has. */
    public long count(String tenant) {
        return count(tenant, entry -> true);
    }

    /** The entries of all tenants. */
    public List<StoredEntry> entries() {
        return select(null, entry -> true, Integer.MAX_VALUE);
    }

    /** The entries of one tenant, none if it has never written. */
    public List<StoredEntry> entries(String tenant) {
        return select(tenant, entry -> true, Integer.MAX_VALUE);
    }

    /**
     * The entries of one tenant that a log query finds, whatever their age.
     *
     * @param logql a selector and filters, for example {@code {app="shop"} |= "error"}
     * @throws IllegalArgumentException with Loki's words, if it is no log query
     */
    public List<StoredEntry> entries(String tenant, String logql) {
        LogQuery query;
        try {
            query = LogQuery.parse(logql);
        } catch (LogQlException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return select(
                tenant,
                entry -> query.selects(entry.labels())
                        && query.keeps(
                                entry.line(), Labels.of(entry.labels()).plus(Labels.of(entry.structuredMetadata()))),
                Integer.MAX_VALUE);
    }

    /** The label sets of the streams of all tenants; two tenants may have the same. */
    public List<Map<String, String>> streams() {
        List<Map<String, String>> streams = new ArrayList<>();
        store.scan(null, stream -> streams.add(stream.labels()));
        return List.copyOf(streams);
    }

    /** The tenants that have written something. */
    public Set<String> tenants() {
        return store.tenants();
    }

    long count(@Nullable String tenant, Predicate<StoredEntry> which) {
        long[] count = {0};
        store.scan(tenant, stream -> {
            for (LogLine line : stream.lines()) {
                if (which.test(entry(stream, line))) {
                    count[0]++;
                }
            }
        });
        return count[0];
    }

    List<StoredEntry> select(@Nullable String tenant, Predicate<StoredEntry> which, int most) {
        List<StoredEntry> entries = new ArrayList<>();
        store.scan(tenant, stream -> {
            for (LogLine line : stream.lines()) {
                StoredEntry entry = entry(stream, line);
                if (entries.size() < most && which.test(entry)) {
                    entries.add(entry);
                }
            }
        });
        return List.copyOf(entries);
    }

    long version() {
        return store.version();
    }

    void awaitChange(long version, long nanos) throws InterruptedException {
        store.awaitChange(version, nanos);
    }

    private static StoredEntry entry(LogStream stream, LogLine line) {
        return new StoredEntry(GoText.instant(line.nanos()), line.line(), stream.labels(), line.metadata());
    }
}
