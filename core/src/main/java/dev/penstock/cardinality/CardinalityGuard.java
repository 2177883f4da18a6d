package dev.penstock.cardinality;

import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.LabelDemotions;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.process.Pairs;
import dev.penstock.settings.ShipperSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends labels as structured metadata that have too many values to be labels: request ids, paths, users.
 *
 * <p>Hours are counted from the start. Within one, a label that has had {@code maxLabelValues} values is demoted when one
 * more comes, with all its values. When there is a stream beyond {@code maxStreams}, the label with most values is
 * demoted, and the next, until there would not have been too many without them. A demoted label stays so for the rest of
 * the hour, and becomes a label again after a whole hour in which it had at most half as many values as when it was
 * demoted. {@code service_name} and the labels that every stream gets are never demoted. Labels whose name
 * is not among the first {@link #NAMES} of the hour are metadata at once.
 *
 * <p>Tenants count together, as in {@link dev.penstock.loki.StreamCounts}: none of them has more streams than that, and
 * what is remembered does not grow with their number.
 *
 * <p>What is remembered is bounded: eight bytes and as many of free room for each value up to the limit, of at most
 * {@link #NAMES} labels; and for each stream up to the limit eight for each of its labels. An entry with the very strings
 * of one of the last costs a comparison of references; any other a look-up for each label. Neither allocates. Time is
 * given with each call. Not thread-safe.
 */
public final class CardinalityGuard {

    /** Names of labels in an hour: Loki takes 15 in a stream, and an application has not many kinds of streams. */
    public static final int NAMES = 100;

    private static final long HOUR = 3_600_000_000_000L;

    /** Source: grafana/loki, pkg/validation/limits.go, {@code max_label_name_length}. */
    private static final int LONGEST_NAME = 1024;

    private static final int RECENT = 8;

    private final int maxLabelValues;
    private final int maxStreams;
    private final Set<String> fixedNames;
    private final LabelDemotions demotions;
    private final GuardMessages messages;

    private final Map<String, GuardedLabel> labels = new HashMap<>();
    private final HourStreams streams = new HourStreams();
    private long hourEnds;

    /** Names in {@link #labels} but for the fixed ones. */
    private int names;

    /** Nothing can be done about the streams of this hour. */
    private boolean isHelpless;

    /** Labels that came last and may all stay, as names and values in turn, to be known again by identity. */
    private final String[][] recent = new String[RECENT][0];

    /** How many labels each of them has; less than none for nothing. */
    private final int[] recentSizes = new int[RECENT];

    private int oldest;

    // The labels of the entry at hand.
    private @Nullable GuardedLabel[] found = new GuardedLabel[16];
    private long[] pairs = new long[16];

    /**
     * A guard that has seen nothing.
     *
     * @param settings the limits
     * @param defaults labels that are never demoted
     * @param demotions counts the labels of entries that are sent as metadata
     * @param diagnostics told of each label that is demoted, and when it is a label again
     * @param now the nanosecond clock
     */
    public CardinalityGuard(
            ShipperSettings settings,
            StreamDefaults defaults,
            LabelDemotions demotions,
            Diagnostics diagnostics,
            long now) {
        maxLabelValues = settings.maxLabelValues();
        maxStreams = settings.maxStreams();
        this.demotions = demotions;
        messages = new GuardMessages(diagnostics, maxLabelValues, maxStreams);
        fixedNames = new HashSet<>(defaults.labels().keySet());
        fixedNames.add("service_name");
        hourEnds = now + HOUR;
        forgetRecent();
    }

    /**
     * Moves the labels of an entry to its metadata that are not to be labels. They come first there, so that what has no
     * room is not them; metadata of the same name stays instead.
     *
     * @param entry with labels that are repaired, and metadata that is yet to be
     * @param now the nanosecond clock
     */
    public void guard(Entry entry, long now) {
        if (maxLabelValues == 0 && maxStreams == 0) {
            return;
        }
        if (now - hourEnds >= 0) {
            startHour(now);
        }
        if (isRecent(entry.labels())) {
            return;
        }
        boolean stays = count(entry.labels());
        if (maxStreams > 0 && !isHelpless) {
            stays &= countStream(entry.labels().size());
        }
        if (stays) {
            remember(entry.labels());
        } else {
            move(entry);
        }
    }

    /** Counts the values; returns whether all labels may stay. */
    private boolean count(Pairs given) {
        int size = given.size();
        if (found.length < size) {
            pairs = new long[size];
            found = new GuardedLabel[size];
        }
        boolean stays = true;
        for (int i = 0; i < size; i++) {
            GuardedLabel label = find(given.name(i));
            found[i] = label;
            if (label != null) {
                pairs[i] = label.see(given.value(i));
                if (isOver(label)) {
                    demote(label);
                    messages.tooManyValues(label);
                }
            }
            stays &= label != null && !label.isDemoted();
        }
        return stays;
    }

    private boolean isOver(GuardedLabel label) {
        return maxLabelValues > 0 && label.values() > maxLabelValues && !label.isFixed() && !label.isDemoted();
    }

    /** Null for a name too many. */
    private @Nullable GuardedLabel find(String name) {
        GuardedLabel known = labels.get(name);
        if (known != null) {
            return known;
        }
        boolean fixed = fixedNames.contains(name);
        if (!fixed && (names >= NAMES || name.length() > LONGEST_NAME)) {
            messages.tooManyNames(NAMES, name);
            return null;
        }
        GuardedLabel label = new GuardedLabel(name, fixed, maxLabelValues > 0 ? maxLabelValues : maxStreams);
        labels.put(name, label);
        names += fixed ? 0 : 1;
        return label;
    }

    private void demote(GuardedLabel label) {
        label.demote(demotions);
        streams.withoutDemoted();
        forgetRecent();
    }

    /** Counts the stream; returns whether it is not one too many. */
    private boolean countStream(int size) {
        if (!streams.add(found, pairs, size) || streams.size() <= maxStreams) {
            return true;
        }
        while (streams.size() > maxStreams) {
            GuardedLabel worst = streams.sizeOfFixed() > maxStreams ? null : streams.worst();
            if (worst == null) {
                isHelpless = true;
                messages.nothingToDemote(streams.byValues());
                break;
            }
            List<GuardedLabel> byValues = streams.byValues();
            demote(worst);
            messages.tooManyStreams(worst, byValues);
        }
        return false;
    }

    private void move(Entry entry) {
        Pairs kept = entry.labels();
        // From the end, so that what was found of the others keeps its place.
        for (int i = kept.size() - 1; i >= 0; i--) {
            GuardedLabel label = found[i];
            if (label != null && !label.isDemoted()) {
                continue;
            }
            entry.metadata().addFirst(kept.name(i), kept.value(i));
            kept.removeAt(i);
            if (label == null) {
                demotions.others().increment();
            } else {
                label.countDemoted();
            }
        }
    }

    private void startHour(long now) {
        long hours = (now - hourEnds) / HOUR + 1;
        hourEnds += hours * HOUR;
        // With more than one gone, there was one without any entry.
        boolean wasIdle = hours > 1;
        for (Iterator<GuardedLabel> each = labels.values().iterator(); each.hasNext(); ) {
            GuardedLabel label = each.next();
            if (label.isDemoted() && !wasIdle && !label.hadFewValues()) {
                label.startHour();
                continue;
            }
            each.remove();
            names -= label.isFixed() ? 0 : 1;
            if (label.isDemoted()) {
                messages.isLabelAgain(label);
            }
        }
        streams.clear();
        isHelpless = false;
        messages.startHour();
        forgetRecent();
    }

    @SuppressWarnings("ReferenceEquality") // Other strings with the same text are found by look-ups.
    private boolean isRecent(Pairs given) {
        int size = given.size();
        for (int r = 0; r < RECENT; r++) {
            String[] texts = recent[r];
            boolean same = recentSizes[r] == size;
            for (int i = 0; same && i < size; i++) {
                same = texts[2 * i + 1] == given.value(i) && texts[2 * i] == given.name(i);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private void remember(Pairs given) {
        int size = given.size();
        String[] texts = recent[oldest];
        if (texts.length < 2 * size) {
            texts = new String[2 * size];
            recent[oldest] = texts;
        }
        recentSizes[oldest] = size;
        for (int i = 0; i < size; i++) {
            texts[2 * i] = given.name(i);
            texts[2 * i + 1] = given.value(i);
        }
        oldest = (oldest + 1) % RECENT;
    }

    private void forgetRecent() {
        Arrays.fill(recentSizes, -1);
    }
}
