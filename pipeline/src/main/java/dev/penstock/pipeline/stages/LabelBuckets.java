package dev.penstock.pipeline.stages;

import java.util.HashMap;
import java.util.Map;

/**
 * A bucket for each value of a label, in two generations: when the young one is full it becomes the old one, and values that
 * are not met again by the next time are forgotten, and begin anew with a full bucket. Source: grafana/alloy, loki.process.
 * Not thread-safe.
 */
final class LabelBuckets {

    /** The fewest values of a generation. Source: grafana/alloy, which raises lower settings to it. */
    static final int LEAST = 10_000;

    /** Characters of a value by which its bucket is found; Loki takes no longer ones. */
    private static final int LONGEST = 2048;

    private final String label;
    private final double rate;
    private final long burst;
    private final int most;
    private Map<String, TokenBucket> young = new HashMap<>();
    private Map<String, TokenBucket> old = new HashMap<>();

    LabelBuckets(String label, double rate, long burst, int most) {
        this.label = label;
        this.rate = rate;
        this.burst = burst;
        this.most = most;
    }

    String label() {
        return label;
    }

    TokenBucket bucket(String labelValue, long now) {
        String value = labelValue.length() <= LONGEST ? labelValue : labelValue.substring(0, LONGEST);
        TokenBucket known = young.get(value);
        if (known != null) {
            return known;
        }
        if (young.size() >= most) {
            old = young;
            young = new HashMap<>();
        }
        TokenBucket bucket = old.remove(value);
        if (bucket == null) {
            bucket = new TokenBucket(rate, burst, now);
        }
        young.put(value, bucket);
        return bucket;
    }
}
