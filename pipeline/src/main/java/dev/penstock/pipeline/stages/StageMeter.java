package dev.penstock.pipeline.stages;

import dev.penstock.metrics.StageMetrics;
import dev.penstock.metrics.StageSeries;
import dev.penstock.pipeline.text.GoFloat;
import dev.penstock.pipeline.text.Utf8Bytes;
import dev.penstock.process.Pairs;
import java.util.HashMap;
import java.util.Map;

/** One metric of one pipeline: finds the series of an entry and does what is to be done to it. For one thread. */
final class StageMeter {

    /** Label sets whose series are remembered; others are looked up among all. */
    private static final int REMEMBERED = 1_000;

    /** Bytes of a label's value, as many as Loki takes: series are kept, and there may be thousands. */
    private static final int LONGEST_VALUE = 2048;

    private final MetricSettings settings;
    private final StageMetrics metrics;
    private final RecentLabelSets<StageSeries> recent = new RecentLabelSets<>(REMEMBERED);

    StageMeter(MetricSettings settings, StageMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Measures an entry, if it has what is needed. */
    void measure(LogEntry entry) {
        MetricSettings.Action action = settings.action();
        if (action == MetricSettings.Action.NOTHING) {
            return;
        }
        Object value = null;
        if (!settings.matchAll()) {
            value = entry.extracted().get(settings.source());
            if (value == null
                    || !settings.value().isEmpty() && !settings.value().equals(Extracted.text(value))) {
                return;
            }
        }
        switch (action) {
            case INC -> add(entry, 1);
            case DEC -> add(entry, -1);
            default -> {
                Double amount = settings.countBytes() ? bytes(entry) : GoFloat.toFloat(value);
                if (amount != null) {
                    apply(action, entry, amount);
                }
            }
        }
    }

    private static Double bytes(LogEntry entry) {
        return (double) Utf8Bytes.length(entry.line());
    }

    private void apply(MetricSettings.Action action, LogEntry entry, double amount) {
        switch (action) {
            case SET -> set(entry, amount);
            case OBSERVE -> observe(entry, amount);
            case SUB -> add(entry, -amount);
            default -> add(entry, amount);
        }
    }

    // A series that has ended since it was remembered is made anew: once, for it is not idle then.

    private void add(LogEntry entry, double amount) {
        if (!series(entry).add(amount)) {
            boolean unused = anew(entry).add(amount);
        }
    }

    private void set(LogEntry entry, double value) {
        if (!series(entry).set(value)) {
            boolean unused = anew(entry).set(value);
        }
    }

    private void observe(LogEntry entry, double value) {
        if (!series(entry).observe(value)) {
            boolean unused = anew(entry).observe(value);
        }
    }

    private StageSeries series(LogEntry entry) {
        StageSeries known = recent.get(entry.labels());
        return known == null ? anew(entry) : known;
    }

    private StageSeries anew(LogEntry entry) {
        return recent.put(entry.labels(), metrics.series(settings.metric(), labels(entry.labels())));
    }

    /** Source: grafana/alloy, internal/component/loki/process/metric: no internal labels, no names that cannot be. */
    private static Map<String, String> labels(Pairs pairs) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            String name = pairs.name(i);
            if (!name.startsWith("__") && isValid(name) && !pairs.value(i).isEmpty()) {
                labels.put(name, cut(pairs.value(i)));
            }
        }
        return labels;
    }

    private static String cut(String value) {
        return value.length() * 3L <= LONGEST_VALUE || Utf8Bytes.length(value) <= LONGEST_VALUE
                ? value
                : Utf8Bytes.cut(value, LONGEST_VALUE);
    }

    /** Any text that UTF-8 can write. */
    private static boolean isValid(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000);
    }
}
