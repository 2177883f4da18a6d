package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps batches in memory. What it holds is bounded by the byte budget, in which every batch has its reservation. */
public final class MemoryBuffer implements BatchBuffer {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long settled;
    private boolean closed;

    /** An empty buffer. */
    public MemoryBuffer() {}

    @Override
    public void add(Batch batch) {
        lock.lock();
        try {
            batches.addLast(batch);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Batch await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (batches.isEmpty() && !closed) {
                changed.await();
            }
            return batches.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void settle(Batch batch) {
        lock.lock();
        try {
            batches.remove(batch);
            settled = Math.max(settled, batch.sequence());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitSettled(long sequence, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (settled < sequence) {
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

    @Override
    public int size() {
        lock.lock();
        try {
            return batches.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
