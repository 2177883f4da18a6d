package dev.penstock.journal;

import static dev.penstock.journal.JournalFormat.COMMITTED;
import static dev.penstock.journal.JournalFormat.HEADER;
import static dev.penstock.journal.JournalFormat.LEAST_CAPACITY;
import static dev.penstock.journal.JournalFormat.MAGIC;
import static dev.penstock.journal.JournalFormat.MOST_CAPACITY;
import static dev.penstock.journal.JournalFormat.RECORD_HEADER;
import static dev.penstock.journal.JournalFormat.SPENT;
import static dev.penstock.journal.JournalFormat.VERSION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal that an earlier process left: hands out what was appended and never done.
 *
 * <p>It trusts no chain of lengths, for a thread may have died between taking its space and writing its header: every
 * multiple of 8 is looked at, and {@link JournalFormat} says why only true records pass. The file is mapped, not read into
 * the heap. Not thread-safe.
 */
public final class LeftJournal {

    private enum Found {
        NOTHING,
        LIVE,
        DONE,
        UNFINISHED,
        DAMAGED
    }

    private final Path file;
    private final @Nullable String problem;
    private final CRC32C crc = new CRC32C();

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long capacity;
    private long salt;
    /** Bytes of the ring that are there: all, unless the file was cut. */
    private long present;

    private int records;
    private int damaged;
    private int unfinished;

    /** The highest position of a record that is whole. */
    private long newest;
    /** The ring's offset of the oldest record. */
    private long oldest;
    /** Bytes looked at since there. */
    private long read;

    private LeftJournal(Path file) {
        this.file = file;
        String trouble;
        try {
            trouble = open();
        } catch (IOException e) {
            trouble = "cannot be read: " + e;
        }
        problem = trouble;
        if (trouble == null) {
            survey();
        }
    }

    /**
     * Looks at every journal in a directory. To be called before {@link EventJournal#create}, whose file would be listed
     * too.
     *
     * @param directory exists and is used by no other process
     * @return the journals, oldest first, with those that cannot be read
     * @throws IOException when the directory cannot be read
     */
    public static List<LeftJournal> find(Path directory) throws IOException {
        List<LeftJournal> found = new ArrayList<>();
        for (Path file : JournalFiles.list(directory)) {
            if (!wasSpent(file)) {
                found.add(new LeftJournal(file));
            }
        }
        return found;
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
     * Why the file is left alone.
     *
     * @return such as "is of version 2, not 1"; null when it can be read
     */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * The records to be had from {@link #next}, in all.
     *
     * @return 0 or more
     */
    public int records() {
        return records;
    }

    /**
     * Records lost to damage, as far as they can be told: of one whose first 8 bytes are damaged nothing may be left to see.
     *
     * @return 0 or more; 1 at least when the file was cut
     */
    public int damaged() {
        return damaged;
    }

    /**
     * Records whose append had not returned when the process died.
     *
     * @return 0 or more
     */
    public int unfinished() {
        return unfinished;
    }

    /**
     * The next record, in the order of their positions.
     *
     * @return its payload; null when there are no more
     */
    public byte @Nullable [] next() {
        while (read < capacity) {
            long offset = wrap(oldest + read);
            if (inspect(offset) == Found.LIVE) {
                int length = JournalFormat.length(word(offset + Long.BYTES));
                byte[] payload = new byte[length];
                long start = wrap(offset + RECORD_HEADER);
                int first = (int) Math.min(length, capacity - start);
                buffer.get((int) (HEADER + start), payload, 0, first);
                buffer.get(HEADER, payload, first, length - first);
                read += JournalFormat.size(length);
                return payload;
            }
            read += Long.BYTES;
        }
        return null;
    }

    /**
     * Deletes the file: everything in it is safe elsewhere. Where it cannot be deleted, it is marked so that no later start
     * reads it again.
     *
     * @throws IOException when that cannot be done either
     * @throws IllegalStateException when the file has a {@link #problem()}
     */
    public void delete() throws IOException {
        if (problem != null) {
            throw new IllegalStateException(file + " " + problem);
        }
        read = capacity;
        buffer = ByteBuffer.allocate(0);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Windows keeps a file that is still mapped.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer mark = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                JournalFiles.write(channel, mark.putLong(SPENT).flip());
            } catch (IOException second) {
                e.addSuppressed(second);
                throw e;
            }
        }
    }

    private static boolean wasSpent(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (header(channel).getLong(0) != SPENT) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It says itself that it is not to be read.
            return true;
        }
        return true;
    }

    private @Nullable String open() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = header(channel);
            if (channel.size() < HEADER || header.getLong(0) != MAGIC) {
                return "is not a journal";
            }
            if (header.getLong(8) != VERSION) {
                return "is of version " + header.getLong(8) + ", not " + VERSION;
            }
            long size = header.getLong(16);
            salt = header.getLong(24);
            if (size < LEAST_CAPACITY
                    || size > MOST_CAPACITY
                    || Long.bitCount(size) != 1
                    || !header.equals(JournalFiles.header(size, salt))) {
                return "has a damaged header";
            }
            capacity = size;
            present = Math.min(capacity, channel.size() - HEADER) & -8L;
            if (present < capacity) {
                damaged++;
            }
            buffer = channel.map(MapMode.READ_ONLY, 0, HEADER + present).order(ByteOrder.LITTLE_ENDIAN);
            return null;
        }
    }

    /** The first bytes; zeros where the file is shorter. */
    private static ByteBuffer header(FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int read;
        do {
            read = channel.read(header, header.position());
        } while (read >= 0 && header.hasRemaining());
        return header.clear();
    }

    /**
     * Finds the oldest record, and counts. All records lie within one length of the ring, so that reading the ring from
     * there on gives them in order, with nothing to be sorted.
     */
    private void survey() {
        long least = Long.MAX_VALUE;
        long offset = 0;
        while (offset < present) {
            Found found = inspect(offset);
            if (found == Found.LIVE || found == Found.DONE) {
                long position = word(offset) ^ salt;
                newest = Math.max(newest, position);
                if (found == Found.LIVE && position < least) {
                    least = position;
                    oldest = offset;
                }
            }
            offset += step(found, offset);
        }
        // Only now is it known which positions can be.
        offset = 0;
        while (offset < present) {
            Found found = inspect(offset);
            switch (found) {
                case LIVE -> records++;
                case DAMAGED -> damaged++;
                case UNFINISHED -> unfinished++;
                case DONE, NOTHING -> {}
            }
            offset += step(found, offset);
        }
    }

    /** Nothing else begins within a live record; within a done one, something newer may. */
    private long step(Found found, long offset) {
        return found == Found.LIVE ? JournalFormat.size(JournalFormat.length(word(offset + Long.BYTES))) : Long.BYTES;
    }

    /** What begins at an offset of the ring. */
    private Found inspect(long offset) {
        if (!isPresent(offset, RECORD_HEADER)) {
            return Found.NOTHING;
        }
        long key = word(offset);
        if (!isKeyOf(offset, key)) {
            return Found.NOTHING;
        }
        long word = word(offset + Long.BYTES);
        int length = JournalFormat.length(word);
        if (word == JournalFormat.stateWord(JournalFormat.DONE, length, key, 0)) {
            return Found.DONE;
        }
        if (JournalFormat.state(word) == COMMITTED
                && length <= capacity / 2
                && isPresent(offset, JournalFormat.size(length))
                && word == JournalFormat.stateWord(COMMITTED, length, key, checksum(offset, length))) {
            return Found.LIVE;
        }
        // Nothing vouches for the key but itself: it may be any bytes of a payload, unless its position is likely.
        if (!isLikely(key)) {
            return Found.NOTHING;
        }
        if (word == 0) {
            return Found.UNFINISHED;
        }
        // A record of a later lap may begin just behind the key of one that is long done.
        return isKeyOf(wrap(offset + Long.BYTES), word) && isLikely(word) ? Found.NOTHING : Found.DAMAGED;
    }

    private boolean isKeyOf(long offset, long key) {
        long position = key ^ salt;
        return position >= 0 && wrap(position) == offset;
    }

    /** Whether a key's position is near those of records that are whole. */
    private boolean isLikely(long key) {
        return Math.abs((key ^ salt) - newest) <= 2 * capacity;
    }

    private int checksum(long offset, int length) {
        long start = wrap(offset + RECORD_HEADER);
        int first = (int) Math.min(length, capacity - start);
        crc.reset();
        crc.update(buffer.slice((int) (HEADER + start), first));
        if (first < length) {
            crc.update(buffer.slice(HEADER, length - first));
        }
        return (int) crc.getValue();
    }

    /** Whether bytes from an offset on, round the ring's end, are in the file. */
    private boolean isPresent(long offset, long count) {
        long end = offset + count;
        return present == capacity || end <= present;
    }

    private long word(long offset) {
        return buffer.getLong((int) (HEADER + wrap(offset)));
    }

    private long wrap(long offset) {
        return offset & (capacity - 1);
    }
}
