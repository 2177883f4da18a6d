package dev.penstock.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What a target answered. Its memory is kept from scrape to scrape, unless it is far too much. */
final class ScrapeBody {

    private static final int LEAST = 16 * 1024;

    /** Memory that is not given back, however little of it is used. */
    private static final int KEPT = 1024 * 1024;

    private final long limit;
    private byte[] bytes = new byte[LEAST];
    private int length;
    private ExpositionFormat format = ExpositionFormat.PROMETHEUS_TEXT;

    /**
     * A body.
     *
     * @param limit the most bytes that are accepted
     */
    ScrapeBody(long limit) {
        // A few bytes less than an array can have at most.
        this.limit = Math.min(limit, Integer.MAX_VALUE - 16);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    ExpositionFormat format() {
        return format;
    }

    void read(InputStream in, ExpositionFormat its) throws IOException {
        format = its;
        int before = length;
        length = 0;
        if (bytes.length > KEPT && before < bytes.length / 4) {
            bytes = new byte[Math.max(LEAST, before)];
        }
        while (true) {
            if (length == bytes.length) {
                long larger = Math.min(2L * length, limit + 1);
                if (larger > length) {
                    bytes = Arrays.copyOf(bytes, (int) larger);
                }
            }
            int room = (int) Math.min(bytes.length, limit + 1) - length;
            int count = in.read(bytes, length, room);
            if (count < 0) {
                return;
            }
            length += count;
            if (length > limit) {
                throw new ScrapeException("its answer is larger than the body size limit of " + limit + " bytes");
            }
        }
    }
}
