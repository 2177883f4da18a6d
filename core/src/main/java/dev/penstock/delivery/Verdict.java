package dev.penstock.delivery;

/** What an answer means for what was sent. */
sealed interface Verdict {

    /** The backend has it. */
    record Delivered() implements Verdict {}

    /**
     * Try again.
     *
     * @param delayNanos after this time
     */
    record Retry(long delayNanos) implements Verdict {}

    /** Some record in it is bad: find out which. */
    record Isolate() implements Verdict {}

    /** It is too large: send it in parts. */
    record Halve() implements Verdict {}

    /** It will never be taken. */
    record Reject() implements Verdict {}
}
