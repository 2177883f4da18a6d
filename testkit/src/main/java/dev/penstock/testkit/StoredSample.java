package dev.penstock.testkit;

/**
 * One float sample as the embedded backend keeps it.
 *
 * @param timestampMillis milliseconds since the epoch
 * @param bits the value as it stood on the wire, bit by bit, since NaNs differ
 * @param startTimestampMillis when the counter began, in milliseconds since the epoch; 0 is unknown
 */
public record StoredSample(long timestampMillis, long bits, long startTimestampMillis) {

    /** The bits of a stale marker, a NaN of its own kind. */
    public static final long STALE_MARKER = 0x7ff0000000000002L;

    /** The value. */
    public double value() {
        return Double.longBitsToDouble(bits);
    }

    /** Whether it says that its series has ended. */
    public boolean isStale() {
        return bits == STALE_MARKER;
    }

    @Override
    public String toString() {
        return (isStale() ? "stale" : Double.toString(value())) + " @" + timestampMillis
                + (startTimestampMillis == 0 ? "" : " since " + startTimestampMillis);
    }
}
