package dev.penstock.delivery;

import dev.penstock.transport.Outcome;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides what an answer means: the retry table, as a pure function of what it is given.
 *
 * <p>Giving up is a matter of age, never of a number of attempts; it is not decided here.
 */
final class RetryPolicy {

    private static final int TOO_MANY_REQUESTS = 429;

    private final Receiver receiver;
    private final Backoff backoff;
    private final DoubleSupplier random;

    /**
     * A policy.
     *
     * @param receiver what is at the other end
     * @param backoff the waits
     * @param random uniform from 0 (inclusive) to 1
     */
    RetryPolicy(Receiver receiver, Backoff backoff, DoubleSupplier random) {
        this.receiver = receiver;
        this.backoff = backoff;
        this.random = random;
    }

    /**
     * Decides.
     *
     * @param outcome what came of the attempt
     * @param failures how many attempts in a row have failed, this one included, at least 1
     * @param paceBound the longest gap between requests, for one that was refused as one too many
     * @param now the wall clock, for {@code Retry-After} dates
     * @return what is to be done
     */
    Verdict decide(Outcome outcome, int failures, long paceBound, Instant now) {
        if (!(outcome instanceof Outcome.Answered answer)) {
            return new Verdict.Retry(backoff.afterFailures(failures, random));
        }
        return switch (receiver.kind(answer.status())) {
            case NONE -> new Verdict.Delivered();
            case TRANSIENT -> new Verdict.Retry(delay(answer, failures, paceBound, now));
            // A person has to mend it: no use in asking often, but a rotated token heals by itself.
            case CONFIGURATION -> new Verdict.Retry(backoff.maxNanos());
            case BAD_RECORD -> new Verdict.Isolate();
            case TOO_LARGE -> new Verdict.Halve();
            case PERMANENT -> new Verdict.Reject();
        };
    }

    private long delay(Outcome.Answered answer, int failures, long paceBound, Instant now) {
        long asked = RetryAfter.nanos(answer.retryAfter(), now);
        long bound = isTooMany(answer) ? Math.max(paceBound, backoff.minNanos()) : backoff.bound(failures);
        if (asked <= 0) {
            // "Retry-After: 0" is no reason to hammer a backend that fails.
            return (long) (bound * random.getAsDouble());
        }
        // All who were refused in the same second would come back in the same second: the wait is never shorter than
        // was
        // asked for, and the longer the more often it was in vain.
        long jitter = failures > 30 ? bound : Math.min(bound, saturated(asked, failures - 1));
        return asked + (long) (jitter * random.getAsDouble());
    }

    private static long saturated(long value, int doublings) {
        return value > Long.MAX_VALUE >> (doublings + 1) ? Long.MAX_VALUE : value << doublings;
    }

    /** Whether the backend says that there are too many requests. */
    static boolean isTooMany(Outcome outcome) {
        return outcome instanceof Outcome.Answered answer && answer.status() == TOO_MANY_REQUESTS;
    }

    /** What a status means. */
    enum FailureKind {
        /** It was stored. */
        NONE,
        /** It will pass by itself. */
        TRANSIENT,
        /** The URL, the credentials or the tenant are wrong. */
        CONFIGURATION,
        /** Some record is wrong; the others were probably stored. */
        BAD_RECORD,
        /** It was more than the backend takes at once. */
        TOO_LARGE,
        /** It will never be taken. */
        PERMANENT
    }
}
