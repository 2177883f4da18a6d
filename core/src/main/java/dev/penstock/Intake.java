package dev.penstock;

import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.queue.EventQueue;
import dev.penstock.settings.LogLevel;
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
final class Intake<E> implements Front<E> {

    /** Records that one record may displace; more would be a pause that the caller feels. */
    private static final int MOST_DISPLACED = 256;

    /** Why an event is not shipped though nothing failed. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // Only its words count, and a storm of these must cost nothing.
    private static final Exception NOT_SHIPPED =
            new IllegalStateException("a layout logs while it formats, or an event is null");

    private final EventQueue<E> queue;
    private final ByteBudget budget;
    private final Ledger ledger;
    private final Consumer<Throwable> refusals;
    private final Consumer<? super E> discarded;
    private final OverflowPolicy overflow;
    private final long maxBlockNanos;
    private final LogLevel flushLevel;

    /**
     * An intake.
     *
     * @param settings what to do when there is no room
     * @param queue takes the events
     * @param budget bounds what they hold
     * @param ledger told of events that are not taken; those in the queue it counts by itself
     * @param refusals told why an event could not be handled, to be said by another thread
     * @param discarded takes events that give way to younger ones
     */
    Intake(
            ShipperSettings settings,
            EventQueue<E> queue,
            ByteBudget budget,
            Ledger ledger,
            Consumer<Throwable> refusals,
            Consumer<? super E> discarded) {
        this.queue = queue;
        this.budget = budget;
        this.ledger = ledger;
        this.refusals = refusals;
        this.discarded = discarded;
        overflow = settings.overflow();
        maxBlockNanos = settings.maxBlock().toNanos();
        flushLevel = settings.flushLevel();
    }

    @Override
    public boolean offer(E event, int bytes, LogLevel level) {
        try {
            if (event == null || Thread.currentThread() instanceof ShipperThread) {
                // What a shipper's own thread logs would be shipped, and perhaps log again, for ever.
                refuseOwn();
                return false;
            }
            int size = Math.max(0, bytes);
            DropReason refused = place(event, size, level);
            if (refused == null) {
                return true;
            }
            ledger.refused(refused, size);
        } catch (Throwable e) {
            // Most likely the application's stack is used up. The event is not in the queue.
            refuse(e);
        }
        return false;
    }

    @Override
    public void refuse(Throwable cause) {
        try {
            ledger.refused(DropReason.INTERNAL_ERROR, 0);
            refusals.accept(cause);
        } catch (Throwable e) {
            // Not even a counter can be called any more: the application's stack is used up.
            return;
        }
    }

    @Override
    public void refuseOwn() {
        refuse(NOT_SHIPPED);
    }

    /** Puts an event into the queue, now or after a wait; null when it is there. Throws only when it is not. */
    private @Nullable DropReason place(E event, int bytes, LogLevel level) {
        if (overflow == OverflowPolicy.SHED && isShed(level)) {
            return queue.isClosed() ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL;
        }
        boolean urgent = isUrgent(level);
        DropReason refused = tryPlace(event, bytes, urgent);
        if (refused != DropReason.QUEUE_FULL) {
            return refused;
        }
        return switch (overflow) {
            case BLOCK -> waitForRoom(event, bytes, urgent);
            case DROP_OLDEST -> displaceOldest(event, bytes, urgent);
            case DROP_NEWEST, SHED -> refused;
        };
    }

    /** Has the shipping thread make room. */
    void wake() {
        queue.wake();
    }

    /** Whether a record of that level is sent at once. */
    boolean isUrgent(LogLevel level) {
        return level.compareTo(flushLevel) >= 0;
    }

    private boolean isShed(LogLevel level) {
        if (level.compareTo(LogLevel.INFO) > 0) {
            return false;
        }
        boolean debug = level.compareTo(LogLevel.DEBUG) <= 0;
        return isFuller(budget.used(), budget.limit(), debug) || isFuller(queue.size(), queue.capacity(), debug);
    }

    /** Whether more than half (or three quarters) is taken. */
    private static boolean isFuller(long used, long limit, boolean half) {
        return half ? used > limit / 2 : used > limit / 4 * 3;
    }

    private @Nullable DropReason displaceOldest(E event, int bytes, boolean urgent) {
        DropReason refused = DropReason.QUEUE_FULL;
        for (int i = 0; i < MOST_DISPLACED && refused == DropReason.QUEUE_FULL; i++) {
            int freed = queue.discardOldest(discarded);
            if (freed >= 0) {
                budget.release(freed);
                ledger.dropped(DropReason.QUEUE_FULL, 1, freed);
            } else {
                Thread.onSpinWait();
            }
            refused = tryPlace(event, bytes, urgent);
        }
        return refused;
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
            if (budget.used() > budget.limit() / 2) {
                // The consumer may wait for more events than there is room for.
                queue.wake();
            }
            result = queue.offer(event, bytes, urgent);
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
