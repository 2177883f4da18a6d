package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.disk.StoredBatch;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a closed batch waits until it is settled: acknowledged by the backend or given up. First in, first out for each
 * tenant.
 *
 * <p>Bodies are in memory, within the byte budget, or in a {@link BatchStore}. Thread-safe. No lock is held while the
 * store reads or writes.
 */
public final class BatchBuffer {

    /** Empty lanes are cleared away beyond this number; records may name tenants at will. */
    private static final int LANES_KEPT = 64;

    private final Ledger ledger;
    private final ByteBudget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Lane> byTenant = new LinkedHashMap<>();

    /** The values of {@link #byTenant}, for readers without the lock. */
    private volatile List<Lane> lanes = List.of();

    private volatile BatchStore store = BatchStore.NONE;
    private volatile LongConsumer safe = ticket -> {};
    private int size;
    private volatile long changes;
    private boolean closed;
    private boolean abandoned;

    /**
     * An empty buffer that keeps bodies in memory.
     *
     * @param ledger told of batches that give way
     * @param budget holds what is in memory
     */
    public BatchBuffer(Ledger ledger, ByteBudget budget) {
        this.ledger = ledger;
        this.budget = budget;
    }

    /**
     * Keeps bodies out of memory from now on.
     *
     * @param kept takes them
     */
    public void keepIn(BatchStore kept) {
        store = kept;
    }

    /**
     * Says from now on which records need not be remembered elsewhere any more: those on disk, delivered or given up, but
     * not those that are left in memory at the end.
     *
     * @param told their tickets
     */
    public void tell(LongConsumer told) {
        safe = told;
    }

    /**
     * Adds a batch that an earlier process left in the store.
     *
     * @param sequence its number in this process
     * @param stored where it is
     * @param closedAt when it was closed, on the nanosecond clock
     */
    public void addRecovered(long sequence, StoredBatch stored, long closedAt) {
        WaitingBatch waiting = new WaitingBatch(sequence, stored, closedAt);
        budget.reserve(waiting.held());
        ledger.recovered(waiting.records());
        ledger.onDisk(waiting.records());
        enqueue(waiting);
    }

    /**
     * Adds a batch, whose bytes are reserved in the budget.
     *
     * @param batch a closed batch
     */
    public void add(Batch batch) {
        StoredBatch stored = store.store(batch);
        budget.reserve(WaitingBatch.HANDLE_BYTES);
        if (stored == null) {
            enqueue(new WaitingBatch(batch));
            return;
        }
        enqueue(new WaitingBatch(batch.sequence(), stored, batch.closedAt()));
        ledger.onDisk(batch.records());
        budget.release(batch.body().length);
        forget(batch.tickets());
    }

    private void forget(long[] tickets) {
        for (long each : tickets) {
            safe.accept(each);
        }
    }

    private void enqueue(WaitingBatch waiting) {
        lock.lock();
        try {
            if (abandoned) {
                leave(waiting);
                return;
            }
            lane(waiting.tenant()).add(waiting);
            size++;
            signal();
        } finally {
            lock.unlock();
        }
    }

    private Lane lane(@Nullable String tenant) {
        String key = Objects.requireNonNullElse(tenant, "");
        Lane lane = byTenant.get(key);
        if (lane == null) {
            if (byTenant.size() >= LANES_KEPT) {
                byTenant.values().removeIf(each -> each.first() == null);
            }
            lane = new Lane(tenant);
            byTenant.put(key, lane);
            lanes = List.copyOf(byTenant.values());
        }
        return lane;
    }

    /**
     * The lanes, one for each tenant with batches; some may be empty.
     *
     * @return an immutable list; the same one as long as nothing changed
     */
    public List<Lane> lanes() {
        return lanes;
    }

    /**
     * Whether a tenant's batches are waiting.
     *
     * @param lane the tenant's
     * @return true when there is one that is not claimed
     */
    public boolean hasUnclaimed(Lane lane) {
        lock.lock();
        try {
            // Those at the front are claimed first.
            WaitingBatch last = lane.last();
            return last != null && !last.claimed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes up the oldest batch of a tenant that was not taken up yet: it does not give way to others any more.
     *
     * @param lane the tenant's
     * @return the batch, which stays in the buffer until it is settled; null when there is none
     */
    public @Nullable WaitingBatch claim(Lane lane) {
        lock.lock();
        try {
            for (WaitingBatch each = lane.first(); each != null; each = each.next) {
                if (!each.claimed) {
                    each.claimed = true;
                    return each;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes {@link #claim} back.
     *
     * @param batch what was claimed last of its lane
     */
    public void unclaim(WaitingBatch batch) {
        lock.lock();
        try {
            batch.claimed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The body of a claimed batch.
     *
     * @param batch the batch
     * @return its body, not to be changed
     * @throws IOException when it cannot be read from disk
     */
    public byte[] load(WaitingBatch batch) throws IOException {
        byte[] body = batch.body;
        if (body != null) {
            return body;
        }
        StoredBatch stored = stored(batch);
        if (stored == null) {
            throw new IOException("it had to give way to younger ones before it could be read");
        }
        return store.read(stored);
    }

    /**
     * Whether a batch on disk had to give way to younger ones after it was claimed.
     *
     * @param batch a claimed batch
     * @return true when its body is gone
     */
    public boolean gaveWay(WaitingBatch batch) {
        lock.lock();
        try {
            return !batch.isInMemory() && batch.stored == null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a batch out for good.
     *
     * @param batch a claimed batch that was delivered or given up
     * @param counts counts it, after it is out and before anybody who waits for that is told
     */
    public void settle(WaitingBatch batch, Runnable counts) {
        StoredBatch stored = stored(batch);
        try {
            if (stored != null) {
                // First of all: whoever is told may kill the process, and nothing is to be sent twice.
                store.settle(stored);
            }
        } finally {
            remove(batch);
            try {
                counts.run();
            } finally {
                wake();
            }
        }
    }

    private @Nullable StoredBatch stored(WaitingBatch batch) {
        lock.lock();
        try {
            return batch.lane == null ? null : batch.stored;
        } finally {
            lock.unlock();
        }
    }

    private void remove(WaitingBatch batch) {
        lock.lock();
        try {
            Lane lane = batch.lane;
            if (lane == null || !lane.remove(batch)) {
                return;
            }
            size--;
            budget.release(batch.held());
            if (batch.stored != null) {
                ledger.onDisk(-batch.records());
            }
            forget(batch.tickets);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A batch on disk had to give way to a younger one.
     *
     * @param stored where it was
     */
    public void evicted(StoredBatch stored) {
        lock.lock();
        try {
            Lane lane = byTenant.get(Objects.requireNonNullElse(stored.tenant(), ""));
            if (lane == null) {
                return;
            }
            for (WaitingBatch each = lane.first(); each != null; each = each.next) {
                if (each.stored == stored) {
                    each.stored = null;
                    ledger.onDisk(-each.records());
                    if (!each.claimed) {
                        lane.remove(each);
                        giveUp(each);
                    }
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops the oldest batch in memory that was not taken up yet.
     *
     * @return false when there is none
     */
    public boolean dropOldest() {
        lock.lock();
        try {
            WaitingBatch oldest = null;
            for (Lane lane : byTenant.values()) {
                for (WaitingBatch each = lane.first(); each != null; each = each.next) {
                    if (each.isInMemory() && !each.claimed) {
                        oldest = oldest == null || each.sequence() < oldest.sequence() ? each : oldest;
                        break;
                    }
                }
            }
            if (oldest == null || oldest.lane == null) {
                return false;
            }
            oldest.lane.remove(oldest);
            giveUp(oldest);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(WaitingBatch batch) {
        size--;
        budget.release(batch.held());
        ledger.account(batch.tenant()).dropped(DropReason.BUFFER_FULL, batch.records(), batch.bytes());
        forget(batch.tickets);
        signal();
    }

    /**
     * Counts changes.
     *
     * @return for {@link #await}
     */
    public long changes() {
        return changes;
    }

    /**
     * Waits until something changes: a batch comes or goes, the buffer is closed or somebody calls {@link #wake}.
     *
     * @param changesSeen what {@link #changes} said before the caller looked and found nothing to do
     * @param nanos the longest time to wait
     * @throws InterruptedException when the thread is interrupted
     */
    public void await(long changesSeen, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (changes == changesSeen && left > 0) {
                if (nanos == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@link #await} return. */
    public void wake() {
        lock.lock();
        try {
            signal();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        changes++;
        changed.signalAll();
    }

    /**
     * Waits until every batch up to one has been settled.
     *
     * @param sequence the last batch that matters
     * @param nanos the longest time to wait
     * @return false when the time ended first
     * @throws InterruptedException when the thread is interrupted
     */
    public boolean awaitSettled(long sequence, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (oldestSequence() <= sequence) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long oldestSequence() {
        long oldest = Long.MAX_VALUE;
        for (Lane lane : byTenant.values()) {
            WaitingBatch first = lane.first();
            if (first != null) {
                oldest = Math.min(oldest, first.sequence());
            }
        }
        return oldest;
    }

    /**
     * Batches waiting or in flight.
     *
     * @return 0 or more
     */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether some batch would be lost with the process.
     *
     * @return false when all that wait are on disk
     */
    public boolean holdsInMemory() {
        lock.lock();
        try {
            for (Lane lane : byTenant.values()) {
                for (WaitingBatch each = lane.first(); each != null; each = each.next) {
                    if (each.isInMemory()) {
                        return true;
                    }
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether no batch is here and none will come.
     *
     * @return true once all is settled after {@link #close}
     */
    public boolean isExhausted() {
        lock.lock();
        try {
            return closed && size == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Says that no batch will be added any more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            signal();
        } finally {
            lock.unlock();
        }
    }

    private void leave(WaitingBatch batch) {
        budget.release(batch.held());
        if (batch.stored == null) {
            ledger.account(batch.tenant()).dropped(DropReason.SHUTDOWN, batch.records(), batch.bytes());
        }
    }

    /**
     * Gives up what waits in memory, and what is yet to come, counted as {@code shutdown}; what is on disk stays there for
     * the next start.
     */
    public void abandon() {
        lock.lock();
        try {
            for (Lane lane : byTenant.values()) {
                WaitingBatch next = lane.first();
                while (next != null) {
                    lane.remove(next);
                    leave(next);
                    next = lane.first();
                }
            }
            size = 0;
            abandoned = true;
            signal();
        } finally {
            lock.unlock();
        }
    }
}
