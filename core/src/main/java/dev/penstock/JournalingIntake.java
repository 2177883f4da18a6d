package dev.penstock;

import dev.penstock.journal.EventJournal;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
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
    private final Ledger ledger;
    private final Supplier<EventMapper<E>> mappers;

    /** Desks that nobody works at just now; as many as threads have ever logged at the same time. */
    private final Queue<Desk<E>> desks = new ConcurrentLinkedQueue<>();

    /** What one thread at a time needs to format an event. */
    private static final class Desk<E> {
        final EventMapper<E> mapper;
        final Entry entry = new Entry();
        final EntryCodec codec = new EntryCodec();

        Desk(EventMapper<E> mapper) {
            this.mapper = mapper;
        }

        byte[] write(E event, boolean urgent) throws Exception {
            entry.clear();
            mapper.map(event, entry);
            if (urgent) {
                entry.markUrgent();
            }
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
     * @param ledger told of what the journal has no room for
     * @param mappers makes a mapper for each thread that logs at the same time as others
     */
    JournalingIntake(Intake<Object> intake, EventJournal journal, Ledger ledger, Supplier<EventMapper<E>> mappers) {
        this.intake = intake;
        this.journal = journal;
        this.ledger = ledger;
        this.mappers = mappers;
    }

    @Override
    public boolean offer(E event, int bytes, LogLevel level) {
        try {
            if (event == null || Thread.currentThread() instanceof ShipperThread) {
                refuseOwn();
                return false;
            }
            return place(event, level);
        } catch (Throwable e) {
            refuse(e);
            return false;
        }
    }

    private boolean place(E event, LogLevel level) throws Exception {
        Desk<E> desk = desks.poll();
        if (desk == null) {
            desk = new Desk<>(mappers.get());
        }
        byte[] bytes = desk.write(event, intake.isUrgent(level));
        desks.add(desk);
        if (journal.used() > journal.capacity() / 2) {
            intake.wake();
        }
        long position = journal.append(bytes, bytes.length);
        if (position < 0) {
            ledger.refused(position == EventJournal.CLOSED ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL, bytes.length);
            return false;
        }
        if (intake.offer(new Journaled(bytes, position), bytes.length + Journaled.OVERHEAD, level)) {
            return true;
        }
        journal.done(position);
        return false;
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
