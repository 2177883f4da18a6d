package dev.penstock.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells several listeners of each request, and shields the delivery thread from what they throw. Thread-safe. */
public final class SelfMetricsListeners implements SelfMetrics {

    private final List<SelfMetrics> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<Throwable> failed;

    /**
     * No listener yet.
     *
     * @param failed told what a listener threw
     */
    public SelfMetricsListeners(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    /**
     * Adds a listener.
     *
     * @param listener told of each request from now on
     * @return takes it away again
     */
    public AutoCloseable add(SelfMetrics listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void request(@Nullable String tenant, int status, long bytes, long nanos) {
        for (SelfMetrics each : listeners) {
            try {
                each.request(tenant, status, bytes, nanos);
            } catch (Throwable e) {
                failed.accept(e);
            }
        }
    }

    @Override
    public void propagated(@Nullable String tenant, long records, long nanos) {
        for (SelfMetrics each : listeners) {
            try {
                each.propagated(tenant, records, nanos);
            } catch (Throwable e) {
                failed.accept(e);
            }
        }
    }
}
