package dev.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.penstock.process.Entry;
import java.time.Instant;

/** Reads an event's time, to the nanosecond where it has one. */
final class EventTime {

    private EventTime() {}

    static Instant of(ILoggingEvent event) {
        Instant instant = event.getInstant();
        return instant != null ? instant : Instant.ofEpochMilli(event.getTimeStamp());
    }

    static void copy(ILoggingEvent event, Entry entry) {
        Instant instant = event.getInstant();
        if (instant != null) {
            entry.setTimestamp(instant);
        } else {
            // Events that other libraries make may know milliseconds only.
            long millis = event.getTimeStamp();
            entry.setTimestamp(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        }
    }
}
