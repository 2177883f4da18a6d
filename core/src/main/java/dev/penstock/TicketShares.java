package dev.penstock;

import dev.penstock.batch.Batcher;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Lets several records share the ticket of the one they were split from: it is given back when the last of them needs it no
 * more. Thread-safe.
 */
final class TicketShares implements LongConsumer {

    private final Map<Long, Integer> shares = new ConcurrentHashMap<>();
    private final LongConsumer safe;

    /**
     * No ticket is shared yet.
     *
     * @param safe takes tickets that are given back
     */
    TicketShares(LongConsumer safe) {
        this.safe = safe;
    }

    /** A ticket may get several holders: the one there is, and the caller. */
    void share(long ticket) {
        shares.put(ticket, 2);
    }

    /** A ticket that is shared has one more holder. */
    void another(long ticket) {
        if (ticket != Batcher.NO_TICKET) {
            shares.computeIfPresent(ticket, (key, holders) -> holders + 1);
        }
    }

    /** One holder needs a ticket no more. */
    @Override
    public void accept(long ticket) {
        if (shares.isEmpty() || !isHeld(ticket)) {
            safe.accept(ticket);
        }
    }

    private boolean isHeld(long ticket) {
        return shares.computeIfPresent(ticket, (key, holders) -> holders == 1 ? null : holders - 1) != null;
    }
}
