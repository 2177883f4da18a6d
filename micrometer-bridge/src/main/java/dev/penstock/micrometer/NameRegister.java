package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which meter sends which series: two names of Micrometer's may become the same for Prometheus. The first keeps a
 * name until it is removed, then the next one gets it; likewise a metric keeps its type while a meter has it. Thread-safe.
 */
final class NameRegister {

    private final Map<Key, OwnedName> owners = new HashMap<>();
    private final Map<String, Family> families = new HashMap<>();

    private record Key(String name, Labels labels) {

        /** Not a record's own, whose first use takes an application's start milliseconds; likewise {@link #hashCode}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && name.equals(that.name) && labels.equals(that.labels);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + labels.hashCode();
        }
    }

    private static final class Family {
        final MetricType type;
        int members;

        /** Names of another type, in the order in which they came. */
        final List<OwnedName> refused = new ArrayList<>();

        Family(MetricType type) {
            this.type = type;
        }
    }

    /**
     * Takes a name, or waits for it.
     *
     * @return why it is not held, in words; null when it is
     */
    synchronized @Nullable String take(OwnedName name) {
        MetricFamily wanted = name.family;
        Family family = families.computeIfAbsent(wanted.name(), unused -> new Family(wanted.type()));
        if (!agree(family.type, wanted.type())) {
            family.refused.add(name);
            return "the metric " + wanted.name() + " exists as a " + word(family.type) + " already and cannot be a "
                    + word(wanted.type()) + " as well";
        }
        family.members++;
        Key key = new Key(name.name, name.labels);
        OwnedName owner = owners.putIfAbsent(key, name);
        if (owner == null) {
            name.held = true;
            return null;
        }
        OwnedName last = owner;
        while (last.next != null) {
            last = last.next;
        }
        last.next = name;
        return "the meter '" + owner.owner.getName() + "' sends the series " + name.name
                + " with the same labels already";
    }

    /** Gives a name back that was taken or waited for. */
    synchronized void giveBack(OwnedName name) {
        Key key = new Key(name.name, name.labels);
        OwnedName owner = owners.get(key);
        if (owner == name) {
            if (name.next == null) {
                owners.remove(key);
            } else {
                owners.put(key, name.next);
                name.next.held = true;
            }
        } else {
            OwnedName before = owner;
            while (before != null && before.next != name) {
                before = before.next;
            }
            if (before == null) {
                forgetRefused(name);
                return;
            }
            before.next = name.next;
        }
        name.next = null;
        name.held = false;
        Family family = families.get(name.family.name());
        if (family != null && --family.members == 0) {
            families.remove(name.family.name());
            // The first one decides of which type the metric is from now on; those that do not agree wait again.
            family.refused.forEach(this::take);
        }
    }

    private void forgetRefused(OwnedName name) {
        Family family = families.get(name.family.name());
        if (family != null) {
            family.refused.remove(name);
        }
    }

    /** A timer with buckets and one without may share a name: their series have names of their own. */
    private static boolean agree(MetricType one, MetricType other) {
        return one == other || isDistribution(one) && isDistribution(other);
    }

    private static boolean isDistribution(MetricType type) {
        return type == MetricType.SUMMARY || type == MetricType.HISTOGRAM;
    }

    private static String word(MetricType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
