package dev.penstock.testkit;

/** Whose manners the embedded backend has when it answers a remote write request. */
public enum MetricReceiver {

    /**
     * Prometheus 3: 204. A 2.0 request of which a part is bad stores the rest and is answered 400; a 1.0 request with a
     * sample that is refused stores nothing, and passes over series with bad labels in silence.
     */
    PROMETHEUS,

    /**
     * Prometheus before 2.54, which knows 1.0 only and does not look at the content type: it finds nothing it knows in a
     * 2.0 request, stores nothing and answers 204 all the same, without the headers that say what was written.
     */
    OLD_PROMETHEUS,

    /**
     * Mimir: 200. It stores what is good of either version, and answers 400 with the first error for the rest. A scripted
     * 429 or 5xx has a {@code Retry-After}, if the script sets none: 6 s, doubled by each {@code Retry-Attempt} up to 96 s,
     * without Mimir's jitter.
     */
    MIMIR
}
