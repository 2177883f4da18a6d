package dev.penstock.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many entries were sent with a label as structured metadata, because it has too many values to be a label: the first
 * hundred labels by themselves, later ones together. Thread-safe.
 */
public final class LabelDemotions {

    /** The most labels that are counted by themselves. */
    public static final int LABELS = 100;

    /** The name under which the others are counted; no label has two underscores. */
    public static final String OTHERS = "__other__";

    private final Map<String, LongAdder> byLabel = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    /** None yet. */
    public LabelDemotions() {}

    /**
     * Where a label is counted.
     *
     * @param label its name
     * @return incremented for each entry; always the same, but for labels that are counted together
     */
    public LongAdder of(String label) {
        LongAdder known = byLabel.get(label);
        if (known != null) {
            return known;
        }
        return byLabel.size() < LABELS ? byLabel.computeIfAbsent(label, each -> new LongAdder()) : others;
    }

    /**
     * Where labels are counted together.
     *
     * @return incremented for each entry and label
     */
    public LongAdder others() {
        return others;
    }

    /**
     * Everything counted so far.
     *
     * @return counts by label, in the order of their names; {@link #OTHERS} only when there were any
     */
    public Map<String, Long> counts() {
        if (byLabel.isEmpty() && others.sum() == 0) {
            return Map.of();
        }
        Map<String, Long> counts = new TreeMap<>();
        byLabel.forEach((label, count) -> counts.put(label, count.sum()));
        if (others.sum() > 0) {
            counts.put(OTHERS, others.sum());
        }
        return counts;
    }
}
