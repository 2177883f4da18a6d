package dev.penstock.cardinality;

import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.LabelDemotions;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.process.Pairs;
import dev.penstock.settings.ShipperSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A guard with a clock that is set by hand, and what became of the entries it was given. */
final class GuardRun {

    static final Duration HOUR = Duration.ofHours(1);

    final LabelDemotions demotions = new LabelDemotions();
    final List<String> said = new ArrayList<>();

    /** Streams of the hour. */
    final Set<Map<String, String>> streams = new HashSet<>();

    private final Entry entry = new Entry();
    private final CardinalityGuard guard;
    private long now = -5;

    GuardRun(int maxLabelValues, int maxStreams) {
        this(maxLabelValues, maxStreams, Map.of());
    }

    GuardRun(int maxLabelValues, int maxStreams, Map<String, String> defaults) {
        ShipperSettings settings = ShipperSettings.builder()
                .set("url", "http://loki:3100")
                .maxLabelValues(maxLabelValues)
                .maxStreams(maxStreams)
                .build();
        Diagnostics diagnostics = new Diagnostics("t", (severity, message) -> said.add(message), () -> now);
        guard = new CardinalityGuard(settings, new StreamDefaults(defaults, "shop"), demotions, diagnostics, now);
    }

    CardinalityGuard guardItself() {
        return guard;
    }

    void pass(Duration time) {
        now += time.toNanos();
        streams.clear();
    }

    /** An entry with these labels, given as name, value, name, value. */
    Entry guard(String... labels) {
        entry.clear();
        for (int i = 0; i < labels.length; i += 2) {
            entry.labels().add(labels[i], labels[i + 1]);
        }
        return guarded(entry);
    }

    Entry guarded(Entry given) {
        guard.guard(given, now);
        streams.add(map(given.labels()));
        return given;
    }

    /** That many values of a label, each once. */
    void values(String label, int count) {
        for (int i = 0; i < count; i++) {
            guard(label, label + i);
        }
    }

    /** Whether a value of its own would be a label. */
    boolean isLabel(String name) {
        return guard(name, name + 0).labels().contains(name);
    }

    static Map<String, String> map(Pairs pairs) {
        Map<String, String> map = new TreeMap<>();
        pairs.forEach(map::put);
        return map;
    }
}
