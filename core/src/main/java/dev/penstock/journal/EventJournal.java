package dev.penstock.journal;

import static dev.penstock.journal.JournalFormat.COMMITTED;
import static dev.penstock.journal.JournalFormat.DONE;
import static dev.penstock.journal.JournalFormat.HEADER;
import static dev.penstock.journal.JournalFormat.LEAST_CAPACITY;
import static dev.penstock.journal.JournalFormat.MOST_CAPACITY;
import static dev.penstock.journal.JournalFormat.RECORD_HEADER;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A ring of records in a memory-mapped file: what was appended outlives the process, even one killed by {@code kill -9}.
 *
 * <p>It does not outlive the machine: nothing is forced to the disk, so that {@link #append} makes no system call. The file
 * is allocated in full, for a page that the disk has no room for would kill the JVM when it is touched; only a file system
 * that compresses or copies on write may still come to that. No descriptor is kept; the mapping goes with this object.
 *
 * <p>Thread-safe. {@link LeftJournal} reads what a process left.
 */
public final class EventJournal implements AutoCloseable {

    /** What {@link #append} returns when there is no room. */
    public static final long FULL = -1;

    /** What {@link #append} returns after {@link #close}. */
    public static final long CLOSED = -2;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CLAIMED;
    private static final VarHandle FREED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(EventJournal.class, "claimed", long.class);
            FREED = lookup.findVarHandle(EventJournal.class, "freed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Holds a class of the JDK only, so that a thread that outlives the application keeps nothing of ours. */
    private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

    /** The sign bit of {@link #claimed}: set for ever by {@link #close}, which makes every later claim fail. */
    private static final long CLOSED_BIT = Long.MIN_VALUE;

    /** Calls that {@link #probeStack} nests: some kilobytes, where writing a record takes one at most. */
    private static final int PROBED_CALLS = 64;

    private final Path file;
    private final MappedByteBuffer buffer;
    private final long capacity;
    private final int mask;
    private final long salt;

    /** The position of the next record; the sign bit says closed. */
    private volatile long claimed;

    /** Everything before this position is done, and its room free. */
    private volatile long freed;

    private EventJournal(Path file, MappedByteBuffer buffer, long capacity, long salt) {
        this.file = file;
        this.buffer = buffer;
        this.capacity = capacity;
        this.salt = salt;
        mask = (int) capacity - 1;
    }

    /**
     * Creates a fresh journal file, readable by its owner only. Its name sorts after those of all journals there are; a
     * file that an earlier call did not finish is deleted.
     *
     * @param directory exists and is used by no other process
     * @param capacity bytes for the records, 64 KiB to 1 GiB; rounded up to a power of two
     * @return an empty journal
     * @throws IOException when the disk is full, among other reasons; no file is left then
     */
    public static EventJournal create(Path directory, long capacity) throws IOException {
        if (capacity < LEAST_CAPACITY || capacity > MOST_CAPACITY) {
            throw new IllegalArgumentException("capacity must be 64 KiB to 1 GiB, was " + capacity + " bytes");
        }
        long rounded = Long.highestOneBit(capacity - 1) << 1;
        // Negative, so that a key of zeros is of no possible position.
        long salt = new SecureRandom().nextLong() | Long.MIN_VALUE;
        Path file = JournalFiles.create(directory, rounded, salt);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer buffer = channel.map(MapMode.READ_WRITE, 0, HEADER + rounded);
            EventJournal journal = new EventJournal(file, buffer, rounded, salt);
            // Links all that append calls: doing that takes far more stack than append makes sure of.
            journal.done(journal.append(new byte[64], 64));
            return journal;
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Copies a payload in. Takes no lock, makes no system call and allocates nothing, but for a few bytes once per thread.
     * Once it returns a position, the payload survives the death of the process. Whatever it throws, a
     * {@link StackOverflowError} too, the payload is not in the journal, and the others are as they were.
     *
     * @param payload begins with the bytes to keep
     * @param length how many, from 0
     * @return the record's position, not negative, which no other record ever has; or {@link #FULL}, also for a length of
     *     more than half of the capacity; or {@link #CLOSED}
     */
    public long append(byte[] payload, int length) {
        Objects.checkFromIndexSize(0, length, payload.length);
        if (claimed < 0) {
            return CLOSED;
        }
        if (length > capacity / 2) {
            return FULL;
        }
        // All that is long or may fail comes before the claim: after it, one thread's failure is everybody's gap.
        CRC32C crc = CRC.get();
        crc.reset();
        crc.update(payload, 0, length);
        int sum = (int) crc.getValue();
        if (probeStack(PROBED_CALLS) != PROBED_CALLS) {
            throw new AssertionError();
        }
        long position = claim(length);
        if (position < 0) {
            return position;
        }
        long key = position ^ salt;
        try {
            // The state first: a key of this lap must never stand beside a state of an earlier one.
            WORD.setRelease(buffer, index(position + Long.BYTES), 0L);
            WORD.setRelease(buffer, index(position), key);
            copy(payload, length, index(position + RECORD_HEADER));
            WORD.setRelease(buffer, index(position + Long.BYTES), JournalFormat.stateWord(COMMITTED, length, key, sum));
        } catch (Throwable e) {
            takeBack(position, length);
            throw e;
        }
        return position;
    }

    /**
     * Says that a record is safe elsewhere, or given up. Space is given back as the oldest records are done. Any order,
     * any thread; doing it again changes nothing.
     *
     * @param position what {@link #append} returned
     * @throws IllegalArgumentException when it never returned that
     */
    public void done(long position) {
        if (position < freed && position >= 0) {
            return;
        }
        if (position < 0 || (position & 7) != 0 || position >= (claimed & ~CLOSED_BIT)) {
            throw new IllegalArgumentException("no record at position " + position);
        }
        long key = position ^ salt;
        // The key is read after the state: if it still stands, the state was this record's.
        long word = (long) WORD.getAcquire(buffer, index(position + Long.BYTES));
        if ((long) WORD.getAcquire(buffer, index(position)) != key || word == 0) {
            if (position < freed) {
                // Another thread did it meanwhile, and the space is in use again.
                return;
            }
            throw new IllegalArgumentException("no record at position " + position);
        }
        if (JournalFormat.state(word) == COMMITTED) {
            long done = JournalFormat.stateWord(DONE, JournalFormat.length(word), key, 0);
            // Fails only when another thread has done it: the word may be one of the next lap by now.
            boolean unused = WORD.compareAndSet(buffer, index(position + Long.BYTES), word, done);
        }
        free();
    }

    /**
     * The space that records take, done ones behind an older one that is not done included.
     *
     * @return bytes at some instant during the call, 0 to {@link #capacity()}
     */
    public long used() {
        long free = freed;
        return Math.min(capacity, (claimed & ~CLOSED_BIT) - free);
    }

    /**
     * The space for records.
     *
     * @return bytes; a record takes its payload's length and 16 to 23 more
     */
    public long capacity() {
        return capacity;
    }

    /**
     * The file.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    /**
     * Refuses later appends. If every record is done the file is deleted, else it stays for the next start; a later call
     * looks again. Appends under way finish, and {@link #done} goes on working.
     */
    @Override
    public void close() {
        long end;
        do {
            end = claimed;
        } while (end >= 0 && !CLAIMED.compareAndSet(this, end, end | CLOSED_BIT));
        free();
        if (freed == (claimed & ~CLOSED_BIT)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // Windows keeps a mapped file. The next start finds no record in it that is not done, and deletes it.
                return;
            }
        }
    }

    /** Takes the space of a record. */
    long claim(int length) {
        long size = JournalFormat.size(length);
        while (true) {
            long position = claimed;
            if (position < 0) {
                return CLOSED;
            }
            if (position + size - freed > capacity) {
                // A record that was done last, or taken back, may have found no one to free its space.
                if (!free()) {
                    return FULL;
                }
            } else if (CLAIMED.compareAndSet(this, position, position + size)) {
                return position;
            }
        }
    }

    /** Gives up the space of a record whose payload could not be written. */
    private void takeBack(long position, int length) {
        long key = position ^ salt;
        WORD.setRelease(buffer, index(position + Long.BYTES), 0L);
        WORD.setRelease(buffer, index(position), key);
        WORD.setRelease(buffer, index(position + Long.BYTES), JournalFormat.stateWord(DONE, length, key, 0));
    }

    /**
     * Gives back the space of the oldest records that are done.
     *
     * @return whether there were any, or another thread found them
     */
    private boolean free() {
        boolean any = false;
        while (true) {
            long from = freed;
            long to = endOfDone(from);
            if (to == from) {
                return any;
            }
            any = true;
            // If another thread was faster, what was read may be of the next lap, and counts for nothing.
            boolean unused = FREED.compareAndSet(this, from, to);
        }
    }

    /** Where the first record begins that is not done. */
    private long endOfDone(long from) {
        long end = claimed & ~CLOSED_BIT;
        long to = from;
        while (to < end) {
            // Without the key, the state is none of this record's yet.
            if ((long) WORD.getAcquire(buffer, index(to)) != (to ^ salt)) {
                break;
            }
            long word = (long) WORD.getAcquire(buffer, index(to + Long.BYTES));
            if (JournalFormat.state(word) != DONE) {
                break;
            }
            to += JournalFormat.size(JournalFormat.length(word));
        }
        return to;
    }

    private void copy(byte[] payload, int length, int index) {
        int first = Math.min(length, HEADER + mask + 1 - index);
        buffer.put(index, payload, 0, first);
        if (first < length) {
            buffer.put(HEADER, payload, first, length - first);
        }
    }

    private int index(long position) {
        return HEADER + ((int) position & mask);
    }

    /** Overflows the stack before the claim instead of after it, where the application's own recursion is near its end. */
    private static int probeStack(int calls) {
        return calls == 0 ? 0 : probeStack(calls - 1) + 1;
    }
}
