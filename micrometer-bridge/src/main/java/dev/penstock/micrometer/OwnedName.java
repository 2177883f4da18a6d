package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/** A name of series, with a meter's labels, that at most one meter sends at a time. */
final class OwnedName {

    final Meter.Id owner;
    final MetricFamily family;
    final String name;
    final Labels labels;

    /** Written by threads that register, read by the one that publishes. */
    volatile boolean held;

    /** The next one that would take the same name when this one is given back. */
    @Nullable OwnedName next;

    OwnedName(Meter.Id owner, MetricFamily family, String name, Labels labels) {
        this.owner = owner;
        this.family = family;
        this.name = name;
        this.labels = labels;
    }
}
