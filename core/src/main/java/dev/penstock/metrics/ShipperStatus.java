package dev.penstock.metrics;

import dev.penstock.health.Health;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamCounts;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a shipper is, for a person who looks: an immutable snapshot. Never holds secrets.
 *
 * @param name the shipper's name, such as the appender's
 * @param kind what it ships
 * @param url where it ships to, without user, password and query
 * @param tenant the configured tenant, empty for none
 * @param health its verdict on itself
 * @param stats what became of every record; among them how many are on disk
 * @param droppedByStages records that stages of its pipeline dropped, by the stages' own reasons
 * @param queuedRecords records that wait to be put into a batch; 0 for metrics, which have no queue
 * @param queueCapacity the most records that can wait so; 0 for metrics
 * @param bufferedBytes bytes held in memory now
 * @param bufferLimit the most bytes that may be held for records; {@code buffer_size} less what is set aside for delivery
 * @param onDiskBytes bytes of the buffer directory that are taken by batches that wait or by ones already delivered in
 *     files not yet removed; 0 without a buffer directory
 * @param lastFailure the failure of delivery that came last, also when it is over; null when there was none
 * @param lastSuccess when a request was last acknowledged; null when none was
 * @param streams the streams of logs that have most records, the largest first, at most {@link #MOST_STREAMS}; none for
 *     metrics
 * @param streamsSeen how many streams there were; exact up to {@link #STREAMS_REMEMBERED}, beyond which one that comes
 *     again after thousands of others counts again
 * @param otherRecords records of streams that came when no more could be remembered, and are counted together: the first
 *     {@link #STREAMS_REMEMBERED} are counted by themselves
 */
public record ShipperStatus(
        String name,
        Kind kind,
        String url,
        String tenant,
        Health health,
        Stats stats,
        Map<String, Long> droppedByStages,
        long queuedRecords,
        long queueCapacity,
        long bufferedBytes,
        long bufferLimit,
        long onDiskBytes,
        @Nullable LastFailure lastFailure,
        @Nullable Instant lastSuccess,
        List<StreamCount> streams,
        long streamsSeen,
        long otherRecords) {

    /** The most streams in {@link #streams()}. */
    public static final int MOST_STREAMS = 100;

    /** The most streams that are counted one by one: those that came first. */
    public static final int STREAMS_REMEMBERED = StreamCounts.REMEMBERED;

    /** What is shipped. */
    public enum Kind {
        /** Log lines, to Loki. */
        LOGS,
        /** Samples, by remote write. */
        METRICS
    }

    /**
     * A failure of delivery.
     *
     * @param at when it happened
     * @param message what happened: the url, the tenant, the status with the backend's own words or the exception
     * @param remedy what a person can do about it
     * @param status the HTTP status; null when no answer came
     */
    public record LastFailure(
            Instant at,
            String message,
            String remedy,
            @Nullable Integer status) {}

    /**
     * How many records a stream has got.
     *
     * @param labels its labels as Loki writes them, such as <code>{level="INFO", service_name="shop"}</code>
     * @param records how many were put into closed batches since the start
     */
    public record StreamCount(String labels, long records) {}

    /** Copies the map, which keeps its order, and the list. */
    public ShipperStatus {
        droppedByStages = Collections.unmodifiableMap(new LinkedHashMap<>(droppedByStages));
        streams = List.copyOf(streams);
    }
}
