package dev.penstock;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.penstock.batch.Batcher;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.buffer.MemoryBuffer;
import dev.penstock.delivery.Deliverer;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.EntryRepair;
import dev.penstock.process.EventMapper;
import dev.penstock.queue.EventQueue;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The pipe from an application's threads to Loki, for any kind of event: what appenders are built on.
 *
 * <p>Applications without a logging framework use {@link LogShipper}. Thread-safe. {@link #offer} never throws, takes no
 * lock and does no I/O.
 *
 * @param <E> the event type
 */
public final class Shipper<E> implements AutoCloseable {

    private static final String SHIPPING_THREAD = "penstock-ship-";
    private static final String DELIVERY_THREAD = "penstock-deliver-";

    /** Bytes of budget per slot of the queue: a small event's estimate. */
    private static final int BYTES_PER_SLOT = 512;

    private static final int LEAST_SLOTS = 1024;
    private static final int MOST_SLOTS = 1 << 22;

    /** How long threads get to end after they were told to give up. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final ShipperSettings settings;
    private final Diagnostics diagnostics;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final EventQueue<E> queue;
    private final BatchBuffer buffer = new MemoryBuffer();
    private final Transport transport;
    private final ShippingLoop<E> loop;
    private final Intake<E> intake;
    private final Deliverer deliverer;
    private final ShipperThread shippingThread;
    private final ShipperThread deliveryThread;
    private boolean closed;

    private Shipper(
            String name,
            ShipperSettings settings,
            StreamDefaults defaults,
            EventMapper<? super E> mapper,
            DiagnosticListener listener) {
        this.settings = settings;
        diagnostics = new Diagnostics(name, listener, System::nanoTime);
        budget = new ByteBudget(settings.bufferSize());
        long slots = settings.bufferSize() / BYTES_PER_SLOT;
        queue = new EventQueue<>((int) Math.max(LEAST_SLOTS, Math.min(MOST_SLOTS, slots)));
        ledger = new Ledger(queue::nextIndex);
        transport = new HttpTransport(settings);
        Batcher batcher = new Batcher(settings, defaults, ledger, budget, diagnostics, buffer::add);
        EntryRepair repair = new EntryRepair(defaults.limitedLabels());
        loop = new ShippingLoop<>(
                queue, mapper, repair, batcher, buffer, ledger, budget, diagnostics, System::nanoTime);
        intake = new Intake<>(settings, queue, budget, ledger, loop::refused);
        deliverer = new Deliverer(
                settings, buffer, transport, ledger, budget, diagnostics, System::nanoTime, InstantSource.system());
        shippingThread = new ShipperThread(loop, SHIPPING_THREAD + name);
        deliveryThread = new ShipperThread(deliverer, DELIVERY_THREAD + name);
    }

    /**
     * Starts a shipper: two daemon threads, no connection yet.
     *
     * @param name put into thread names and messages, such as the appender's name
     * @param settings how to ship
     * @param defaults labels that every stream has
     * @param mapper turns events into entries; called by the shipping thread only
     * @param listener hears of failures
     * @param <E> the event type
     * @return a running shipper
     * @throws dev.penstock.settings.SettingException when a TLS file cannot be used
     */
    public static <E> Shipper<E> start(
            String name,
            ShipperSettings settings,
            StreamDefaults defaults,
            EventMapper<? super E> mapper,
            DiagnosticListener listener) {
        Shipper<E> shipper = new Shipper<>(name, settings, defaults, mapper, listener);
        settings.warnings().forEach(shipper.diagnostics::warn);
        shipper.deliveryThread.start();
        try {
            shipper.shippingThread.start();
        } catch (Throwable e) {
            // No memory for a thread: the other one must not be left behind.
            shipper.buffer.close();
            throw e;
        }
        return shipper;
    }

    /**
     * Hands an event over. Never throws and, but for the opt-in overflow policy {@code block}, never waits.
     *
     * @param event the event; must not change any more
     * @param bytes an estimate of what it holds in memory
     * @param urgent true asks that it be sent without waiting for more
     * @return false when it was dropped, which is counted with its reason
     */
    public boolean offer(E event, int bytes, boolean urgent) {
        return intake.offer(event, bytes, urgent);
    }

    /**
     * Whether a thread is one that ships: what it logs must not be shipped in turn. For events that reach a shipper by way
     * of another thread; {@link #offer} itself sees to its callers.
     *
     * @param threadName the name of the thread that logged
     * @return true for a shipper's own thread
     */
    public static boolean isShipping(String threadName) {
        return threadName.startsWith(SHIPPING_THREAD) || threadName.startsWith(DELIVERY_THREAD);
    }

    /**
     * Counts an event that its front end could not even read, as {@code internal_error}. Never throws.
     *
     * @param cause why; said by the shipping thread, not by the caller's
     */
    public void refuse(Throwable cause) {
        intake.refuse(cause);
    }

    /** Counts an event that a shipper's own thread logged, see {@link #isShipping}. Never throws. */
    public void refuseOwn() {
        intake.refuseOwn();
    }

    /**
     * Waits until every event offered before the call has been delivered or dropped.
     *
     * @param timeout the longest time to wait
     * @return false when the time ended first, or the thread was interrupted, which it then still is; false at once for
     *     the shipper's own threads, which would wait for themselves
     */
    public boolean flush(Duration timeout) {
        if (Thread.currentThread() instanceof ShipperThread) {
            return false;
        }
        long deadline = System.nanoTime() + nanos(timeout);
        try {
            long sequence = loop.flush().get(nanos(timeout), NANOSECONDS);
            return buffer.awaitSettled(sequence, deadline - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private static long nanos(Duration duration) {
        // Half of what a long holds, so that adding it to the clock does not overflow.
        Duration most = Duration.ofNanos(Long.MAX_VALUE / 2);
        return duration.compareTo(most) > 0 ? most.toNanos() : duration.toNanos();
    }

    /**
     * Sends everything, now and from now on without waiting for more: for a process that is about to end, whose last
     * events are yet to come. Waits for at most {@code drain_timeout}.
     *
     * @return as {@link #flush}
     */
    public boolean flushAtExit() {
        loop.hurry();
        deliverer.hurry();
        boolean flushed = flush(settings.drainTimeout());
        Stats stats = stats();
        if (stats.delivered() != stats.accepted()) {
            diagnostics.warn("the JVM ends: " + inWords(stats));
        }
        return flushed;
    }

    /**
     * What became of every event so far.
     *
     * @return an immutable snapshot
     */
    public Stats stats() {
        return ledger.snapshot();
    }

    /**
     * The ledger itself, for whoever wants to ask it after the shipper is closed and gone.
     *
     * @return what {@link #stats()} asks
     */
    public Supplier<Stats> ledger() {
        return ledger::snapshot;
    }

    /**
     * Bytes held in memory now, out of {@code buffer_size}.
     *
     * @return 0 when nothing is pending
     */
    public long bufferedBytes() {
        return budget.used();
    }

    /**
     * Stops taking events, and delivers what it holds for at most {@code drain_timeout}; what is left then is dropped as
     * {@code shutdown}. A second call waits for the first and does nothing. On one of the shipper's own threads, as in a
     * layout, it does not wait: the thread would wait for itself.
     */
    @Override
    public void close() {
        if (Thread.currentThread() instanceof ShipperThread) {
            queue.close();
            new ShipperThread(this::drainAndEnd, "penstock-close").start();
        } else {
            drainAndEnd();
        }
    }

    private synchronized void drainAndEnd() {
        if (closed) {
            return;
        }
        closed = true;
        long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
        queue.close();
        deliverer.hurry();
        boolean interrupted = shippingThread.joinUntil(deadline);
        interrupted |= deliveryThread.joinUntil(deadline);
        if (shippingThread.isAlive() || deliveryThread.isAlive()) {
            long grace = System.nanoTime() + GRACE.toNanos();
            loop.abandon();
            deliverer.abandon();
            interrupted |= shippingThread.joinUntil(grace);
            interrupted |= deliveryThread.joinUntil(grace);
        }
        transport.close();
        sayGoodbye();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayGoodbye() {
        Stats stats = stats();
        if (stats.delivered() == stats.accepted()) {
            diagnostics.info("closed: " + inWords(stats));
        } else {
            diagnostics.warn("closed: " + inWords(stats));
        }
    }

    private static String inWords(Stats stats) {
        StringBuilder text = new StringBuilder("accepted " + stats.accepted() + ", delivered " + stats.delivered());
        for (Map.Entry<DropReason, Long> each : stats.droppedByReason().entrySet()) {
            if (each.getValue() > 0) {
                text.append(", dropped ")
                        .append(each.getValue())
                        .append(" as ")
                        .append(each.getKey().label());
            }
        }
        return stats.pending() == 0 ? text.toString() : text + ", not delivered " + stats.pending();
    }
}
