package dev.penstock.samples.quickstart;

import dev.penstock.testkit.LogEntry;
import dev.penstock.testkit.LogSample;
import dev.penstock.testkit.LokiClient;
import dev.penstock.testkit.LokiQueryException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the backend stored of one run, found out by asking it. */
final class StoredLog {

    /** Clocks differ: looked for from so long before the start to so long after now. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final LokiClient client;
    private final String query;
    private final Instant started;
    private final Duration timeout;

    StoredLog(LokiClient client, String run, Instant started, Duration timeout) {
        this.client = client;
        this.started = started;
        this.timeout = timeout;
        query = "{app=\"quickstart\"} | run=\"" + run + "\"";
    }

    /** Counts until the count is reached or the time is up: a Loki answers queries a little after it took the entries. */
    long awaitCount(long expected) throws InterruptedException {
        return EventualCount.await(this::count, expected, timeout);
    }

    private long count() {
        try {
            long sum = 0;
            for (LogSample stream : streams()) {
                sum += (long) stream.value();
            }
            return sum;
        } catch (LokiQueryException e) {
            return 0;
        }
    }

    /** The streams and how many entries each has. */
    List<LogSample> streams() {
        Instant now = Instant.now().plus(SKEW);
        long seconds = Duration.between(started.minus(SKEW), now).toSeconds() + 1;
        return client.query(
                "sum by (app, level, service_name) (count_over_time(" + query + " [" + seconds + "s]))", now);
    }

    /** The newest entries. */
    List<LogEntry> newest(int limit) {
        return client.queryRange(query, started.minus(SKEW), Instant.now().plus(SKEW), limit);
    }
}
