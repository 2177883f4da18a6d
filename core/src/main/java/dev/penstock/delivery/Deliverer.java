package dev.penstock.delivery;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.Transport;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Delivers batches one after the other, each until it is acknowledged or given up: what a delivery thread runs.
 *
 * <p>One request is in flight at a time, so entries of a stream arrive in order.
 */
public final class Deliverer implements Runnable {

    /** The longest pause once time is short. */
    private static final long HURRIED_PAUSE_NANOS = 500_000_000L;

    /** A pause after which memory may be there again. */
    private static final long AFTER_ERROR_NANOS = 1_000_000_000L;

    private final BatchBuffer buffer;
    private final Transport transport;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final Diagnostics diagnostics;
    private final RetryPolicy policy;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final String url;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when a pause must end early. */
    private final Condition ended = lock.newCondition();

    private volatile boolean abandoned;
    private volatile boolean hurried;

    /**
     * A deliverer.
     *
     * @param settings the waits, the age at which batches are given up, the URL for messages
     * @param buffer where batches come from
     * @param transport sends them
     * @param ledger told what became of their records
     * @param budget given their bytes back
     * @param diagnostics told of failures and recoveries
     * @param nanoClock such as {@code System::nanoTime}
     * @param wallClock such as {@code InstantSource.system()}
     */
    public Deliverer(
            ShipperSettings settings,
            BatchBuffer buffer,
            Transport transport,
            Ledger ledger,
            ByteBudget budget,
            Diagnostics diagnostics,
            LongSupplier nanoClock,
            InstantSource wallClock) {
        this.buffer = buffer;
        this.transport = transport;
        this.ledger = ledger;
        this.budget = budget;
        this.diagnostics = diagnostics;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        url = settings.displayUrl();
        Backoff backoff = new Backoff(
                settings.minBackoff().toNanos(), settings.maxBackoff().toNanos());
        policy = new RetryPolicy(
                backoff,
                settings.maxAge().toNanos(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Delivers until the buffer is closed and empty. */
    @Override
    public void run() {
        while (true) {
            try {
                Batch batch = buffer.await();
                if (batch == null) {
                    return;
                }
                settle(batch, deliver(batch));
            } catch (InterruptedException e) {
                // Nobody but abandon() ends this thread: an interrupt from elsewhere must not lose batches.
            } catch (Throwable e) {
                // Most likely no memory. The batch is still in the buffer and comes up again.
                diagnostics.trouble(
                        "deliverer",
                        "a delivery broke off and will be tried again: "
                                + e.getClass().getName());
                pause(AFTER_ERROR_NANOS);
            }
        }
    }

    /** Tries at once, and from now on pauses for half a second at most: there is little time left to deliver. */
    public void hurry() {
        hurried = true;
        signal();
    }

    /** Gives up all batches, the one in flight too: from now on each is dropped as {@code shutdown}. */
    public void abandon() {
        abandoned = true;
        transport.cancel();
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void settle(Batch batch, Verdict end) {
        if (end instanceof Verdict.Drop drop) {
            ledger.dropped(drop.reason(), batch.records());
        } else {
            ledger.delivered(batch.records(), batch.body().length);
        }
        budget.release(batch.body().length);
        buffer.settle(batch);
    }

    private Verdict deliver(Batch batch) {
        int attempts = 0;
        while (true) {
            if (abandoned) {
                return new Verdict.Drop(DropReason.SHUTDOWN);
            }
            if (attempts > 0) {
                ledger.retried();
            }
            Verdict verdict = decide(batch, send(batch, attempts), ++attempts);
            if (!(verdict instanceof Verdict.Retry retry)) {
                return verdict;
            }
            pause(retry.delayNanos());
        }
    }

    /** Whatever goes wrong, this thread goes on. */
    private Outcome send(Batch batch, int attempt) {
        try {
            return transport.send(batch.body(), batch.tenant(), attempt);
        } catch (Throwable e) {
            return new Outcome.Failed(new IOException(e.getClass().getName(), e));
        }
    }

    private Verdict decide(Batch batch, Outcome outcome, int attempts) {
        long age = nanoClock.getAsLong() - batch.closedAt();
        Verdict verdict = policy.decide(outcome, attempts, age, wallClock.instant());
        if (verdict instanceof Verdict.Delivered) {
            diagnostics.recovered("delivery", "delivering to " + url + " again" + tenantOf(batch));
            return verdict;
        }
        if (abandoned) {
            return new Verdict.Drop(DropReason.SHUTDOWN);
        }
        String what = verdict instanceof Verdict.Drop drop
                ? "dropped " + batch.records() + " records as " + drop.reason().label()
                : "will try again until maxAge";
        diagnostics.trouble(
                "delivery: " + Remedies.kind(outcome) + (verdict instanceof Verdict.Drop ? " dropped" : ""),
                url + tenantOf(batch) + ": " + Remedies.describe(outcome) + "; " + what + ". What to do: "
                        + Remedies.remedy(outcome));
        return verdict;
    }

    private static String tenantOf(Batch batch) {
        return batch.tenant() == null ? "" : " (tenant " + batch.tenant() + ")";
    }

    private void pause(long nanos) {
        lock.lock();
        try {
            boolean hurriedBefore = hurried;
            long left = hurried ? Math.min(nanos, HURRIED_PAUSE_NANOS) : nanos;
            while (left > 0 && !abandoned && hurried == hurriedBefore) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // As in run(): an early repetition does no harm.
            return;
        } finally {
            lock.unlock();
        }
    }
}
