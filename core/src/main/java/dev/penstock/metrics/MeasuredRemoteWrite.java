package dev.penstock.metrics;

/** A running shipper of metrics. Thread-safe. */
public interface MeasuredRemoteWrite extends Measured {

    /**
     * Where it writes to.
     *
     * @return the URL without user, password and query
     */
    String url();

    /**
     * What it has counted about its requests.
     *
     * @return a snapshot
     */
    RemoteWriteCounts counts();

    /**
     * The time of the last publish.
     *
     * @return milliseconds since the epoch, 0 when there was none
     */
    long highestTimestampMillis();

    /**
     * The most samples in a request.
     *
     * @return {@code max_samples_per_send}
     */
    int maxSamplesPerSend();
}
