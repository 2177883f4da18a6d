package dev.penstock.delivery;

import java.util.function.DoubleSupplier;

/**
 * Spaces requests after the backend has said that there are too many of them (429).
 *
 * <p>A fleet whose shippers all went on at full speed after each success would keep a backend that is just coming back
 * at its limit for ever. So the bound of the gap triples with each refusal and shrinks slowly with each success; the gap is
 * a random part of it. At the fleet's balance three requests of four pass, for three successes make good one refusal
 * ({@code 3 * 0.7^3} is about 1). Not thread-safe.
 */
final class Pace {

    /** What a refusal makes of the bound. */
    private static final int GROWTH = 3;

    /** What a success makes of the bound. */
    private static final double EASE = 0.7;

    private final long minNanos;
    private final long maxNanos;
    private long bound;

    Pace(long minNanos, long maxNanos) {
        this.minNanos = minNanos;
        this.maxNanos = maxNanos;
    }

    /** The backend refused a request as one too many. */
    void refused() {
        bound = bound == 0 ? minNanos : Math.min(maxNanos, GROWTH * bound);
    }

    /** The backend took a request. */
    void passed() {
        bound = bound < minNanos / 4 ? 0 : (long) (bound * EASE);
    }

    /** The longest gap just now; 0 when requests need not be spaced. Nanoseconds. */
    long bound() {
        return bound;
    }

    /** How long to wait before the next request after a success. */
    long gap(DoubleSupplier random) {
        return bound == 0 ? 0 : (long) (bound * random.getAsDouble());
    }
}
