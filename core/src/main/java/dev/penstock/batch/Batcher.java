package dev.penstock.batch;

import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.loki.PushRequestBuilder;
import dev.penstock.loki.StreamCounts;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.wire.RequestScratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers entries into one open batch per tenant, and closes a batch when it is full, old or urgent.
 *
 * <p>Time is given with each call, so that it can be simulated. Not thread-safe.
 */
public final class Batcher {

    /** The ticket of a record that nobody else remembers. */
    public static final long NO_TICKET = -1;

    /** Tenants whose encoders are kept; entries may name tenants at will. */
    private static final int TENANTS_KEPT = 64;

    private final int batchSize;
    private final long batchWaitNanos;
    private final int maxLineSize;
    private final @Nullable String defaultTenant;
    private final StreamDefaults defaults;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final Diagnostics diagnostics;
    private final Consumer<Batch> closed;
    private final LongConsumer safe;

    private final RequestScratch scratch = new RequestScratch();
    private final StreamCounts streams = new StreamCounts();
    private final Map<String, OpenBatch> byTenant = new HashMap<>();
    private final List<OpenBatch> open = new ArrayList<>();
    private long sequence;
    private boolean urgent;

    /**
     * A batcher with no open batch.
     *
     * @param settings sizes, times and tenant
     * @param defaults labels that every stream has
     * @param ledger told of entries that find no room and of lines that are cut
     * @param budget holds what is batched
     * @param diagnostics told of batches that cannot be encoded
     * @param closed takes each closed batch
     * @param safe told the tickets of records that are dropped; those of others go with their batch
     */
    public Batcher(
            ShipperSettings settings,
            StreamDefaults defaults,
            Ledger ledger,
            ByteBudget budget,
            Diagnostics diagnostics,
            Consumer<Batch> closed,
            LongConsumer safe) {
        batchSize = settings.batchSize();
        batchWaitNanos = settings.batchWait().toNanos();
        maxLineSize = settings.maxLineSize();
        defaultTenant = settings.tenantId();
        this.defaults = defaults;
        this.ledger = ledger;
        this.budget = budget;
        this.diagnostics = diagnostics;
        this.closed = closed;
        this.safe = safe;
    }

    /**
     * Adds an entry to its tenant's batch. Takes over the reservation that was made for the event.
     *
     * @param entry a repaired entry
     * @param reserved bytes reserved in the budget for it
     * @param ticket what {@code safe} is told when nobody needs to remember the record any more; {@link #NO_TICKET} for
     *     nothing
     * @param now the nanosecond clock
     * @return false when the encoded entry needed more than was reserved and there was no room
     */
    public boolean add(Entry entry, int reserved, long ticket, long now) {
        OpenBatch batch = batchOf(entry.tenant() == null ? defaultTenant : entry.tenant(), now);
        PushRequestBuilder request = batch.request;
        boolean cut = request.prepare(entry);
        int size = request.preparedSize();
        if (request.entryCount() > 0 && batch.bytes + size > batchSize) {
            close(batch, now);
            size = request.preparedSize();
        }
        if (size > reserved && !budget.tryReserve(size - (long) reserved)) {
            budget.release(reserved);
            ledger.account(batch.tenant).dropped(DropReason.BUFFER_FULL, 1, size);
            release(ticket);
            return false;
        }
        boolean first = request.entryCount() == 0;
        try {
            if (first) {
                batch.deadline = now + batchWaitNanos;
                open.add(batch);
            }
            batch.ensureTicketRoom();
            request.addPrepared();
        } catch (RuntimeException | Error e) {
            // The caller still holds what it had reserved.
            budget.release(Math.max(0, size - (long) reserved));
            if (first) {
                open.remove(batch);
            }
            throw e;
        }
        budget.release(Math.max(0, reserved - (long) size));
        if (cut) {
            ledger.truncatedLine();
        }
        batch.bytes += size;
        batch.addTicket(ticket);
        urgent |= entry.isUrgent();
        return true;
    }

    /**
     * Says that nobody needs to remember a record any more.
     *
     * @param ticket its ticket
     */
    public void release(long ticket) {
        if (ticket != NO_TICKET) {
            safe.accept(ticket);
        }
    }

    private OpenBatch batchOf(@Nullable String tenant, long now) {
        String key = Objects.requireNonNullElse(tenant, "");
        OpenBatch batch = byTenant.get(key);
        if (batch == null) {
            if (byTenant.size() >= TENANTS_KEPT) {
                if (open.size() >= TENANTS_KEPT) {
                    close(open.get(0), now);
                }
                byTenant.values().removeIf(each -> each.request.entryCount() == 0);
            }
            batch = new OpenBatch(tenant, new PushRequestBuilder(defaults, maxLineSize, scratch, streams));
            byTenant.put(key, batch);
        }
        return batch;
    }

    /**
     * Whether any batch is open.
     *
     * @return false when everything added was closed
     */
    public boolean hasOpen() {
        return !open.isEmpty();
    }

    /**
     * Whether an urgent entry is in an open batch.
     *
     * @return true until the batches are closed
     */
    public boolean isUrgent() {
        return urgent;
    }

    /**
     * How long until a batch must be closed.
     *
     * @param now the nanosecond clock
     * @return nanoseconds, 0 or less when one is due; {@link Long#MAX_VALUE} when none is open
     */
    public long nanosUntilDue(long now) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < open.size(); i++) {
            least = Math.min(least, open.get(i).deadline - now);
        }
        return least;
    }

    /**
     * Closes the batches whose time has come.
     *
     * @param now the nanosecond clock
     */
    public void closeDue(long now) {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).deadline - now <= 0) {
                close(open.get(i), now);
            }
        }
    }

    /**
     * Closes all batches.
     *
     * @param now the nanosecond clock
     */
    public void closeAll(long now) {
        while (!open.isEmpty()) {
            close(open.get(0), now);
        }
    }

    /**
     * Numbers batches from here on.
     *
     * @param last the last number that was given to a batch
     */
    public void countFrom(long last) {
        sequence = last;
    }

    /**
     * The sequence of the batch closed last.
     *
     * @return 0 before the first
     */
    public long lastSequence() {
        return sequence;
    }

    /**
     * How many records each stream has got in closed batches.
     *
     * @return for any thread to read
     */
    public StreamCounts streams() {
        return streams;
    }

    private void close(OpenBatch batch, long now) {
        open.remove(batch);
        if (open.isEmpty()) {
            urgent = false;
        }
        int records = batch.request.entryCount();
        long held = batch.bytes;
        batch.bytes = 0;
        byte[] body;
        try {
            body = batch.request.build();
        } catch (RuntimeException | Error e) {
            // Most likely no memory for the buffers: this batch is lost, the thread and the next one are not.
            batch.request.clear();
            budget.release(held);
            lost(batch, records, held, e);
            batch.releaseTickets(safe);
            return;
        }
        if (body.length > held) {
            // Only text that does not compress at all grows, by a sixth at most; it is let pass.
            budget.reserve(body.length - held);
        } else {
            budget.release(held - body.length);
        }
        try {
            closed.accept(new Batch(++sequence, batch.tenant, body, records, now, batch.tickets()));
        } catch (RuntimeException | Error e) {
            budget.release(body.length);
            lost(batch, records, body.length, e);
            batch.releaseTickets(safe);
        }
        batch.forgetTickets();
    }

    private void lost(OpenBatch batch, int records, long bytes, Throwable why) {
        ledger.account(batch.tenant).dropped(DropReason.INTERNAL_ERROR, records, bytes);
        diagnostics.trouble(
                "batch",
                "a batch of " + records + " records could not be encoded or kept and is dropped as internal_error: "
                        + why);
    }

    /** The open batch of one tenant. */
    private static final class OpenBatch {

        final @Nullable String tenant;
        final PushRequestBuilder request;
        long bytes;
        long deadline;
        private long[] tickets = new long[0];
        private int ticketCount;

        OpenBatch(@Nullable String tenant, PushRequestBuilder request) {
            this.tenant = tenant;
            this.request = request;
        }

        void ensureTicketRoom() {
            if (ticketCount == tickets.length) {
                tickets = Arrays.copyOf(tickets, Math.max(64, 2 * ticketCount));
            }
        }

        void addTicket(long ticket) {
            if (ticket != NO_TICKET) {
                tickets[ticketCount++] = ticket;
            }
        }

        long[] tickets() {
            return Arrays.copyOf(tickets, ticketCount);
        }

        void forgetTickets() {
            ticketCount = 0;
        }

        void releaseTickets(LongConsumer safe) {
            for (int i = 0; i < ticketCount; i++) {
                safe.accept(tickets[i]);
            }
            ticketCount = 0;
        }
    }
}
