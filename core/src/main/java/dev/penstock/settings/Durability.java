package dev.penstock.settings;

/** From when on a record survives the death of the process. */
public enum Durability {
    /** Never: what waits is in memory. The default without {@code buffer_directory}. */
    NONE,
    /** From the closing of its batch on, at most {@code batch_wait} after it was logged. The default with one. */
    BATCH,
    /** From the return of the logging call on. */
    EVENT
}
