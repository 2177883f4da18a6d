package dev.penstock.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns text into UTF-8 that every reader takes: half a surrogate pair becomes U+FFFD, and what is too long is cut
 * between characters with a visible mark. Reuses its buffer; not thread-safe.
 */
public final class Utf8 {

    /** Room that a mark takes at most, whatever number stands in it. */
    public static final int MARK_BYTES = 25;

    private static final int KEPT = 1 << 20;

    private static final int SMALL = 1024;
    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);

    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(REPLACEMENT);

    private char[] chars = new char[SMALL];
    private CharBuffer source = CharBuffer.wrap(chars);
    private byte[] bytes = new byte[SMALL];
    private ByteBuffer sink = ByteBuffer.wrap(bytes);
    private int size;

    /** An empty buffer. */
    public Utf8() {}

    /** Forgets what was written, and the buffer too when one huge text made it huge. */
    public void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            resize(SMALL);
        }
    }

    /**
     * The bytes written, from index 0. Only the first {@link #size()} count; valid until the next write.
     *
     * @return the buffer itself
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Bytes written since {@link #clear()}.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Appends a text.
     *
     * @param text any text, well-formed or not
     * @return the bytes it took
     */
    public int write(CharSequence text) {
        int length = text.length();
        int start = size;
        ensure(3L * length);
        fill(text, length);
        ByteBuffer out = sink.clear().position(start);
        // There is room for whatever comes, so it never ends with a part of the text left.
        CoderResult unused = encoder.reset().encode(source.clear().limit(length), out, true);
        size = out.position();
        return size - start;
    }

    /** Puts the characters into the array from which they are encoded, much faster than one by one. */
    private void fill(CharSequence text, int length) {
        if (chars.length < length || chars.length > KEPT) {
            char[] larger = new char[Math.max(length, SMALL)];
            // First what may fail for want of memory: a source of other characters would repeat an old text.
            source = CharBuffer.wrap(larger);
            chars = larger;
        }
        if (text instanceof String string) {
            string.getChars(0, length, chars, 0);
        } else if (text instanceof StringBuilder builder) {
            builder.getChars(0, length, chars, 0);
        } else {
            for (int i = 0; i < length; i++) {
                chars[i] = text.charAt(i);
            }
        }
    }

    /**
     * Appends a text, cut so that it takes no more than a number of bytes, its mark included.
     *
     * @param text any text
     * @param maxBytes at least {@link #MARK_BYTES}
     * @return true when it was cut
     */
    public boolean writeCut(CharSequence text, int maxBytes) {
        int start = size;
        int written;
        if (text.length() > maxBytes) {
            // Too long whatever its characters are. What will be cut off is only counted, for room to encode a huge
            // line
            // whole would be several times what the line takes itself.
            write(text.subSequence(0, maxBytes));
            written = length(text);
        } else {
            written = write(text);
            if (written <= maxBytes) {
                return false;
            }
        }
        int end = start + maxBytes - MARK_BYTES;
        // A byte 10xxxxxx continues a character: step back to where one begins.
        while (end > start && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        size = end;
        write(mark(written - (end - start)));
        return true;
    }

    /**
     * Cuts a text as {@link #writeCut} does.
     *
     * @param text any text
     * @param maxBytes at least {@link #MARK_BYTES}
     * @return the text itself when it is short enough
     */
    public static String cut(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3) {
            return text;
        }
        int total = length(text);
        if (total <= maxBytes) {
            return text;
        }
        int room = maxBytes - MARK_BYTES;
        int kept = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            int wide = width(point);
            if (kept + wide > room) {
                break;
            }
            kept += wide;
            end += Character.charCount(point);
        }
        return text.substring(0, end) + mark(total - kept);
    }

    /**
     * The bytes a text takes.
     *
     * @param text any text
     * @return its length in UTF-8, half surrogate pairs counted as U+FFFD
     */
    static int length(CharSequence text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            int point = Character.codePointAt(text, i);
            sum += width(point);
            i += Character.charCount(point) - 1;
        }
        return sum;
    }

    private static int width(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static String mark(int missing) {
        return "…[" + missing + " bytes cut]";
    }

    private void ensure(long more) {
        long needed = size + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 16) {
                throw new IllegalArgumentException("a text of " + more + " bytes is too long to encode");
            }
            resize((int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, 2L * bytes.length)));
        }
    }

    private void resize(int length) {
        byte[] resized = Arrays.copyOf(bytes, length);
        // As in fill: both or none.
        sink = ByteBuffer.wrap(resized);
        bytes = resized;
    }
}
