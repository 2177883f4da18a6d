package dev.penstock.health;

/**
 * How a shipper is, and why.
 *
 * @param status the verdict
 * @param reason a sentence for a person; empty when all is well. Never holds secrets
 */
public record Health(Status status, String reason) {

    /** The verdicts, from best to worst. */
    public enum Status {
        /** Records are delivered. */
        UP,
        /** Records are late, or some are lost; it may pass by itself. */
        DEGRADED,
        /** Records are not delivered, and will not be until somebody mends something. */
        DOWN
    }

    /** All is well. */
    public static final Health UP = new Health(Status.UP, "");

    /**
     * Late, or some lost.
     *
     * @param reason why
     * @return the verdict
     */
    public static Health degraded(String reason) {
        return new Health(Status.DEGRADED, reason);
    }

    /**
     * Not delivered.
     *
     * @param reason why
     * @return the verdict
     */
    public static Health down(String reason) {
        return new Health(Status.DOWN, reason);
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? status.name() : status + ": " + reason;
    }
}
