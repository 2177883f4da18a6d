package dev.penstock.cardinality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streams of an hour, of which it is known which label would have made how many. The caller keeps their number
 * bounded. Not thread-safe.
 */
final class HourStreams {

    private Fingerprints known = new Fingerprints();
    private List<Stream> streams = new ArrayList<>();

    /** The labels of a stream, and the fingerprint of each with its value. */
    private record Stream(@Nullable GuardedLabel[] labels, long[] pairs) {

        long fingerprint() {
            return HourStreams.fingerprint(labels, pairs, pairs.length);
        }

        /** Of those labels alone that stay whatever comes. */
        long fixedFingerprint() {
            long sum = 0;
            for (int i = 0; i < pairs.length; i++) {
                GuardedLabel label = labels[i];
                sum += label != null && label.isFixed() ? pairs[i] : 0;
            }
            return sum;
        }
    }

    private static long fingerprint(@Nullable GuardedLabel[] labels, long[] pairs, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            GuardedLabel label = labels[i];
            sum += label == null || label.isDemoted() ? 0 : pairs[i];
        }
        return sum;
    }

    /**
     * Adds the stream of an entry, without the labels that are not to be any.
     *
     * @param labels null for one that is not to be any
     * @param pairs the fingerprints of the labels with their values
     * @param count how many labels
     * @return false when it was there
     */
    boolean add(@Nullable GuardedLabel[] labels, long[] pairs, int count) {
        if (!known.add(fingerprint(labels, pairs, count))) {
            return false;
        }
        streams.add(new Stream(Arrays.copyOf(labels, count), Arrays.copyOf(pairs, count)));
        return true;
    }

    int size() {
        return known.size();
    }

    /** Counts the streams as they would be without the labels that were demoted since. */
    void withoutDemoted() {
        Fingerprints fewer = new Fingerprints();
        List<Stream> left = new ArrayList<>();
        for (Stream each : streams) {
            if (fewer.add(each.fingerprint())) {
                left.add(each);
            }
        }
        known = fewer;
        streams = left;
    }

    /** How many there would be with only the labels that stay whatever comes. */
    int sizeOfFixed() {
        Fingerprints fixed = new Fingerprints();
        streams.forEach(each -> fixed.add(each.fixedFingerprint()));
        return fixed.size();
    }

    /** The labels of all streams, those with most values first; without those that are demoted. */
    List<GuardedLabel> byValues() {
        Set<GuardedLabel> all = new HashSet<>();
        for (Stream each : streams) {
            for (GuardedLabel label : each.labels()) {
                if (label != null && !label.isDemoted()) {
                    all.add(label);
                }
            }
        }
        List<GuardedLabel> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(GuardedLabel::values).reversed().thenComparing(GuardedLabel::name));
        return sorted;
    }

    /** The label with most values that tells streams apart and may be demoted; null when there is none. */
    @Nullable GuardedLabel worst() {
        Map<GuardedLabel, Integer> having = new HashMap<>();
        for (Stream each : streams) {
            for (GuardedLabel label : each.labels()) {
                if (label != null) {
                    having.merge(label, 1, Integer::sum);
                }
            }
        }
        for (GuardedLabel each : byValues()) {
            // One value tells streams apart too, when not all have it.
            if (!each.isFixed() && (each.values() > 1 || having.getOrDefault(each, 0) < streams.size())) {
                return each;
            }
        }
        return null;
    }

    void clear() {
        known.clear();
        streams = new ArrayList<>();
    }
}
