package dev.penstock.samples.quickstart;

import dev.penstock.testkit.MetricSample;
import dev.penstock.testkit.PrometheusClient;
import dev.penstock.testkit.PrometheusQueryException;
import java.time.Duration;
import java.util.List;

/** What the backend stored of one run's metrics, found out by asking it. */
final class StoredMetrics {

    /** What a summary shows: the application's own, before those that every JVM has. */
    private static final String OF_THE_APPLICATION = "shop_.*_(total|count|sum|max)|quickstart_.*|up";

    private final PrometheusClient client;
    private final String run;
    private final Duration timeout;

    StoredMetrics(PrometheusClient client, String run, Duration timeout) {
        this.client = client;
        this.run = run;
        this.timeout = timeout;
    }

    /** Counts samples until the count is reached or the time is up: some receivers answer queries a little later. */
    long awaitCount(long expected) throws InterruptedException {
        return EventualCount.await(this::count, expected, timeout);
    }

    private long count() {
        try {
            return client.query("{instance=\"" + run + "\"}[1h]").size();
        } catch (PrometheusQueryException e) {
            return 0;
        }
    }

    /** The latest values of the application's own metrics; none when the backend cannot be asked. */
    List<MetricSample> ofTheApplication() {
        try {
            return client.query("{instance=\"" + run + "\",__name__=~\"" + OF_THE_APPLICATION + "\"}");
        } catch (PrometheusQueryException e) {
            return List.of();
        }
    }
}
