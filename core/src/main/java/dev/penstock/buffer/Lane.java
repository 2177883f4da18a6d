package dev.penstock.buffer;

import org.jspecify.annotations.Nullable;

/**
 * The waiting batches of one tenant, oldest first. Its contents belong to the {@link BatchBuffer} and are guarded by its
 * lock.
 *
 * <p>The batches themselves are linked: a list that had to grow could fail for want of memory, just when many batches wait.
 */
public final class Lane {

    private final @Nullable String tenant;
    private @Nullable WaitingBatch first;
    private @Nullable WaitingBatch last;

    Lane(@Nullable String tenant) {
        this.tenant = tenant;
    }

    /**
     * Whose batches they are.
     *
     * @return null for those that are sent without a tenant
     */
    public @Nullable String tenant() {
        return tenant;
    }

    @Nullable WaitingBatch first() {
        return first;
    }

    @Nullable WaitingBatch last() {
        return last;
    }

    void add(WaitingBatch batch) {
        batch.lane = this;
        batch.previous = last;
        batch.next = null;
        if (last == null) {
            first = batch;
        } else {
            last.next = batch;
        }
        last = batch;
    }

    /** False when it is not here. */
    boolean remove(WaitingBatch batch) {
        if (batch.lane != this) {
            return false;
        }
        WaitingBatch previous = batch.previous;
        WaitingBatch next = batch.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previous = previous;
        }
        batch.lane = null;
        batch.previous = null;
        batch.next = null;
        return true;
    }
}
