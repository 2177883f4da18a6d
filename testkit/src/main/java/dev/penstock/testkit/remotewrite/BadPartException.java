package dev.penstock.testkit.remotewrite;

/** Something in a request that is against the protocol; what is around it may be good. */
final class BadPartException extends Exception {

    private final boolean skipped;

    /** A part that every receiver refuses, or that a strict one should. */
    BadPartException(String message) {
        this(message, false);
    }

    /**
     * A bad part.
     *
     * @param skipped whether Prometheus passes over it in silence, when it comes by remote write 1.0
     */
    BadPartException(String message, boolean skipped) {
        super(message);
        this.skipped = skipped;
    }

    boolean skipped() {
        return skipped;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
