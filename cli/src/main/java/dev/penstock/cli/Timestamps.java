package dev.penstock.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as text. */
final class Timestamps {

    private static final long NANOS = 1_000_000_000L;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** As RFC 3339 has it, in UTC, with all nine digits of the nanoseconds. */
    static String text(long epochNanos) {
        return FORMAT.format(Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS)));
    }
}
