package dev.penstock;

import dev.penstock.buffer.BatchBuffer;
import dev.penstock.delivery.Deliverer;
import dev.penstock.delivery.DeliveryContext;
import dev.penstock.delivery.Receiver;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.health.LastOutcomes;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.ledger.Stats;
import dev.penstock.metrics.SelfMetricsListeners;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Transport;
import dev.penstock.wire.RequestFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a shipper, whatever it ships: closed batches wait here, are delivered by a thread of their own, and are
 * accounted for. Thread-safe.
 */
final class Outlet {

    static final String THREAD = "penstock-deliver-";

    /** How long threads get to end after they were told to give up. */
    static final Duration GRACE = Duration.ofMillis(500);

    private final String name;
    private final ShipperSettings settings;
    private final Diagnostics diagnostics;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final BatchBuffer buffer;
    private final Transport transport;
    private final Troubles troubles = new Troubles();
    private final LastOutcomes last = new LastOutcomes();
    private final HealthWatch healthWatch;
    private final SelfMetricsListeners metrics = new SelfMetricsListeners(this::listenerFailed);
    private final Deliverer deliverer;
    private final ShipperThread thread;
    private long unanswered;
    private @Nullable Stats goodbye;

    /**
     * An outlet whose thread is not yet started.
     *
     * @param mergeLimit how many uncompressed bytes are sent as one request when several batches wait
     */
    Outlet(
            String name,
            ShipperSettings settings,
            Diagnostics diagnostics,
            Ledger ledger,
            ByteBudget budget,
            Transport transport,
            Receiver receiver,
            RequestFormat format,
            long mergeLimit) {
        this.name = name;
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.ledger = ledger;
        this.budget = budget;
        this.transport = transport;
        buffer = new BatchBuffer(ledger, budget);
        healthWatch = new HealthWatch(troubles, ledger, budget, NanoClock.SYSTEM);
        deliverer = new Deliverer(
                new DeliveryContext(
                        receiver,
                        settings,
                        buffer,
                        format,
                        ledger,
                        budget,
                        diagnostics,
                        troubles,
                        last,
                        metrics,
                        NanoClock.SYSTEM,
                        InstantSource.system(),
                        () -> ThreadLocalRandom.current().nextDouble(),
                        mergeLimit),
                transport);
        thread = new ShipperThread(deliverer, THREAD + name);
    }

    String name() {
        return name;
    }

    ShipperSettings settings() {
        return settings;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    Ledger ledger() {
        return ledger;
    }

    ByteBudget budget() {
        return budget;
    }

    BatchBuffer buffer() {
        return buffer;
    }

    Transport transport() {
        return transport;
    }

    Troubles troubles() {
        return troubles;
    }

    LastOutcomes last() {
        return last;
    }

    SelfMetricsListeners metrics() {
        return metrics;
    }

    Deliverer deliverer() {
        return deliverer;
    }

    ShipperThread thread() {
        return thread;
    }

    Health verdict() {
        return healthWatch.verdict();
    }

    /** Waits until all batches up to one are settled. */
    boolean awaitSettled(long sequence, long deadline) {
        try {
            return buffer.awaitSettled(sequence, deadline - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives up, and remembers for how long a request in flight was in vain. */
    void abandon() {
        unanswered = deliverer.secondsUnanswered();
        deliverer.abandon();
    }

    /** Whoever publishes metrics failed: worth a word, and nothing else. */
    void listenerFailed(Throwable e) {
        try {
            diagnostics.trouble("metrics", "a listener for metrics failed, so some may be missing: " + e);
        } catch (Throwable another) {
            // No memory even for this, or a message that cannot be made.
            Thread.onSpinWait();
        }
    }

    /** Says what was odd about the settings. */
    void sayWarnings() {
        for (String each : settings.warnings()) {
            diagnostics.warn(each);
        }
    }

    /** Says that a job ended before everything was sent. */
    void sayUnfinished() {
        long seconds = deliverer.secondsUnanswered();
        diagnostics.trouble(
                "job",
                "a job ended before all was delivered: " + Farewell.of(ledger.snapshot())
                        + (seconds == 0
                                ? ""
                                : "; " + settings.displayUrl() + " has not answered for " + seconds + " s"));
    }

    /** Once, though at the end of a JVM there may be several who want to end it; unless records came in between. */
    synchronized void sayGoodbye(String occasion) {
        Stats stats = ledger.snapshot();
        if (stats.equals(goodbye)) {
            return;
        }
        goodbye = stats;
        String text = occasion + ": " + Farewell.of(stats);
        if (stats.delivered() + stats.dropped(DropReason.STAGE) == stats.accepted()) {
            diagnostics.info(text);
        } else {
            // A backend that never answers has said nothing that could be repeated.
            String why =
                    unanswered == 0 ? "" : "; " + settings.displayUrl() + " did not answer for " + unanswered + " s";
            diagnostics.warn(text + why);
        }
    }
}
