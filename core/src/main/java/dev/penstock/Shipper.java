package dev.penstock;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.penstock.batch.Batcher;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.cardinality.CardinalityGuard;
import dev.penstock.check.BackendCheck;
import dev.penstock.delivery.Receiver;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.journal.EventJournal;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.Ledger;
import dev.penstock.loki.PushRequestFormat;
import dev.penstock.loki.StreamCounts;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.metrics.ShipperStatus;
import dev.penstock.process.EntryCodec;
import dev.penstock.process.EntryRepair;
import dev.penstock.process.EventMapper;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.process.PipelineSurroundings;
import dev.penstock.queue.EventCopier;
import dev.penstock.queue.EventQueue;
import dev.penstock.queue.Uncopied;
import dev.penstock.settings.ApplicationStart;
import dev.penstock.settings.LogLevel;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipe from an application's threads to Loki, for any kind of event: what appenders are built on.
 *
 * <p>Applications without a logging framework use {@link LogShipper}. Thread-safe. {@link #offer} never throws, takes no
 * lock and does no I/O.
 *
 * @param <E> the event type
 */
public final class Shipper<E> extends Running implements AutoCloseable {

    private static final String SHIPPING_THREAD = "penstock-ship-";

    private final ShipperSettings settings;
    private final Outlet outlet;
    private final EventQueue<Object> queue;
    private final Persistence persistence;
    private final StreamCounts streams;
    private final ShippingLoop<Object> loop;
    private final Intake<Object> intake;
    private final Front<? super E> front;
    private final ShipperThread shippingThread;
    private boolean closed;

    private Shipper(
            String name,
            ShipperSettings settings,
            StreamDefaults defaults,
            Supplier<EventMapper<E>> mappers,
            @Nullable EventCopier<E> copier,
            DiagnosticListener listener) {
        this.settings = settings;
        // Before a directory is locked: it is the caller's, and may fail.
        EventMapper<Object> mapper = anyMapper(mappers.get());
        Diagnostics diagnostics = new Diagnostics(name, listener, NanoClock.SYSTEM);
        Transport transport = new HttpTransport(settings);
        EventCopier<Object> copies = UnjournaledCopier.of(copier);
        BufferShares shares = BufferShares.of(settings, copies);
        ByteBudget budget = new ByteBudget(shares.records());
        boolean dropsOldest = settings.overflow() == OverflowPolicy.DROP_OLDEST;
        queue = new EventQueue<>(shares.slots(), dropsOldest, copies);
        Ledger ledger = new Ledger(queue::nextIndex, settings.tenantId());
        outlet = new Outlet(
                name,
                settings,
                diagnostics,
                ledger,
                budget,
                transport,
                Receiver.LOKI,
                new PushRequestFormat(),
                Math.min(settings.batchSize(), shares.delivery() / 2));
        BatchBuffer buffer = outlet.buffer();
        persistence = Persistence.open(settings, buffer, ledger, diagnostics, outlet.troubles(), NanoClock.SYSTEM);
        EventJournal journal = persistence.journal();
        TicketShares safe = new TicketShares(journal == null ? ticket -> {} : journal::done);
        buffer.tell(safe);
        Batcher batcher = new Batcher(settings, defaults, ledger, budget, diagnostics, buffer::add, safe);
        streams = batcher.streams();
        PipelineDefinition pipeline = settings.pipeline();
        EntryRoute route = new EntryRoute(
                pipeline == null ? null : pipeline.open(surroundings()),
                new EntryRepair(defaults.limitedLabels()),
                new CardinalityGuard(settings, defaults, ledger.labelDemotions(), diagnostics, System.nanoTime()),
                batcher,
                ledger,
                budget,
                diagnostics,
                safe);
        loop = new ShippingLoop<>(
                queue,
                mapper,
                route,
                batcher,
                buffer,
                ledger,
                budget,
                diagnostics,
                NanoClock.SYSTEM,
                dropsOldest,
                () -> persistence.replay(route, batcher, buffer, budget, NanoClock.SYSTEM),
                persistence::journalFills,
                startWait(shares.records()));
        intake = new Intake<>(settings, queue, budget, ledger, loop::refused, loop::dropped, persistence::forget);
        front = journal == null ? intake : new JournalingIntake<E>(intake, journal, mappers, pipeline != null);
        shippingThread = new ShipperThread(loop, SHIPPING_THREAD + name);
        batcher.countFrom(persistence.recoverBatches(buffer, NanoClock.SYSTEM));
    }

    private @Nullable StartWait startWait(long records) {
        ApplicationStart start = settings.applicationStart();
        return start == null ? null : new StartWait(start, records);
    }

    private PipelineSurroundings surroundings() {
        return new PipelineSurroundings(NanoClock.SYSTEM, InstantSource.system(), nanos -> loop.pause(nanos));
    }

    /** Reads events that are in the journal too, or are not. */
    @SuppressWarnings("unchecked")
    private static <E> EventMapper<Object> anyMapper(EventMapper<E> mapper) {
        return (event, entry) -> {
            if (event instanceof Journaled journaled) {
                EntryCodec.read(journaled.bytes(), entry);
            } else if (event instanceof Uncopied uncopied) {
                uncopied.rethrow();
            } else {
                mapper.map((E) event, entry);
            }
        };
    }

    /**
     * Starts a shipper: two daemon threads, no connection yet.
     *
     * @param name put into thread names and messages, such as the appender's name
     * @param settings how to ship
     * @param defaults labels that every stream has
     * @param mappers makes what turns events into entries. Each mapper is used by one thread at a time: the shipping
     *     thread's, or, where every event is to be crash-safe, those that log
     * @param listener hears of failures
     * @param <E> the event type
     * @return a running shipper
     * @throws dev.penstock.settings.SettingException when a TLS file or the buffer directory cannot be used
     */
    public static <E> Shipper<E> start(
            String name,
            ShipperSettings settings,
            StreamDefaults defaults,
            Supplier<EventMapper<E>> mappers,
            DiagnosticListener listener) {
        return start(name, settings, defaults, mappers, null, listener);
    }

    /**
     * Starts a shipper, as {@link #start(String, ShipperSettings, StreamDefaults, Supplier, DiagnosticListener)} does, for
     * events that are reused once they were offered.
     *
     * @param name put into thread names and messages, such as the appender's name
     * @param settings how to ship; a part of its buffer size is for the copies
     * @param defaults labels that every stream has
     * @param mappers makes what turns events into entries; what it reads is a copy, which it must not keep
     * @param copier copies each event on the thread that offers it; null when events never change
     * @param listener hears of failures
     * @param <E> the event type
     * @return a running shipper
     * @throws dev.penstock.settings.SettingException when a TLS file or the buffer directory cannot be used
     */
    public static <E> Shipper<E> start(
            String name,
            ShipperSettings settings,
            StreamDefaults defaults,
            Supplier<EventMapper<E>> mappers,
            @Nullable EventCopier<E> copier,
            DiagnosticListener listener) {
        Shipper<E> shipper = new Shipper<>(name, settings, defaults, mappers, copier, listener);
        shipper.outlet.sayWarnings();
        try {
            shipper.outlet.thread().start();
            shipper.shippingThread.start();
        } catch (Throwable e) {
            // No memory for a thread: the other one must not be left behind, nor the lock on a directory.
            shipper.outlet.abandon();
            shipper.outlet.transport().close();
            shipper.persistence.close();
            throw e;
        }
        RunningShippers.started(shipper);
        return shipper;
    }

    /**
     * Hands an event over. Never throws and, but for the opt-in overflow policy {@code block}, never waits.
     *
     * @param event the event; must not change any more
     * @param bytes an estimate of what it holds in memory
     * @param level how grave it is: what is sent at once, and what is shed first
     * @return false when it was dropped, which is counted with its reason
     */
    public boolean offer(E event, int bytes, LogLevel level) {
        return front.offer(event, bytes, level);
    }

    /**
     * Whether a thread is one that ships: what it logs must not be shipped in turn. For events that reach a shipper by way
     * of another thread; {@link #offer} itself sees to its callers.
     *
     * @param threadName the name of the thread that logged
     * @return true for a shipper's own thread
     */
    public static boolean isShipping(String threadName) {
        return threadName.startsWith(SHIPPING_THREAD) || threadName.startsWith(Outlet.THREAD);
    }

    /**
     * Counts an event that its front end could not even read, as {@code internal_error}. Never throws.
     *
     * @param cause why; said by the shipping thread, not by the caller's
     */
    public void refuse(Throwable cause) {
        front.refuse(cause);
    }

    /** Counts an event that a shipper's own thread logged, see {@link #isShipping}. Never throws. */
    public void refuseOwn() {
        front.refuseOwn();
    }

    /**
     * Waits until every event offered before the call has been delivered or dropped. A pause that delivery makes after a
     * failure ends here.
     *
     * @param timeout the longest time to wait
     * @return false when the time ended first, or the thread was interrupted, which it then still is; false at once for
     *     the shipper's own threads, which would wait for themselves
     */
    public boolean flush(Duration timeout) {
        return beginFlush().await(Deadlines.after(timeout));
    }

    @Override
    Outlet outlet() {
        return outlet;
    }

    @Override
    ShipperStatus.Kind kind() {
        return ShipperStatus.Kind.LOGS;
    }

    @Override
    long queuedRecords() {
        return queue.size();
    }

    @Override
    long queueCapacity() {
        return queue.capacity();
    }

    @Override
    StreamCounts streams() {
        return streams;
    }

    @Override
    Persistence persistence() {
        return persistence;
    }

    @Override
    Flush beginFlush() {
        if (Thread.currentThread() instanceof ShipperThread) {
            return deadline -> false;
        }
        CompletableFuture<Long> batched = loop.flush();
        outlet.deliverer().nudge();
        return deadline -> await(batched, deadline);
    }

    private boolean await(CompletableFuture<Long> batched, long deadline) {
        try {
            long sequence = batched.get(Math.max(0, deadline - System.nanoTime()), NANOSECONDS);
            return outlet.awaitSettled(sequence, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    @Override
    BackendCheck backendCheck() {
        return BackendCheck.loki(outlet.settings());
    }

    /**
     * Sends everything, now and from now on without waiting for more: for a process that is about to end, whose last
     * events are yet to come. Stays while a framework's hook ends the application, however long that takes: the JVM stays
     * for it too. From then on it stays while there is somebody who may log, and has not been quiet for a while, for at most
     * {@code drain_timeout}; what could not be sent by then is given up, or kept on disk, and the shipper is closed. Ends with a line that says what became of everything.
     */
    @Override
    void flushAtExit() {
        loop.hurry();
        outlet.deliverer().hurry();
        new FrameworkHook().await(queue::isClosed);
        long deadline = Deadlines.after(settings.drainTimeout());
        LastRecords last = new LastRecords(
                () -> !queue.isClosed() && LiveThreads.mayLog(),
                queue::nextIndex,
                end -> beginFlush().await(end),
                NanoClock.SYSTEM,
                LastRecords::pause);
        if (last.flushUntil(deadline)) {
            outlet.sayGoodbye("the JVM ends");
        } else {
            end(System.nanoTime(), "the JVM ends");
        }
    }

    /**
     * How the shipper is.
     *
     * @return UP, DEGRADED or DOWN, with a reason
     */
    @Override
    public Health health() {
        if (queue.isClosed() && shippingThread.endedWell()) {
            return Health.down("closed");
        }
        if (!shippingThread.isAlive() || !outlet.thread().isAlive()) {
            return Health.down("a thread that ships has died; records are dropped and counted");
        }
        return outlet.verdict();
    }

    /**
     * Stops taking events, and delivers what it holds for at most {@code drain_timeout}; what is left then is dropped as
     * {@code shutdown}, or stays on disk for the next start. A second call waits for the first, and says what was refused
     * since, if anything was. On one of the shipper's own threads, as in a layout, it does not wait: the thread would wait
     * for itself.
     */
    @Override
    public void close() {
        close(settings.drainTimeout());
    }

    /**
     * As {@link #close()}, for frameworks that bring a deadline of their own.
     *
     * @param timeout the longest time to wait; {@code drain_timeout} counts if it is shorter
     */
    public void close(Duration timeout) {
        Duration drain = settings.drainTimeout();
        long deadline = Deadlines.after(timeout.compareTo(drain) < 0 ? timeout : drain);
        if (Thread.currentThread() instanceof ShipperThread) {
            queue.close();
            new ShipperThread(() -> end(deadline, "closed"), "penstock-close").start();
        } else {
            end(deadline, "closed");
        }
    }

    private synchronized void end(long deadline, String occasion) {
        if (closed) {
            outlet.sayGoodbye(occasion);
            return;
        }
        closed = true;
        queue.close();
        outlet.deliverer().hurry();
        boolean interrupted = shippingThread.joinUntil(deadline);
        interrupted |= outlet.thread().joinUntil(deadline);
        if (shippingThread.isAlive() || outlet.thread().isAlive()) {
            outlet.abandon();
            // Nothing is delivered any more, but what is queued still finds its way to the disk.
            interrupted |= shippingThread.joinUntil(System.nanoTime() + Outlet.GRACE.toNanos());
            loop.abandon();
            long end = System.nanoTime() + Outlet.GRACE.toNanos() / 2;
            interrupted |= shippingThread.joinUntil(end);
            interrupted |= outlet.thread().joinUntil(end);
        }
        intake.giveBack();
        outlet.transport().close();
        persistence.close();
        RunningShippers.closed(this);
        outlet.sayGoodbye(occasion);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
