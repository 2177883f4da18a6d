package dev.penstock.micrometer;

import dev.penstock.metrics.StageMetric;
import dev.penstock.metrics.StageMetrics;
import dev.penstock.metrics.StageSeries;
import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What pipelines count, as meters of one registry: the series of {@link StageMetrics}, as they come and go. Thread-safe.
 *
 * <p>Names are those of Alloy. What a registry makes of them is its own: Prometheus' counters end with {@code _total}, and
 * nothing else does. Counters and gauges are read from the series; only histograms must be told of each value, with all that
 * came before.
 */
final class StageMeters implements StageMetrics.Listener {

    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(StageMeters.class);

    private final MeterRegistry registry;
    private final Map<StageSeries, Meter> meters = new ConcurrentHashMap<>();
    private final Map<StageSeries, StageHistogram> histograms = new ConcurrentHashMap<>();
    private final StageLabelNames labelNames = new StageLabelNames();
    private final Map<StageMetric, Boolean> refused = new ConcurrentHashMap<>();
    private @Nullable AutoCloseable listening;
    private volatile boolean unbound;

    StageMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Follows metrics from now on. Once only. */
    void begin(StageMetrics metrics) {
        AutoCloseable end = metrics.listen(this);
        synchronized (this) {
            listening = end;
        }
        if (unbound) {
            // It was closed while it began.
            unbind();
        }
    }

    @Override
    public void added(StageSeries added) {
        if (isOver()) {
            return;
        }
        try {
            if (labelNames.add(registry, added)) {
                registerAgain(added.metric().name());
            }
            register(added);
        } catch (RuntimeException e) {
            // The registry has a meter of another type under that name, for example.
            if (refused.putIfAbsent(added.metric(), true) == null) {
                LOGGER.warn("stage.metrics: " + added.metric().name() + " cannot be published: " + e.getMessage());
            }
        }
        if (unbound) {
            removeAll();
        }
    }

    /** All of them are out before the first is in again. A histogram is filled with all that its series has. */
    private void registerAgain(String name) {
        List<StageSeries> those = meters.keySet().stream()
                .filter(each -> each.metric().name().equals(name))
                .toList();
        those.forEach(this::removed);
        those.forEach(this::register);
    }

    private void register(StageSeries series) {
        StageMetric metric = series.metric();
        String description = metric.description().isEmpty() ? null : metric.description();
        List<Tag> tags = labelNames.tags(series);
        switch (metric.kind()) {
            case COUNTER ->
                meters.put(
                        series,
                        FunctionCounter.builder(metric.name(), series, StageSeries::read)
                                .description(description)
                                .tags(tags)
                                .register(registry));
            case GAUGE ->
                meters.put(
                        series,
                        Gauge.builder(metric.name(), series, StageSeries::read)
                                .description(description)
                                .tags(tags)
                                .register(registry));
            case HISTOGRAM -> {
                StageHistogram histogram = StageHistogram.register(registry, metric, description, tags);
                meters.put(series, histogram.meter());
                histogram.replay(series, () -> histograms.put(series, histogram));
            }
        }
    }

    @Override
    public void removed(StageSeries ended) {
        histograms.remove(ended);
        Meter meter = meters.remove(ended);
        if (meter != null) {
            registry.remove(meter);
        }
    }

    @Override
    public void observed(StageSeries series, double value) {
        StageHistogram histogram = histograms.get(series);
        if (histogram != null) {
            histogram.record(value);
        }
    }

    @Override
    public void overflowed(StageMetric metric) {
        LOGGER.warn(
                "stage.metrics: there are " + StageMetrics.MOST_SERIES + " series, which is the most; further ones of "
                        + metric.name() + " are counted together, in the series with the label " + StageMetrics.OVERFLOW
                        + ". A label of many values, such as an id, is better dropped before stage.metrics, or made structured"
                        + " metadata");
    }

    private boolean isOver() {
        if (registry.isClosed()) {
            unbind();
        }
        return unbound;
    }

    /** Takes all meters out of the registry. Takes no lock that is held while metrics are added. */
    void unbind() {
        unbound = true;
        AutoCloseable end;
        synchronized (this) {
            end = listening;
            listening = null;
        }
        Closing.close(end);
        removeAll();
    }

    private void removeAll() {
        List.copyOf(meters.keySet()).forEach(this::removed);
    }
}
