package dev.penstock;

import dev.penstock.settings.LogLevel;

/**
 * What callers' threads run. Thread-safe; never throws, whatever state the caller is in.
 *
 * @param <E> the event type
 */
interface Front<E> {

    /** As {@link Shipper#offer}. */
    boolean offer(E event, int bytes, LogLevel level);

    /** As {@link Shipper#refuse}. */
    void refuse(Throwable cause);

    /** As {@link Shipper#refuseOwn}. */
    void refuseOwn();
}
