package dev.penstock.testkit.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the streams of every tenant, and wakes those who wait for more. Thread-safe. */
public final class LogStore {

    private final Object lock = new Object();
    private final Map<String, Map<Labels, LogStream>> tenants = new LinkedHashMap<>();
    private final ChangeSignal signal = new ChangeSignal();
    private long count;

    /**
     * Adds a batch to one stream, which it opens if need be.
     *
     * @param window how far, in nanoseconds, an entry may be behind the newest one of its stream
     * @return the entries that were not
     */
    public List<TooFarBehind> append(String tenant, Labels labels, List<LogLine> batch, long window) {
        synchronized (lock) {
            LogStream stream = tenants.computeIfAbsent(tenant, name -> new LinkedHashMap<>())
                    .computeIfAbsent(labels, LogStream::new);
            int before = stream.lines().size();
            List<TooFarBehind> refused = stream.append(batch, window);
            count += stream.lines().size() - before;
            signal.changed();
            return refused;
        }
    }

    /** How many entries there are. */
    public long count() {
        synchronized (lock) {
            return count;
        }
    }

    /** Shows the streams one after another; nothing is written meanwhile. */
    public void scan(@Nullable String tenant, Consumer<LogStream> reader) {
        synchronized (lock) {
            if (tenant == null) {
                tenants.values().forEach(streams -> streams.values().forEach(reader));
            } else {
                tenants.getOrDefault(tenant, Map.of()).values().forEach(reader);
            }
        }
    }

    /** The tenants that have written. */
    public Set<String> tenants() {
        synchronized (lock) {
            return new TreeSet<>(tenants.keySet());
        }
    }

    /** Forgets everything. */
    public void clear() {
        synchronized (lock) {
            tenants.clear();
            count = 0;
            signal.changed();
        }
    }

    /** A number that changes with every change of what is stored. */
    public long version() {
        return signal.version();
    }

    /** Waits until the version is another than {@code seen}, or the time is over. */
    public void awaitChange(long seen, long nanos) throws InterruptedException {
        signal.awaitChange(seen, nanos);
    }
}
