package dev.penstock.settings;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The start of an application, as whoever knows of its end tells it: until then a shipper leaves the processor to the
 * application, as far as nobody waits for what it holds. Thread-safe.
 */
public final class ApplicationStart {

    /** What a start may take, for those who know no better: of a longer one, the first records are shipped meanwhile. */
    public static final Duration USUAL = Duration.ofSeconds(3);

    private final LongSupplier nanoClock;
    private final long latestEnd;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /**
     * A start that begins now.
     *
     * @param longest when it counts as over if nobody says so, 0 or more
     */
    public ApplicationStart(Duration longest) {
        this(longest, System::nanoTime);
    }

    /**
     * A start that begins now.
     *
     * @param longest as above
     * @param nanoClock a clock like {@link System#nanoTime}
     */
    public ApplicationStart(Duration longest, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        latestEnd = nanoClock.getAsLong() + longest.toNanos();
    }

    /** It is over, well or not. */
    public void end() {
        over = true;
        listeners.forEach(Runnable::run);
    }

    /**
     * How long it may last from now on.
     *
     * @return nanoseconds; 0 when it is over
     */
    public long nanosLeft() {
        return over ? 0 : Math.max(0, latestEnd - nanoClock.getAsLong());
    }

    /**
     * Calls back at {@link #end}, but not when the longest time has passed. Of a start that is ending it may call back or
     * not: look at {@link #nanosLeft} afterwards.
     *
     * @param action quick; called by the thread that ends the start
     */
    public void listen(Runnable action) {
        listeners.add(action);
    }

    /**
     * Takes {@link #listen} back.
     *
     * @param action what was to be called
     */
    public void unlisten(Runnable action) {
        listeners.remove(action);
    }
}
