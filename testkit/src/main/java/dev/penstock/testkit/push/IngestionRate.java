package dev.penstock.testkit.push;

import dev.penstock.testkit.LokiLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lets each tenant push so many bytes a second: a token bucket, all or nothing. Thread-safe. */
final class IngestionRate {

    private final LokiLimits limits;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    IngestionRate(LokiLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Takes the bytes, or none when there are not enough. */
    synchronized boolean allow(String tenant, long bytes) {
        if (limits.ingestionRate() == 0) {
            return true;
        }
        Instant now = clock.instant();
        Bucket bucket = buckets.computeIfAbsent(tenant, name -> new Bucket(now, limits.ingestionBurst()));
        double seconds = Duration.between(bucket.at, now).toNanos() / 1e9;
        bucket.tokens = Math.min(limits.ingestionBurst(), bucket.tokens + seconds * limits.ingestionRate());
        bucket.at = now;
        if (bytes > bucket.tokens) {
            return false;
        }
        bucket.tokens -= bytes;
        return true;
    }

    /** Full buckets again. */
    synchronized void clear() {
        buckets.clear();
    }

    private static final class Bucket {
        private Instant at;
        private double tokens;

        Bucket(Instant at, double tokens) {
            this.at = at;
            this.tokens = tokens;
        }
    }
}
