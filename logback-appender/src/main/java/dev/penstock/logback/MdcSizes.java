package dev.penstock.logback;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how large the MDCs met last are: Logback gives a thread's events the same map until its MDC changes.
 * Thread-safe; a race costs no more than measuring a map once again.
 */
final class MdcSizes {

    /** A power of two; threads share a place only where there are more of them. */
    private static final int PLACES = 16;

    private final @Nullable Measured[] places = new Measured[PLACES];

    private record Measured(Map<String, String> mdc, long bytes) {}

    /** The size of a map: what the function says, perhaps some time ago of the same map. */
    @SuppressWarnings("ReferenceEquality") // An equal map is as large, but comparing takes as long as measuring.
    long of(Map<String, String> mdc, ToLongFunction<Map<String, String>> measure) {
        int place = (int) Thread.currentThread().getId() & (PLACES - 1);
        Measured known = places[place];
        if (known == null || known.mdc() != mdc) {
            known = new Measured(mdc, measure.applyAsLong(mdc));
            places[place] = known;
        }
        return known.bytes();
    }
}
