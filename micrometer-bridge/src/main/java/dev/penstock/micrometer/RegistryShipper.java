package dev.penstock.micrometer;

import dev.penstock.DelayedOpening;
import dev.penstock.ExitHook;
import dev.penstock.MetricShipper;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.settings.ApplicationStart;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shipper of a registry: there from the start, or as soon as the application has started or somebody asks for it.
 * Thread-safe.
 */
final class RegistryShipper {

    private final Supplier<MetricShipper> starter;
    private @Nullable DelayedOpening opening;
    private @Nullable ExitHook exitHook;
    private boolean over;
    private volatile @Nullable MetricShipper shipper;

    /**
     * A shipper that is not started yet.
     *
     * @param starter starts it
     */
    RegistryShipper(Supplier<MetricShipper> starter) {
        this.starter = starter;
    }

    /** Has it started when the application has. */
    void startAfter(ApplicationStart start, DiagnosticListener listener) {
        DelayedOpening delayed = new DelayedOpening(
                start,
                this::get,
                () -> {},
                e -> listener.onMessage(
                        DiagnosticListener.Severity.WARN,
                        "metrics are not shipped, for that could not be started: " + e));
        opening = delayed;
        delayed.begin();
    }

    /**
     * The shipper, started if need be.
     *
     * @return null when it was not, and is not wished any more
     */
    synchronized @Nullable MetricShipper get() {
        MetricShipper known = shipper;
        if (known != null || over) {
            return known;
        }
        // What fails once would fail, and be said, at every publish.
        over = true;
        MetricShipper started = starter.get();
        // Nobody may close the registry of a program that just ends.
        exitHook = ExitHook.register(started);
        shipper = started;
        over = false;
        return started;
    }

    /** The shipper; null when it is not started. */
    @Nullable MetricShipper ifStarted() {
        return shipper;
    }

    /** Delivers what it has, if it was started, and is not started any more. */
    void close() {
        MetricShipper last;
        synchronized (this) {
            over = true;
            last = shipper;
            if (opening != null) {
                opening.hurry();
            }
            if (exitHook != null) {
                exitHook.unregister();
            }
        }
        if (last != null) {
            last.close();
        }
    }
}
