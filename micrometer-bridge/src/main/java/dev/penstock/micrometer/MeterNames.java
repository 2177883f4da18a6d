package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the series of one meter are called: its name and labels by the registry's convention, with the suffixes that
 * Prometheus' text format gives to each type. Notes each name it gives.
 */
final class MeterNames {

    private final Meter.Id id;
    private final String base;
    private final Labels labels;
    private final String help;
    private final List<OwnedName> given;

    /**
     * The names of a meter.
     *
     * @param base the name by convention
     * @param help empty when there is none
     */
    MeterNames(Meter.Id id, String base, Labels labels, String help) {
        this(id, base, labels, help, new ArrayList<>(4));
    }

    private MeterNames(Meter.Id id, String base, Labels labels, String help, List<OwnedName> given) {
        this.id = id;
        this.base = base;
        this.labels = labels;
        this.help = help;
        this.given = given;
    }

    /** The same with one label more; what it gives is noted here. */
    MeterNames with(String label, String value) {
        return new MeterNames(id, base, labels.with(label, value), help, given);
    }

    Meter.Id id() {
        return id;
    }

    Labels labels() {
        return labels;
    }

    List<OwnedName> given() {
        return given;
    }

    /** The only series of a family: {@code x_total} for a counter {@code x}. */
    OwnedName counter(String suffix) {
        return whole(base + suffix, "_total", MetricType.COUNTER);
    }

    OwnedName gauge(String suffix) {
        return whole(base + suffix, "", MetricType.GAUGE);
    }

    /** In the text format, what is always 1 and tells by its labels is a gauge. */
    OwnedName info() {
        return whole(base, "_info", MetricType.GAUGE);
    }

    private OwnedName whole(String name, String suffix, MetricType type) {
        String full = name.endsWith(suffix) ? name : name + suffix;
        return give(new MetricFamily(full, type, help, ""), full);
    }

    /** A family of several series, such as {@code x} for {@code x_count} and {@code x_sum}. */
    MetricFamily family(MetricType type) {
        return new MetricFamily(base, type, help, "");
    }

    OwnedName part(MetricFamily family, String suffix) {
        return give(family, family.name() + suffix);
    }

    private OwnedName give(MetricFamily family, String name) {
        OwnedName owned = new OwnedName(id, family, name, labels);
        given.add(owned);
        return owned;
    }
}
