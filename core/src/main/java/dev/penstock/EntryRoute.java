package dev.penstock;

import dev.penstock.batch.Batcher;
import dev.penstock.cardinality.CardinalityGuard;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.EntryRepair;
import org.jspecify.annotations.Nullable;

/** The way of an entry from its mapper into a batch: through the pipeline, if there is one, repaired and guarded. For one thread. */
final class EntryRoute implements EntryPipeline.Output {

    private final @Nullable EntryPipeline pipeline;
    private final EntryRepair repair;
    private final CardinalityGuard guard;
    private final Batcher batcher;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final Diagnostics diagnostics;
    private final TicketShares tickets;

    /** Of the entry on its way. */
    private int reserved;

    private long ticket;
    private long now;

    /** What has come out of the pipeline so far: each after the first is one record more. */
    private int outcomes;

    /** Whether the next outcome is counted as accepted already. */
    private boolean counted;

    EntryRoute(
            @Nullable EntryPipeline pipeline,
            EntryRepair repair,
            CardinalityGuard guard,
            Batcher batcher,
            Ledger ledger,
            ByteBudget budget,
            Diagnostics diagnostics,
            TicketShares tickets) {
        this.pipeline = pipeline;
        this.repair = repair;
        this.guard = guard;
        this.batcher = batcher;
        this.ledger = ledger;
        this.budget = budget;
        this.diagnostics = diagnostics;
        this.tickets = tickets;
    }

    /**
     * Sends an entry on its way.
     *
     * @param entry as its mapper left it
     * @param reserved bytes reserved in the budget for it, which are taken over
     * @param ticket who remembers it, see {@link Batcher#add}
     * @param now the nanosecond clock
     */
    void send(Entry entry, int reserved, long ticket, long now) {
        this.reserved = reserved;
        this.ticket = ticket;
        this.now = now;
        outcomes = 0;
        counted = true;
        if (pipeline == null) {
            ship(entry);
        } else {
            process(pipeline, entry);
        }
    }

    private void process(EntryPipeline stages, Entry entry) {
        boolean shared = ticket != Batcher.NO_TICKET && stages.splits();
        if (shared) {
            tickets.share(ticket);
        }
        try {
            stages.process(entry, this);
            if (outcomes == 0) {
                drop("lost");
            }
        } catch (RuntimeException | Error e) {
            if (outcomes == 0) {
                throw e;
            }
            fail(e);
        } finally {
            if (shared) {
                // The route's own share, which kept the record remembered while its parts came out.
                tickets.accept(ticket);
            }
        }
    }

    @Override
    public void ship(Entry entry) {
        begin();
        repair.repairLabels(entry);
        guard.guard(entry, now);
        repair.repairMetadata(entry);
        batcher.add(entry, reserved, ticket, now);
        end();
    }

    @Override
    public void drop(String reason) {
        begin();
        budget.release(reserved);
        ledger.droppedByStage(reason, reserved);
        batcher.release(ticket);
        end();
    }

    private void begin() {
        if (!counted) {
            ledger.split();
            counted = true;
            tickets.another(ticket);
        }
    }

    private void end() {
        outcomes++;
        counted = false;
        reserved = 0;
    }

    /** Of an entry's parts one failed; it may have been counted and have its room already. */
    @Override
    public void fail(Throwable e) {
        begin();
        budget.release(reserved);
        ledger.dropped(DropReason.INTERNAL_ERROR, 1, reserved);
        batcher.release(ticket);
        end();
        diagnostics.trouble(
                "stage: " + e.getClass().getName(),
                "a part of a record that a stage had split failed and is dropped as internal_error: "
                        + ShippingLoop.described(e));
    }
}
