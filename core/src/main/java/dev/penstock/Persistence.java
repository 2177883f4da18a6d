package dev.penstock;

import dev.penstock.batch.Batcher;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.buffer.DiskStore;
import dev.penstock.buffer.disk.DirectoryInUseException;
import dev.penstock.buffer.disk.Recovery;
import dev.penstock.buffer.disk.SegmentLog;
import dev.penstock.buffer.disk.StoredBatch;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.health.Troubles;
import dev.penstock.journal.EventJournal;
import dev.penstock.journal.LeftJournal;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryCodec;
import dev.penstock.settings.Durability;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a shipper has on disk: the batches that wait, and the journal of events that are in no batch yet. */
final class Persistence implements AutoCloseable {

    /** Of the buffer, the part that is the journal's size. */
    private static final int JOURNAL_SHARE = 4;

    private static final long LEAST_JOURNAL = 64 * 1024;
    private static final long LARGEST_JOURNAL = 256L << 20;

    /** More than a journaled record can grow by when it is encoded, with its stream's labels. Bytes. */
    private static final int ENCODING = 64 * 1024;

    private static final String SOURCE = "bufferDirectory: ";

    private final Diagnostics diagnostics;
    private final Ledger ledger;
    private final @Nullable SegmentLog log;
    private final @Nullable EventJournal journal;
    private final List<LeftJournal> left;

    private Persistence(
            Diagnostics diagnostics,
            Ledger ledger,
            @Nullable SegmentLog log,
            @Nullable EventJournal journal,
            List<LeftJournal> left) {
        this.diagnostics = diagnostics;
        this.ledger = ledger;
        this.log = log;
        this.journal = journal;
        this.left = left;
    }

    /**
     * Opens what the settings ask for.
     *
     * @throws SettingException when another shipper uses the directory
     */
    static Persistence open(
            ShipperSettings settings,
            BatchBuffer buffer,
            Ledger ledger,
            Diagnostics diagnostics,
            Troubles troubles,
            LongSupplier nanoClock) {
        Path directory = settings.bufferDirectory();
        if (directory == null) {
            return new Persistence(diagnostics, ledger, null, null, List.of());
        }
        SegmentLog log = null;
        List<LeftJournal> left = List.of();
        boolean opened = false;
        try {
            log = SegmentLog.open(directory, settings.bufferDirectorySize(), new Evictions(buffer, diagnostics));
            buffer.keepIn(new DiskStore(log, diagnostics, troubles, nanoClock, InstantSource.system()));
            left = LeftJournal.find(directory);
            EventJournal journal =
                    settings.durability() == Durability.EVENT ? EventJournal.create(directory, size(settings)) : null;
            opened = true;
            return new Persistence(diagnostics, ledger, log, journal, left);
        } catch (DirectoryInUseException e) {
            throw new SettingException(
                    "bufferDirectory",
                    directory.toString(),
                    "a directory that no other shipper uses: " + e.getMessage());
        } catch (IOException e) {
            String what = "bufferDirectory " + directory + " cannot be used as it should: " + e;
            diagnostics.warn(what + "; records " + (log == null ? "" : "that are in no batch yet ")
                    + "wait in memory, and would be lost with the process. What to do: a directory that can be made and"
                    + " written, with room");
            troubles.on(SOURCE, Health.degraded(what));
            // Without a journal for what comes; what is left of an earlier one is delivered all the same.
            opened = true;
            return new Persistence(diagnostics, ledger, log, null, left);
        } finally {
            if (!opened && log != null) {
                // The directory must not stay locked for a shipper that never was.
                log.close();
            }
        }
    }

    private static long size(ShipperSettings settings) {
        return Math.max(LEAST_JOURNAL, Math.min(LARGEST_JOURNAL, settings.bufferSize() / JOURNAL_SHARE));
    }

    /** Disk space that batches take; 0 without a directory. */
    long bytes() {
        return log == null ? 0 : log.bytes();
    }

    /** Where events go before their calls return; null when they need not. */
    @Nullable EventJournal journal() {
        return journal;
    }

    /** An event gives way to a younger one: it need not be remembered. */
    void forget(Object event) {
        if (journal != null && event instanceof Journaled journaled) {
            journal.done(journaled.position());
        }
    }

    /** Whether the journal should be made room in. */
    boolean journalFills() {
        return journal != null && journal.used() > journal.capacity() / 2;
    }

    /**
     * Puts the batches that an earlier process left into the buffer.
     *
     * @return how many there are
     */
    long recoverBatches(BatchBuffer buffer, LongSupplier nanoClock) {
        if (log == null) {
            return 0;
        }
        Recovery recovery = log.recovery();
        if (!recovery.isEmpty()) {
            boolean damaged = recovery.tornBytes() > 0 || recovery.damagedBatches() > 0;
            if (damaged) {
                diagnostics.warn(recovery.message());
            } else {
                diagnostics.info(recovery.message());
            }
            ledger.recovered(recovery.damagedRecords());
            ledger.dropped(DropReason.INTERNAL_ERROR, recovery.damagedRecords(), recovery.tornBytes());
        }
        long sequence = 0;
        long nanos = nanoClock.getAsLong();
        long millis = InstantSource.system().millis();
        for (StoredBatch each : log.recovered()) {
            // A clock that was set back since makes it no younger than now.
            long age = Math.max(0, millis - each.closedAtEpochMillis());
            buffer.addRecovered(++sequence, each, nanos - age * 1_000_000);
        }
        return sequence;
    }

    /** Batches the events that an earlier process journaled and had in no batch. By the shipping thread. */
    void replay(EntryRoute route, Batcher batcher, BatchBuffer buffer, ByteBudget budget, LongSupplier nanoClock) {
        for (LeftJournal each : left) {
            if (each.problem() != null) {
                diagnostics.warn(each.file() + " " + each.problem() + "; it is left alone");
                continue;
            }
            try {
                replay(each, route, budget, nanoClock);
                batcher.closeAll(nanoClock.getAsLong());
                if (!buffer.holdsInMemory()) {
                    each.delete();
                }
            } catch (IOException | RuntimeException | Error e) {
                // The journals of other runs must not be passed over for it.
                diagnostics.warn(
                        "the journal " + each.file() + " of an earlier run could not be read to its end: " + e);
            }
        }
    }

    private void replay(LeftJournal journalLeft, EntryRoute route, ByteBudget budget, LongSupplier nanoClock) {
        Entry entry = new Entry();
        long records = 0;
        byte[] payload = journalLeft.next();
        while (payload != null) {
            records++;
            ledger.recovered(1);
            // Room or no room: it was safe before, and must not give way to what is logged meanwhile.
            int reserved = 2 * payload.length + ENCODING;
            budget.reserve(reserved);
            try {
                entry.clear();
                EntryCodec.read(payload, entry);
                route.send(entry, reserved, Batcher.NO_TICKET, nanoClock.getAsLong());
            } catch (RuntimeException | Error e) {
                budget.release(reserved);
                ledger.dropped(DropReason.INTERNAL_ERROR, 1, payload.length);
                diagnostics.trouble("journal: record", "a journaled record of an earlier run cannot be read: " + e);
            }
            payload = journalLeft.next();
        }
        if (records + journalLeft.damaged() > 0) {
            String found = records + " records of an earlier run, which were in no batch yet, will be delivered";
            if (journalLeft.damaged() > 0) {
                ledger.recovered(journalLeft.damaged());
                ledger.dropped(DropReason.INTERNAL_ERROR, journalLeft.damaged(), 0);
                diagnostics.warn(found + "; " + journalLeft.damaged() + " were damaged and are lost ("
                        + journalLeft.file() + ")");
            } else {
                diagnostics.info(found);
            }
        }
    }

    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
        if (log != null) {
            log.close();
        }
    }

    /** Hands what the log says on to those whom it concerns. */
    private record Evictions(BatchBuffer buffer, Diagnostics diagnostics) implements SegmentLog.Listener {

        @Override
        public void evicted(StoredBatch batch) {
            buffer.evicted(batch);
        }

        @Override
        public void trouble(String message) {
            diagnostics.trouble("disk: log", message);
        }
    }
}
