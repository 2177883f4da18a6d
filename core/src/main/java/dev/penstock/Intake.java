package dev.penstock;

import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.queue.EventQueue;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.ShipperSettings;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What callers' threads run: reserves room in the budget and puts the event into the queue, or counts why not.
 *
 * <p>Thread-safe. Never throws, whatever state the caller is in.
 */
final class Intake<E> {

    /** An event of so many estimated bytes wakes the shipping thread at once. */
    private static final int LARGE = 256 * 1024;

    /** Why an event is not shipped though nothing failed. */
    private static final Exception NOT_SHIPPED =
            new IllegalStateException("a layout logs while it formats, or an event is null");

    private final EventQueue<E> queue;
    private final ByteBudget budget;
    private final Ledger ledger;
    private final Consumer<Throwable> refusals;
    private final boolean blocks;
    private final long maxBlockNanos;

    /**
     * An intake.
     *
     * @param settings what to do when there is no room
     * @param queue takes the events
     * @param budget bounds what they hold
     * @param ledger told of events that are not taken; those in the queue it counts by itself
     * @param refusals told why an event could not be handled, to be said by another thread
     */
    Intake(
            ShipperSettings settings,
            EventQueue<E> queue,
            ByteBudget budget,
            Ledger ledger,
            Consumer<Throwable> refusals) {
        this.queue = queue;
        this.budget = budget;
        this.ledger = ledger;
        this.refusals = refusals;
        blocks = settings.overflow() == OverflowPolicy.BLOCK;
        maxBlockNanos = settings.maxBlock().toNanos();
    }

    /** As {@link Shipper#offer}. */
    boolean offer(E event, int bytes, boolean urgent) {
        try {
            if (event == null || Thread.currentThread() instanceof ShipperThread) {
                // What a shipper's own thread logs would be shipped, and perhaps log again, for ever.
                refuseOwn();
                return false;
            }
            DropReason refused = place(event, Math.max(0, bytes), urgent);
            if (refused == null) {
                return true;
            }
            ledger.refused(refused);
        } catch (Throwable e) {
            // Most likely the application's stack is used up. The event is not in the queue.
            refuse(e);
        }
        return false;
    }

    /** As {@link Shipper#refuse}. */
    void refuse(Throwable cause) {
        try {
            ledger.refused(DropReason.INTERNAL_ERROR);
            refusals.accept(cause);
        } catch (Throwable e) {
            // Not even a counter can be called any more: the application's stack is used up.
            return;
        }
    }

    /** As {@link Shipper#refuseOwn}. */
    void refuseOwn() {
        refuse(NOT_SHIPPED);
    }

    /** Puts an event into the queue, now or after a wait; null when it is there. Throws only when it is not. */
    private @Nullable DropReason place(E event, int bytes, boolean urgent) {
        DropReason refused = tryPlace(event, bytes, urgent);
        return refused == DropReason.QUEUE_FULL && blocks ? waitForRoom(event, bytes, urgent) : refused;
    }

    /** One attempt; null when the event is in the queue. */
    private @Nullable DropReason tryPlace(E event, int bytes, boolean urgent) {
        if (!budget.tryReserve(bytes)) {
            queue.wake();
            if (queue.isClosed()) {
                return DropReason.SHUTDOWN;
            }
            return bytes > budget.limit() ? DropReason.TOO_LARGE : DropReason.QUEUE_FULL;
        }
        EventQueue.Offer result;
        try {
            result = queue.offer(event, bytes, urgent || bytes >= LARGE);
        } catch (Throwable e) {
            budget.release(bytes);
            throw e;
        }
        if (result == EventQueue.Offer.TAKEN) {
            return null;
        }
        budget.release(bytes);
        return result == EventQueue.Offer.FULL ? DropReason.QUEUE_FULL : DropReason.SHUTDOWN;
    }

    private @Nullable DropReason waitForRoom(E event, int bytes, boolean urgent) {
        long deadline = System.nanoTime() + maxBlockNanos;
        long pause = 20_000;
        DropReason refused = DropReason.QUEUE_FULL;
        // A parked thread that is interrupted does not park again: it stops waiting, and keeps its interrupt.
        while (refused == DropReason.QUEUE_FULL
                && System.nanoTime() - deadline < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, pause);
            pause = Math.min(2 * pause, 1_000_000);
            refused = tryPlace(event, bytes, urgent);
        }
        return refused;
    }
}
