package dev.penstock.process;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a pipeline may use of the shipper that runs it.
 *
 * @param nanoClock measures the time between two moments, as {@link System#nanoTime()}
 * @param wallClock tells the time
 * @param pause has the shipping thread wait
 */
public record PipelineSurroundings(LongSupplier nanoClock, InstantSource wallClock, Pause pause) {

    /** Waits on the shipping thread. */
    @FunctionalInterface
    public interface Pause {

        /**
         * Waits, unless the shipper is about to end.
         *
         * @param nanos the longest time to wait
         * @return false when the shipper is to send all that it has without further delay; it may return early
         */
        boolean await(long nanos);
    }
}
