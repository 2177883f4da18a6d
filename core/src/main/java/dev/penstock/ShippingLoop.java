package dev.penstock;

import dev.penstock.batch.Batcher;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.process.Entry;
import dev.penstock.process.EventMapper;
import dev.penstock.queue.EventQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the shipping thread runs: takes events from the queue, maps, repairs and batches them, and sleeps when there is
 * nothing to do.
 */
final class ShippingLoop<E> implements Runnable {

    /** Events taken before the clock is looked at again. */
    private static final int RUN = 256;

    /** Events that may gather behind an open batch before they wake the thread. */
    private static final int GATHERED = 1024;

    /** The same when there is little room left for them to gather in. */
    private static final int GATHERED_IN_NEED = 64;

    /**
     * Batches in the buffer above which an urgent entry waits for {@code batch_wait} after all: a storm of errors must not
     * become a storm of tiny requests.
     */
    private static final int BATCHES_FOR_URGENCY = 1;

    /** Nanoseconds that a stage waits before batches are looked after again. */
    private static final long LONGEST_PAUSE = 50_000_000;

    /** Why callers' threads drop records. */
    private static final DropReason[] DROPS_OF_CALLERS = {
        DropReason.QUEUE_FULL, DropReason.BUFFER_FULL, DropReason.TOO_LARGE
    };

    private final long[] dropsSaid = new long[DROPS_OF_CALLERS.length];
    private final EventQueue<E> queue;
    private final EventMapper<? super E> mapper;
    private final EntryRoute route;
    private final Batcher batcher;
    private final BatchBuffer buffer;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final Diagnostics diagnostics;
    private final LongSupplier nanoClock;
    private final boolean dropsOldest;
    private final Runnable replay;
    private final BooleanSupplier fills;
    private final @Nullable StartWait startWait;
    private final Queue<Flush> flushes = new ConcurrentLinkedQueue<>();
    private final Entry entry = new Entry();
    private volatile @Nullable Throwable refusal;
    private volatile boolean unsaid;
    private volatile boolean hurried;
    private volatile boolean abandoned;
    private volatile boolean finished;
    private boolean replayed;
    private boolean closesAtRest;

    /** Whether a stage has waited since events were last taken. */
    private boolean paused;

    /** Asks that all events before an index be batched and the batches closed; completed with the last one's sequence. */
    private record Flush(long upTo, CompletableFuture<Long> sequence) {}

    /**
     * A loop.
     *
     * @param dropsOldest whether old batches give way to new records
     * @param replay done before anything else: what an earlier process left is batched
     * @param fills says that open batches should be closed early
     * @param startWait comes before the first event; null for no wait
     */
    ShippingLoop(
            EventQueue<E> queue,
            EventMapper<? super E> mapper,
            EntryRoute route,
            Batcher batcher,
            BatchBuffer buffer,
            Ledger ledger,
            ByteBudget budget,
            Diagnostics diagnostics,
            LongSupplier nanoClock,
            boolean dropsOldest,
            Runnable replay,
            BooleanSupplier fills,
            @Nullable StartWait startWait) {
        this.queue = queue;
        this.mapper = mapper;
        this.route = route;
        this.batcher = batcher;
        this.buffer = buffer;
        this.ledger = ledger;
        this.budget = budget;
        this.diagnostics = diagnostics;
        this.nanoClock = nanoClock;
        this.dropsOldest = dropsOldest;
        this.replay = replay;
        this.fills = fills;
        this.startWait = startWait;
    }

    /** Whatever it throws, it can be run again and goes on. */
    @Override
    public void run() {
        if (!replayed) {
            replayed = true;
            replay.run();
            awaitStart();
        }
        while (!queue.isExhausted() && !abandoned) {
            work();
        }
        batcher.closeAll(nanoClock.getAsLong());
        dropRest();
        finished = true;
        answerFlushes();
        buffer.close();
    }

    private void awaitStart() {
        if (startWait != null) {
            startWait.await(queue, this::isAsked);
            // What has gathered has waited long enough.
            closesAtRest = true;
        }
    }

    private boolean isAsked() {
        return !flushes.isEmpty() || hurried || abandoned || refusal != null || unsaid;
    }

    private void work() {
        try {
            workOnce();
            sayDrops();
        } catch (RuntimeException | Error e) {
            // Each record is guarded on its own, so this is most likely memory: the next round may have it.
            diagnostics.trouble(
                    "shipping", "a round of shipping broke off: " + e.getClass().getName());
        }
    }

    /** Has it said why a caller's event was refused; only one of many at a time. */
    void refused(Throwable cause) {
        if (refusal == null) {
            refusal = cause;
            queue.wake();
        }
    }

    /** Has it said that callers' threads dropped records. */
    void dropped() {
        unsaid = true;
        queue.wake();
    }

    /** Says what callers' threads drop: they themselves only count. */
    private void sayDrops() {
        // Before it is looked at what they counted: what they count later they say anew.
        unsaid = false;
        Throwable cause = refusal;
        if (cause != null) {
            refusal = null;
            diagnostics.trouble(
                    "refused: " + cause.getClass().getName(),
                    "a record could not be read and is dropped as internal_error: " + described(cause));
        }
        for (int i = 0; i < DROPS_OF_CALLERS.length; i++) {
            long count = ledger.dropped(DROPS_OF_CALLERS[i]);
            if (count != dropsSaid[i]) {
                dropsSaid[i] = count;
                diagnostics.trouble(
                        "dropping " + DROPS_OF_CALLERS[i],
                        count + " records dropped as "
                                + DROPS_OF_CALLERS[i].label()
                                + " so far. What to do: raise bufferSize (or bufferDirectorySize), log less, or see why"
                                + " deliveries are slow");
            }
        }
    }

    private void workOnce() {
        int taken = takeSome();
        long now = nanoClock.getAsLong();
        if (endsStart(taken)) {
            batcher.closeAll(now);
        }
        lookAfterBatches(now);
        answerFlushes();
        if (taken == 0) {
            sleep(now);
        }
    }

    private void lookAfterBatches(long now) {
        if (dropsOldest) {
            makeRoom();
        }
        if (hurried || fills.getAsBoolean() || (batcher.isUrgent() && buffer.size() <= BATCHES_FOR_URGENCY)) {
            batcher.closeAll(now);
        } else {
            batcher.closeDue(now);
        }
    }

    /** All that had gathered during the start is batched: once. */
    private boolean endsStart(int taken) {
        boolean ends = closesAtRest && taken < RUN;
        closesAtRest &= !ends;
        return ends;
    }

    /** A quarter of the budget is kept free for records that come, at the cost of the oldest that wait. */
    private void makeRoom() {
        boolean dropped = true;
        while (dropped && budget.used() > budget.limit() / 4 * 3) {
            dropped = buffer.dropOldest();
        }
    }

    private int takeSome() {
        long now = nanoClock.getAsLong();
        paused = false;
        // After a pause the time is another, and a flush may have what it waits for.
        for (int taken = 0; taken < RUN && !paused; taken++) {
            E event = queue.poll();
            if (event == null) {
                return taken;
            }
            ship(event, now);
        }
        return RUN;
    }

    private void ship(E event, long now) {
        int reserved = queue.polledSize();
        try {
            entry.clear();
            mapper.map(event, entry);
            if (queue.polledUrgent()) {
                entry.markUrgent();
            }
            route.send(entry, reserved, ticketOf(event), now);
        } catch (Throwable e) {
            // A layout that overflows the stack or lacks a class costs its record and nothing else.
            lose(event, reserved, e);
        }
    }

    private static long ticketOf(Object event) {
        return event instanceof Journaled journaled ? journaled.position() : Batcher.NO_TICKET;
    }

    private void lose(E event, int reserved, Throwable e) {
        budget.release(reserved);
        ledger.dropped(DropReason.INTERNAL_ERROR, 1, reserved);
        batcher.release(ticketOf(event));
        diagnostics.trouble(
                "record: " + e.getClass().getName(), "a record could not be formatted and is dropped: " + described(e));
    }

    /** An exception's own words, unless it fails at them too. */
    static String described(Throwable e) {
        try {
            return e.toString();
        } catch (Throwable another) {
            return e.getClass().getName();
        }
    }

    private void sleep(long now) {
        queue.prepareToSleep(!batcher.hasOpen() ? 1 : budget.used() > budget.limit() / 2 ? GATHERED_IN_NEED : GATHERED);
        if (queue.hasEvents() || !flushes.isEmpty() || queue.isExhausted() || abandoned || refusal != null || unsaid) {
            queue.stayAwake();
            Thread.onSpinWait();
            return;
        }
        queue.sleep(batcher.nanosUntilDue(now));
    }

    /** Has a stage of the pipeline wait, see {@link dev.penstock.process.PipelineSurroundings.Pause}. */
    boolean pause(long nanos) {
        if (hurried || abandoned || queue.isClosed()) {
            return false;
        }
        paused = true;
        LockSupport.parkNanos(this, Math.min(nanos, LONGEST_PAUSE));
        // What is batched already does not wait for what is held up, nor does what is to be said.
        lookAfterBatches(nanoClock.getAsLong());
        sayDrops();
        return true;
    }

    /** From now on every batch is closed at once. */
    void hurry() {
        hurried = true;
        queue.wake();
    }

    /** Drops what is still queued as {@code shutdown}. */
    void abandon() {
        abandoned = true;
        queue.wake();
    }

    /**
     * Asks that all events offered so far be batched and the batches closed.
     *
     * @return completed with the sequence of the last batch closed
     */
    CompletableFuture<Long> flush() {
        Flush flush = new Flush(queue.nextIndex(), new CompletableFuture<>());
        flushes.add(flush);
        if (finished) {
            answerFlushes();
        }
        queue.wake();
        return flush.sequence();
    }

    private void answerFlushes() {
        @Nullable Flush next = flushes.peek();
        while (next != null && (finished || next.upTo() <= queue.polledIndex())) {
            if (!finished) {
                batcher.closeAll(nanoClock.getAsLong());
            }
            flushes.remove(next);
            next.sequence().complete(batcher.lastSequence());
            next = flushes.peek();
        }
    }

    private void dropRest() {
        while (!queue.isExhausted()) {
            E event = queue.poll();
            if (event == null) {
                // Claimed but not published yet: its producer is between two instructions.
                Thread.onSpinWait();
            } else {
                budget.release(queue.polledSize());
                ledger.dropped(DropReason.SHUTDOWN, 1, queue.polledSize());
                // A journaled record is dropped here, and still there for the next start: better twice than never.
            }
        }
    }
}
