package dev.penstock.testkit.store;

import dev.penstock.testkit.MetricMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps the series of every tenant, and wakes those who wait for more. Thread-safe. */
public final class MetricDatabase {

    private final Object lock = new Object();
    private final Map<String, Map<Labels, MetricSeries>> tenants = new LinkedHashMap<>();
    private final Map<String, Map<String, Set<MetricMetadata>>> metadata = new LinkedHashMap<>();
    private final ChangeSignal signal = new ChangeSignal();
    private final Irregularities irregularities = new Irregularities(signal);
    private long samples;
    private long exemplars;
    private int mostSamplesPerRequest;

    /**
     * Takes in what a request has, each series at most once.
     *
     * @param newestAllowed milliseconds since the epoch
     * @param accepted looks at what comes of it before anything is stored, and says whether it shall be; nobody else sees
     *     or writes anything meanwhile
     * @return one intake for each series
     */
    public List<SeriesIntake> write(
            String tenant,
            List<WrittenSeries> request,
            long newestAllowed,
            Predicate<? super List<SeriesIntake>> accepted) {
        synchronized (lock) {
            int sent = request.stream()
                    .mapToInt(one -> one.samples().size() + one.histograms().size())
                    .sum();
            mostSamplesPerRequest = Math.max(mostSamplesPerRequest, sent);
            Map<Labels, MetricSeries> series = tenants.getOrDefault(tenant, Map.of());
            List<SeriesIntake> intakes = new ArrayList<>(request.size());
            for (WrittenSeries written : request) {
                intakes.add(new SeriesIntake(series.get(written.labels()), written, newestAllowed));
            }
            if (accepted.test(intakes)) {
                intakes.forEach(intake -> store(tenant, intake));
            }
            signal.changed();
            return intakes;
        }
    }

    private void store(String tenant, SeriesIntake intake) {
        irregularities.duplicates(intake.duplicates());
        int more = intake.samples().size() + intake.histograms().size();
        MetricSeries series = tenants.getOrDefault(tenant, Map.of()).get(intake.labels());
        if (series == null) {
            if (more == 0) {
                return;
            }
            series = new MetricSeries(intake.labels());
            tenants.computeIfAbsent(tenant, name -> new LinkedHashMap<>()).put(intake.labels(), series);
        }
        series.add(intake);
        samples += more;
        exemplars += intake.exemplars().size();
    }

    /** Remembers what is known of a family of metrics; an older, other word on it stays. */
    public void describe(String tenant, String family, MetricMetadata given) {
        synchronized (lock) {
            metadata.computeIfAbsent(tenant, name -> new TreeMap<>())
                    .computeIfAbsent(family, name -> new LinkedHashSet<>())
                    .add(given);
            signal.changed();
        }
    }

    /** Shows the series with their tenants one after another; nothing is written meanwhile. */
    public void scan(@Nullable String tenant, BiConsumer<String, MetricSeries> reader) {
        synchronized (lock) {
            tenants.forEach((name, series) -> {
                if (tenant == null || tenant.equals(name)) {
                    series.values().forEach(one -> reader.accept(name, one));
                }
            });
        }
    }

    /** What is known of the families, by name; of all tenants if null. */
    public Map<String, List<MetricMetadata>> metadata(@Nullable String tenant) {
        synchronized (lock) {
            Map<String, List<MetricMetadata>> all = new TreeMap<>();
            metadata.forEach((name, families) -> {
                if (tenant == null || tenant.equals(name)) {
                    families.forEach((family, known) -> all.computeIfAbsent(family, key -> new ArrayList<>())
                            .addAll(known));
                }
            });
            return all;
        }
    }

    /** The tenants that have written. */
    public Set<String> tenants() {
        synchronized (lock) {
            return new TreeSet<>(tenants.keySet());
        }
    }

    /** How many float samples and histograms there are. */
    public long sampleCount() {
        synchronized (lock) {
            return samples;
        }
    }

    /** How many exemplars there are. */
    public long exemplarCount() {
        synchronized (lock) {
            return exemplars;
        }
    }

    /** How many well-formed samples and histograms the largest request had. */
    public int mostSamplesPerRequest() {
        synchronized (lock) {
            return mostSamplesPerRequest;
        }
    }

    /** What was not as it should be. */
    public Irregularities irregularities() {
        return irregularities;
    }

    /** Forgets everything. */
    public void clear() {
        synchronized (lock) {
            tenants.clear();
            metadata.clear();
            irregularities.clear();
            samples = 0;
            exemplars = 0;
            mostSamplesPerRequest = 0;
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
