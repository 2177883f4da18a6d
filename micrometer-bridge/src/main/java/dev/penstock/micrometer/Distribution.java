package dev.penstock.micrometer;

import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import org.jspecify.annotations.Nullable;

/** What timers and distribution summaries have in common for whoever publishes them. */
interface Distribution {

    /** Null where there are no buckets. */
    @Nullable BucketCounts buckets();

    /** Null where there are none. */
    @Nullable ExemplarSlots exemplars();

    long count();

    /** In the unit that is sent. */
    double sum();

    /** In the unit that is sent. */
    double recentMax();

    /** For the percentiles; makes garbage. */
    HistogramSnapshot takeSnapshot();

    /** From the unit that is recorded to the one that is sent. */
    double scaled(double recorded);
}
