package dev.penstock;

import dev.penstock.journal.EventJournal;
import dev.penstock.ledger.DropReason;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryCodec;
import dev.penstock.process.EventMapper;
import dev.penstock.settings.LogLevel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * What callers' threads run where each event must be safe before they go on: formats it, puts it into the journal, and
 * hands the journaled bytes to the queue.
 */
final class JournalingIntake<E> implements Front<E> {

    private final Intake<Object> intake;
    private final EventJournal journal;
    private final Supplier<EventMapper<E>> mappers;
    private final boolean withValues;

    /** Desks that nobody works at just now; as many as threads have ever logged at the same time. */
    private final Queue<Desk<E>> desks = new ConcurrentLinkedQueue<>();

    /** What one thread at a time needs to format an event. */
    private static final class Desk<E> {
        final EventMapper<E> mapper;
        final Entry entry = new Entry();
        final EntryCodec codec;

        Desk(EventMapper<E> mapper, EntryCodec codec) {
            this.mapper = mapper;
            this.codec = codec;
        }

        byte[] write(E event) throws Exception {
            entry.clear();
            mapper.map(event, entry);
            byte[] bytes = codec.write(entry);
            entry.clear();
            return bytes;
        }
    }

    /**
     * An intake.
     *
     * @param intake takes what is journaled
     * @param journal makes it safe
     * @param mappers makes a mapper for each thread that logs at the same time as others
     * @param withValues whether a pipeline will read more of an event than its line, labels and metadata
     */
    JournalingIntake(
            Intake<Object> intake, EventJournal journal, Supplier<EventMapper<E>> mappers, boolean withValues) {
        this.intake = intake;
        this.journal = journal;
        this.mappers = mappers;
        this.withValues = withValues;
    }

    @Override
    public boolean offer(E event, int bytes, LogLevel level) {
        try {
            return !intake.isRefusedAsOwn(event) && place(event, level);
        } catch (Throwable e) {
            refuse(e);
            return false;
        }
    }

    private boolean place(E event, LogLevel level) throws Exception {
        byte[] bytes = write(event);
        // Made before: once the record is in the journal nothing must fail any more.
        Journaled journaled = new Journaled(bytes);
        boolean shed = intake.isShed(level, journal.used(), journal.capacity());
        long position = shed ? EventJournal.FULL : append(bytes);
        if (position < 0) {
            intake.refuse(position == EventJournal.CLOSED ? DropReason.SHUTDOWN : whyFull(bytes), bytes.length);
            return false;
        }
        journaled.isAt(position);
        boolean taken = false;
        try {
            taken = intake.offer(journaled, bytes.length + Journaled.OVERHEAD, level);
        } finally {
            if (!taken) {
                journal.done(position);
            }
        }
        return taken;
    }

    private byte[] write(E event) throws Exception {
        Desk<E> desk = desks.poll();
        if (desk == null) {
            desk = new Desk<>(mappers.get(), new EntryCodec(withValues));
        }
        try {
            return desk.write(event);
        } finally {
            desks.add(desk);
        }
    }

    private long append(byte[] bytes) {
        long position = journal.append(bytes, bytes.length);
        if (journal.used() > journal.capacity() / 2) {
            // Room comes from the closing of batches, for which few large events would not wake the shipping thread.
            intake.wake();
        }
        if (position == EventJournal.FULL && whyFull(bytes) == DropReason.QUEUE_FULL) {
            Patience patience = intake.patience();
            for (int i = 0; position == EventJournal.FULL && intake.makeRoom(i, patience); i++) {
                position = journal.append(bytes, bytes.length);
            }
        }
        return position;
    }

    private DropReason whyFull(byte[] bytes) {
        return bytes.length > journal.capacity() / 2 ? DropReason.TOO_LARGE : DropReason.QUEUE_FULL;
    }

    @Override
    public void refuse(Throwable cause) {
        intake.refuse(cause);
    }

    @Override
    public void refuseOwn() {
        intake.refuseOwn();
    }
}
