package dev.penstock.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One log line on its way from the framework's event to the wire: reused by the shipping thread, never kept.
 *
 * <p>A mapper fills it, pipeline stages change it, the batch encodes it. Not thread-safe.
 */
public final class Entry {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Pairs labels = new Pairs();
    private final Pairs metadata = new Pairs();
    private CharSequence line = "";
    private long epochNanos;
    private @Nullable String tenant;
    private boolean urgent;
    private EventValues values = EventValues.NONE;

    /** An empty entry. */
    public Entry() {}

    /** Forgets everything. */
    public void clear() {
        labels.clear();
        metadata.clear();
        line = "";
        epochNanos = 0;
        tenant = null;
        urgent = false;
        values = EventValues.NONE;
    }

    /**
     * The labels that choose the stream. Names and values are repaired later, where Loki would refuse them.
     *
     * @return the list to add to
     */
    public Pairs labels() {
        return labels;
    }

    /**
     * The structured metadata.
     *
     * @return the list to add to
     */
    public Pairs metadata() {
        return metadata;
    }

    /**
     * Sets the line, without copying it.
     *
     * @param text the line
     */
    public void setLine(CharSequence text) {
        line = text;
    }

    /**
     * The line.
     *
     * @return what was set; empty after {@link #clear()}
     */
    public CharSequence line() {
        return line;
    }

    /**
     * Sets the time of the event. Loki counts nanoseconds in 64 bits, which reach from 1677 to 2262; a time outside
     * becomes the nearest inside.
     *
     * @param time the time
     */
    public void setTimestamp(Instant time) {
        setTimestamp(time.getEpochSecond(), time.getNano());
    }

    /**
     * As {@link #setTimestamp(Instant)}.
     *
     * @param epochSecond seconds since 1970
     * @param nano nanoseconds within the second
     */
    public void setTimestamp(long epochSecond, int nano) {
        if (epochSecond >= Long.MAX_VALUE / NANOS_PER_SECOND) {
            epochNanos = Long.MAX_VALUE;
        } else if (epochSecond <= Long.MIN_VALUE / NANOS_PER_SECOND) {
            epochNanos = Long.MIN_VALUE;
        } else {
            epochNanos = epochSecond * NANOS_PER_SECOND + nano;
        }
    }

    /**
     * Sets the time of the event.
     *
     * @param nanos nanoseconds since 1970
     */
    public void setEpochNanos(long nanos) {
        epochNanos = nanos;
    }

    /**
     * The time of the event.
     *
     * @return nanoseconds since 1970
     */
    public long epochNanos() {
        return epochNanos;
    }

    /**
     * Sends this record to another tenant than the configured one.
     *
     * @param tenantId the tenant; null or empty for the configured one
     */
    public void setTenant(@Nullable String tenantId) {
        tenant = tenantId == null || tenantId.isEmpty() ? null : tenantId;
    }

    /**
     * The tenant of this record alone.
     *
     * @return null for the configured one
     */
    public @Nullable String tenant() {
        return tenant;
    }

    /** Asks that the batch be sent at once instead of after {@code batch_wait}. */
    public void markUrgent() {
        urgent = true;
    }

    /**
     * Whether the batch should be sent at once.
     *
     * @return true after {@link #markUrgent()}
     */
    public boolean isUrgent() {
        return urgent;
    }

    /**
     * Sets what else the event has, for a pipeline to read.
     *
     * @param ofEvent reads the event that is being mapped; is not used once the entry was batched
     */
    public void setValues(EventValues ofEvent) {
        values = ofEvent;
    }

    /**
     * What else the event has.
     *
     * @return what was set; {@link EventValues#NONE} after {@link #clear()}
     */
    public EventValues values() {
        return values;
    }

    /**
     * Takes over all that another entry has, its line as a text of its own.
     *
     * @param other is not changed
     */
    public void copy(Entry other) {
        labels.copy(other.labels);
        metadata.copy(other.metadata);
        line = other.line.toString();
        epochNanos = other.epochNanos;
        tenant = other.tenant;
        urgent = other.urgent;
        values = other.values;
    }
}
