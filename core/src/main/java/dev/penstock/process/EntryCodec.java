package dev.penstock.process;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns an {@link Entry} into bytes and back, so that it can wait outside of the heap and outlive the process.
 *
 * <p>Exact for every Java string, half surrogate pairs too. Reuses its buffer; not thread-safe.
 *
 * <p>The form: a version byte; a byte of flags; the time in 8 bytes, big-endian; the tenant if there is one; the line; the
 * labels, the metadata and, if a flag says so, the event's other values, each as their number and then name, value, name,
 * value. A text is its length in bytes and WTF-8; numbers are unsigned varints.
 */
public final class EntryCodec {

    private static final byte VERSION = 1;
    private static final int URGENT = 1;
    private static final int TENANT = 2;
    private static final int VALUES = 4;

    private static final int SMALL = 1024;
    /** A buffer that one huge entry made larger than this is not kept. */
    private static final int KEPT = 1 << 20;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;
    private static final int VARINT = 5;

    private final Pairs values = new Pairs();
    private final boolean withValues;
    private byte[] buffer = new byte[SMALL];
    private int size;

    /**
     * An empty buffer.
     *
     * @param withValues whether the event's {@link Entry#values() other values} are written too, for a pipeline that
     *     will read the entry
     */
    public EntryCodec(boolean withValues) {
        this.withValues = withValues;
    }

    /**
     * Writes an entry.
     *
     * @param entry any entry
     * @return its bytes, an array of its own
     * @throws IllegalArgumentException when it would take 2 GiB or more
     */
    public byte[] write(Entry entry) {
        size = 0;
        if (buffer.length > KEPT) {
            buffer = new byte[SMALL];
        }
        String tenant = entry.tenant();
        ensure(2 + Long.BYTES);
        buffer[size++] = VERSION;
        buffer[size++] =
                (byte) ((entry.isUrgent() ? URGENT : 0) | (tenant == null ? 0 : TENANT) | (withValues ? VALUES : 0));
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (entry.epochNanos() >>> shift);
        }
        if (tenant != null) {
            text(tenant);
        }
        text(entry.line());
        pairs(entry.labels());
        pairs(entry.metadata());
        if (withValues) {
            values.clear();
            entry.values().forEach(values::add);
            pairs(values);
            values.clear();
        }
        return Arrays.copyOf(buffer, size);
    }

    /**
     * Reads an entry. What {@link Pairs#add} would leave out (an empty value, a name that was there before) is left out.
     *
     * @param bytes what {@link #write} returned
     * @param entry is filled; empty when this throws
     * @throws IllegalArgumentException when the bytes are of another version or damaged
     */
    public static void read(byte[] bytes, Entry entry) {
        entry.clear();
        boolean whole = false;
        try {
            new Reader(bytes).read(entry);
            whole = true;
        } finally {
            if (!whole) {
                entry.clear();
            }
        }
    }

    private void pairs(Pairs pairs) {
        int count = pairs.size();
        ensure(VARINT);
        varint(count);
        for (int i = 0; i < count; i++) {
            text(pairs.name(i));
            text(pairs.value(i));
        }
    }

    private void text(CharSequence text) {
        long length = Wtf8.length(text);
        ensure(VARINT + length);
        varint((int) length);
        size = Wtf8.write(text, buffer, size);
    }

    private void varint(int value) {
        int rest = value;
        while (rest > 0x7f) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private void ensure(long more) {
        long needed = size + more;
        if (needed > buffer.length) {
            if (needed > MOST_BYTES) {
                throw new IllegalArgumentException("an entry of " + needed + " bytes or more is too long to encode");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(MOST_BYTES, Math.max(needed, 2L * buffer.length)));
        }
    }

    /** Goes through the bytes of one entry. */
    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        void read(Entry entry) {
            need(2 + Long.BYTES);
            if (bytes[at] != VERSION) {
                throw new IllegalArgumentException("an entry of version " + bytes[at] + ", not " + VERSION);
            }
            int flags = bytes[++at];
            if ((flags & ~(URGENT | TENANT | VALUES)) != 0) {
                throw new IllegalArgumentException("an entry with unknown flags " + flags);
            }
            at++;
            long nanos = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                nanos = nanos << 8 | (bytes[at++] & 0xff);
            }
            entry.setEpochNanos(nanos);
            if ((flags & URGENT) != 0) {
                entry.markUrgent();
            }
            @Nullable String tenant = (flags & TENANT) == 0 ? null : text();
            entry.setTenant(tenant);
            entry.setLine(text());
            pairs(entry.labels());
            pairs(entry.metadata());
            if ((flags & VALUES) != 0) {
                Pairs values = new Pairs();
                pairs(values);
                entry.setValues(new PairValues(values));
            }
            if (at != bytes.length) {
                throw new IllegalArgumentException("an entry with " + (bytes.length - at) + " bytes too many");
            }
        }

        private void pairs(Pairs pairs) {
            int count = varint();
            if (count > Pairs.MOST) {
                throw new IllegalArgumentException("an entry with " + count + " pairs");
            }
            for (int i = 0; i < count; i++) {
                String name = text();
                pairs.add(name, text());
            }
        }

        private String text() {
            int length = varint();
            need(length);
            String text = Wtf8.read(bytes, at, length);
            at += length;
            return text;
        }

        private int varint() {
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                need(1);
                int part = bytes[at++];
                // The fifth byte has room for three bits more: 31 in all.
                if (shift == 28 && (part & ~0x7) != 0) {
                    break;
                }
                value |= (part & 0x7f) << shift;
                if (part >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("an entry with a number that is too large");
        }

        private void need(int count) {
            if (count > bytes.length - at) {
                throw new IllegalArgumentException("an entry that ends too early");
            }
        }
    }
}
