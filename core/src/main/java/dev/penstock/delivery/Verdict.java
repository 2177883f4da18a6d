package dev.penstock.delivery;

import dev.penstock.ledger.DropReason;

/** What is to be done with a batch after an attempt. */
sealed interface Verdict {

    /** The backend has it. */
    record Delivered() implements Verdict {}

    /**
     * Try again.
     *
     * @param delayNanos after this time
     */
    record Retry(long delayNanos) implements Verdict {}

    /**
     * Give it up.
     *
     * @param reason why
     */
    record Drop(DropReason reason) implements Verdict {}
}
