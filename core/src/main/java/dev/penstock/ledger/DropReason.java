package dev.penstock.ledger;

import java.util.Locale;

/** Why a record was not delivered. There is no other way out of Penstock than delivery or one of these. */
public enum DropReason {
    /** The queue was full, or the byte budget was spent, when the application logged. */
    QUEUE_FULL,
    /** A closed batch, or a record that grew while it was formatted, found no room in the byte budget. */
    BUFFER_FULL,
    /** The record alone is larger than the whole byte budget. */
    TOO_LARGE,
    /** The backend refused the record for good. */
    REJECTED,
    /** The backend stayed away for the allowed number of attempts. */
    RETRIES_EXHAUSTED,
    /** The backend stayed away until the record was older than {@code max_age}. */
    EXPIRED,
    /** The backend's rate limit refused the record for good. */
    RATE_LIMITED,
    /** A pipeline stage dropped the record on purpose. */
    STAGE,
    /** The record was still waiting when the shipper's {@code drain_timeout} ended, or came after it was closed. */
    SHUTDOWN,
    /** A layout, mapper or worker failed on the record. */
    INTERNAL_ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * The reason as it stands in metrics and messages.
     *
     * @return the name in lower case with underscores, such as {@code queue_full}
     */
    public String label() {
        return label;
    }
}
