package dev.penstock.delivery;

import dev.penstock.loki.PushRequestFormat;
import dev.penstock.transport.Outcome;
import dev.penstock.wire.RequestFormat;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A backend in virtual time that goes away, comes back with a tenth of what its fleet needs and grows to twice as much.
 *
 * <p>Before it goes it takes everything. Away, it refuses connections. Back, it takes as many requests as its capacity
 * allows, from whoever comes first, and answers 429 to the rest.
 */
final class FleetBackend {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How long a request takes that is stored. */
    private static final long STORING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How long a request takes that is not. */
    private static final long REFUSING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What it takes at once of what it has not taken before, but one request at least. Seconds. */
    private static final double BURST_SECONDS = 0.1;

    private static final double LEAST = 0.1;
    private static final double MOST = 2;

    private final Outcome stored = new Outcome.Answered(204, "", null);
    private final Outcome refused;
    private final RequestFormat format = new PushRequestFormat();
    private final FleetTimes times;
    private final double steadyPerSecond;
    private double tokens;
    private long filledAt;
    private long entries;

    /**
     * A backend.
     *
     * @param times when it goes and comes back
     * @param steadyPerSecond the requests its fleet makes when all is well
     * @param retryAfter what it says with 429, null for nothing
     */
    FleetBackend(FleetTimes times, double steadyPerSecond, @Nullable String retryAfter) {
        this.times = times;
        this.steadyPerSecond = steadyPerSecond;
        refused = new Outcome.Answered(429, "Ingestion rate limit exceeded", retryAfter);
        filledAt = times.returns();
    }

    /** Requests a second that it takes. */
    double capacity(long now) {
        if (now < times.returns()) {
            return now < times.leaves() ? Double.POSITIVE_INFINITY : 0;
        }
        double grown = Math.min(1, (double) (now - times.returns()) / times.growth());
        return steadyPerSecond * (LEAST + (MOST - LEAST) * grown);
    }

    /** Answers a request that comes now. */
    Outcome answer(byte[] body, long now) {
        if (now >= times.leaves()) {
            if (now < times.returns()) {
                return new Outcome.Failed(new ConnectException("Connection refused"));
            }
            double capacity = capacity(now);
            tokens = Math.min(Math.max(1, capacity * BURST_SECONDS), tokens + capacity * (now - filledAt) / SECOND);
            filledAt = now;
            if (tokens < 1) {
                return refused;
            }
            tokens--;
        }
        entries += format.open(body).records();
        return stored;
    }

    /** How long the answer takes. */
    static long latency(Outcome outcome) {
        return isStored(outcome) ? STORING_NANOS : REFUSING_NANOS;
    }

    static boolean isStored(Outcome outcome) {
        return outcome instanceof Outcome.Answered answer && answer.status() == 204;
    }

    /** How many entries were in the requests it took. */
    long entries() {
        return entries;
    }
}
