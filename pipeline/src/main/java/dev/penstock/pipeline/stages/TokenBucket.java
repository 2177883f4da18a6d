package dev.penstock.pipeline.stages;

/** Gives out tokens at a rate; what is not taken gathers, up to a burst. Full at first. Not thread-safe. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private double tokens;
    private long filled;

    /**
     * A full bucket.
     *
     * @param rate tokens a second, above 0
     * @param burst the most tokens that gather, above 0
     * @param now the nanosecond clock
     */
    TokenBucket(double rate, long burst, long now) {
        perNano = rate / NANOS_PER_SECOND;
        this.burst = burst;
        tokens = burst;
        filled = now;
    }

    /** Takes a token, if there is one. */
    boolean take(long now) {
        fill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** How long until there is a token; at least one nanosecond. */
    long nanosUntilToken(long now) {
        fill(now);
        return Math.max(1, (long) Math.ceil((1 - tokens) / perNano));
    }

    private void fill(long now) {
        long passed = now - filled;
        if (passed > 0) {
            tokens = Math.min(burst, tokens + passed * perNano);
            filled = now;
        }
    }
}
