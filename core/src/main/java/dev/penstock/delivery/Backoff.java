package dev.penstock.delivery;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before a request is repeated: exponential with full jitter.
 *
 * <p>A uniformly random part of {@code min * 2^n}, at most {@code max}: clients that failed together do not come back
 * together. Source: Marc Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
 *
 * @param minNanos the bound of the first wait
 * @param maxNanos the bound of the longest wait, at least minNanos
 */
record Backoff(long minNanos, long maxNanos) {

    /**
     * The wait after a failure.
     *
     * @param failures how many attempts have failed, at least 1
     * @param random uniform from 0 (inclusive) to 1
     * @return nanoseconds
     */
    long afterFailures(int failures, DoubleSupplier random) {
        return (long) (bound(failures) * random.getAsDouble());
    }

    /** The longest wait after so many failures. */
    long bound(int failures) {
        int doublings = Math.min(failures - 1, 62);
        // Compared by division, for the product could overflow.
        return minNanos > maxNanos >> doublings ? maxNanos : minNanos << doublings;
    }
}
