package dev.penstock.ledger;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The one bound on memory from the application's call to the backend's acknowledgement.
 *
 * <p>Whoever holds a record holds its reservation: queue, open batch, waiting batch, batch in flight. Thread-safe and
 * wait-free: one atomic addition to reserve, none when there is no room.
 */
public final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /**
     * A budget of which nothing is used.
     *
     * @param limit bytes that may be held at once, at least 1
     */
    public ByteBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1 byte, was " + limit);
        }
        this.limit = limit;
    }

    /**
     * Reserves bytes if there is room for all of them.
     *
     * @param bytes how many, 0 or more
     * @return false, with nothing reserved, when there is no room
     */
    public boolean tryReserve(long bytes) {
        if (bytes > limit - used.get()) {
            return false;
        }
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /**
     * Reserves bytes that are held already, whether there is room or not.
     *
     * @param bytes how many, 0 or more
     */
    public void reserve(long bytes) {
        used.addAndGet(bytes);
    }

    /**
     * Gives reserved bytes back.
     *
     * @param bytes how many, 0 or more
     */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /**
     * Bytes held now.
     *
     * @return the sum of all reservations
     */
    public long used() {
        return used.get();
    }

    /**
     * Bytes that may be held at once.
     *
     * @return the limit
     */
    public long limit() {
        return limit;
    }
}
