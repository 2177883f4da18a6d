package dev.penstock;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits at the end of a JVM for the hook by which a framework ends the application: it finishes requests, closes the
 * registry, stops logging, and may take half a minute for it.
 *
 * <p>There is no limit to the wait, and there need not be one: the JVM waits for that hook as well. What Penstock adds
 * begins after it.
 */
final class FrameworkHook {

    private final Supplier<@Nullable Thread> search;
    private final BooleanSupplier hooksAreStarting;

    FrameworkHook() {
        this(LiveThreads::frameworkHook, LiveThreads::hooksAreStarting);
    }

    /**
     * @param search finds the hook; null when there is none
     * @param hooksAreStarting whether it may be yet to come
     */
    FrameworkHook(Supplier<@Nullable Thread> search, BooleanSupplier hooksAreStarting) {
        this.search = search;
        this.hooksAreStarting = hooksAreStarting;
    }

    /** Returns when there is no such hook any more, when it is of no interest any more, or when it is interrupted. */
    void await(BooleanSupplier enough) {
        while (!enough.getAsBoolean() && hooksAreStarting.getAsBoolean()) {
            LastRecords.pause();
        }
        Thread hook = search.get();
        try {
            while (hook != null && hook.isAlive() && !enough.getAsBoolean()) {
                hook.join(LastRecords.PAUSE_NANOS / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
