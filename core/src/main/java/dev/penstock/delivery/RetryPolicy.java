package dev.penstock.delivery;

import dev.penstock.ledger.DropReason;
import dev.penstock.transport.Outcome;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides what becomes of a batch after an attempt: the retry table, as a pure function of what it is given.
 *
 * <p>Giving up is a matter of age, never of a number of attempts.
 */
final class RetryPolicy {

    private final Backoff backoff;
    private final long maxAgeNanos;
    private final DoubleSupplier random;

    /**
     * A policy.
     *
     * @param backoff the waits
     * @param maxAgeNanos the age at which a batch is given up
     * @param random uniform from 0 (inclusive) to 1
     */
    RetryPolicy(Backoff backoff, long maxAgeNanos, DoubleSupplier random) {
        this.backoff = backoff;
        this.maxAgeNanos = maxAgeNanos;
        this.random = random;
    }

    /**
     * Decides.
     *
     * @param outcome what came of the attempt
     * @param attempts how many attempts were made, at least 1
     * @param ageNanos how long ago the batch was closed
     * @param now the wall clock, for {@code Retry-After} dates
     * @return what is to be done
     */
    Verdict decide(Outcome outcome, int attempts, long ageNanos, Instant now) {
        if (outcome instanceof Outcome.Answered answer) {
            return switch (FailureKind.of(answer.status())) {
                case NONE -> new Verdict.Delivered();
                case TRANSIENT -> retry(RetryAfter.nanos(answer.retryAfter(), now), attempts, ageNanos);
                // A person has to mend it: no use in asking often, but a rotated token heals by itself.
                case CONFIGURATION -> retry(backoff.maxNanos(), attempts, ageNanos);
                case PERMANENT -> new Verdict.Drop(DropReason.REJECTED);
            };
        }
        return retry(-1, attempts, ageNanos);
    }

    private Verdict retry(long askedNanos, int attempts, long ageNanos) {
        long left = maxAgeNanos - ageNanos;
        if (left <= 0) {
            return new Verdict.Drop(DropReason.EXPIRED);
        }
        // "Retry-After: 0" is no reason to hammer a backend that fails.
        long delay = askedNanos > 0 ? askedNanos : backoff.afterFailures(attempts, random);
        return new Verdict.Retry(Math.min(delay, left));
    }

    /** What a status means for the batch. */
    enum FailureKind {
        /** It was stored. */
        NONE,
        /** It will pass by itself. */
        TRANSIENT,
        /** The URL, the credentials or the tenant are wrong. */
        CONFIGURATION,
        /** It will never be taken. */
        PERMANENT;

        static FailureKind of(int status) {
            if (status >= 200 && status < 300) {
                return status == Outcome.BLOCKED ? PERMANENT : NONE;
            }
            if (status == 408 || status == 429 || status >= 500) {
                return TRANSIENT;
            }
            return switch (status) {
                case 401, 403, 404, 405, 407 -> CONFIGURATION;
                // A redirect is not followed: the URL is not that of a push endpoint.
                default -> status >= 300 && status < 400 ? CONFIGURATION : PERMANENT;
            };
        }
    }
}
