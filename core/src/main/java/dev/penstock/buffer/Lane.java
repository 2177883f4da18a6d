package dev.penstock.buffer;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The waiting batches of one tenant, oldest first. Its contents belong to the {@link BatchBuffer}. */
public final class Lane {

    private final @Nullable String tenant;

    /** Guarded by the buffer's lock. */
    final Deque<WaitingBatch> batches = new ArrayDeque<>();

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
}
