package dev.penstock;

import dev.penstock.batch.Batch;
import dev.penstock.check.BackendCheck;
import dev.penstock.delivery.Receiver;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.metrics.MeasuredRemoteWrite;
import dev.penstock.metrics.RemoteWriteCounts;
import dev.penstock.metrics.ShipperStatus;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.SampleSource;
import dev.penstock.remotewrite.SeriesTable;
import dev.penstock.remotewrite.TargetLabels;
import dev.penstock.remotewrite.WriteRequestFormat;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.transport.RemoteWriteTransport;
import dev.penstock.wire.OpenedRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pipe from a source of samples to a receiver of remote write: what registries and scrapers are built on. Thread-safe;
 * publishes one at a time.
 *
 * <p>A publish reads, encodes and compresses on the thread that asks for it, and never waits for the receiver.
 */
public final class MetricShipper extends Running implements AutoCloseable, MeasuredRemoteWrite {

    private static final MetricFamily UP =
            new MetricFamily("up", MetricType.GAUGE, "1 if the target could be read, 0 if not.", "");
    private static final MetricFamily DURATION = new MetricFamily(
            "scrape_duration_seconds", MetricType.GAUGE, "How long it took to read the target.", "seconds");
    private static final MetricFamily SCRAPED =
            new MetricFamily("scrape_samples_scraped", MetricType.GAUGE, "How many samples the target exposed.", "");
    private static final MetricFamily KEPT = new MetricFamily(
            "scrape_samples_post_metric_relabeling",
            MetricType.GAUGE,
            "How many samples remained after relabelling.",
            "");
    private static final MetricFamily ADDED = new MetricFamily(
            "scrape_series_added", MetricType.GAUGE, "How many series were new in this scrape, approximately.", "");

    private static final double NANOS_PER_SECOND = 1e9;

    /** The longest that a publish waits for the one before it. */
    private static final long LONGEST_TURN_NANOS = 10_000_000_000L;

    private static final String SOURCE = "source: ";

    /** So often, 10 ms apart, it is looked whether others are still at work while the JVM ends: for a second at most. */
    private static final int LOOKS_AT_EXIT = 100;

    /** Which series are added to those of the source. */
    public enum ScrapeSeries {
        /** None. */
        NONE,
        /** {@code up}, {@code scrape_duration_seconds} and {@code scrape_samples_scraped}. */
        THREE,
        /** All that a scrape by Prometheus adds. Source: prometheus/prometheus, scrape/scrape.go. */
        ALL
    }

    private final RemoteWriteSettings settings;
    private final ScrapeSeries scrapeSeries;
    private final InstantSource clock;
    private final AtomicLong taken = new AtomicLong();
    private final RemoteWriteTransport transport;
    private final Outlet outlet;
    private final Persistence persistence;
    private final SeriesTable table;

    /** Held by who publishes: guards the table and changes of the sequence. */
    private final ReentrantLock publishing = new ReentrantLock();

    private volatile long sequence;
    private volatile long lastTimestamp = Long.MIN_VALUE;
    private final WriteRequestFormat format = new WriteRequestFormat();

    /** Samples of this publish that found their way into the ledger. */
    private int handed;

    private volatile boolean closed;
    private volatile @Nullable Runnable publisher;

    private MetricShipper(
            String name,
            RemoteWriteSettings settings,
            TargetLabels target,
            ScrapeSeries scrapeSeries,
            InstantSource clock,
            DiagnosticListener listener) {
        this.settings = settings;
        this.scrapeSeries = scrapeSeries;
        this.clock = clock;
        Diagnostics diagnostics = new Diagnostics(name, listener, NanoClock.SYSTEM);
        transport = new RemoteWriteTransport(settings, diagnostics, NanoClock.SYSTEM);
        Ledger ledger = new Ledger(taken::get, settings.delivery().tenantId());
        ByteBudget budget = new ByteBudget(settings.delivery().bufferSize());
        outlet = new Outlet(
                name,
                settings.delivery(),
                diagnostics,
                ledger,
                budget,
                transport,
                Receiver.REMOTE_WRITE,
                new WriteRequestFormat(),
                0);
        table = new SeriesTable(
                target,
                settings.maxSamplesPerSend(),
                settings.sendExemplars(),
                settings.sendStartZeros(),
                (kind, message) -> diagnostics.trouble("source: " + kind, message));
        persistence = Persistence.open(
                settings.delivery(), outlet.buffer(), ledger, diagnostics, outlet.troubles(), NanoClock.SYSTEM);
        sequence = persistence.recoverBatches(outlet.buffer(), NanoClock.SYSTEM);
    }

    /**
     * Starts a shipper: one daemon thread, no connection yet.
     *
     * @param name put into thread names and messages
     * @param settings how to ship, and the labels of this process
     * @param listener hears of failures
     * @return a running shipper
     * @throws dev.penstock.settings.SettingException when a TLS file or the buffer directory cannot be used
     */
    public static MetricShipper start(String name, RemoteWriteSettings settings, DiagnosticListener listener) {
        return start(
                name,
                settings,
                TargetLabels.of(settings),
                settings.sendScrapeSeries() ? ScrapeSeries.THREE : ScrapeSeries.NONE,
                InstantSource.system(),
                listener);
    }

    /**
     * Starts a shipper, as {@link #start(String, RemoteWriteSettings, DiagnosticListener)} does, for a target that is not
     * this process.
     *
     * @param name put into thread names and messages
     * @param settings how to ship
     * @param target the labels of the target
     * @param scrapeSeries which series are added
     * @param clock the wall clock, in whose time samples are
     * @param listener hears of failures
     * @return a running shipper
     * @throws dev.penstock.settings.SettingException when a TLS file or the buffer directory cannot be used
     */
    public static MetricShipper start(
            String name,
            RemoteWriteSettings settings,
            TargetLabels target,
            ScrapeSeries scrapeSeries,
            InstantSource clock,
            DiagnosticListener listener) {
        MetricShipper shipper = new MetricShipper(name, settings, target, scrapeSeries, clock, listener);
        shipper.outlet.sayWarnings();
        try {
            shipper.outlet.thread().start();
        } catch (Throwable e) {
            // No memory for a thread: the lock on a directory must not be left behind.
            shipper.transport.close();
            shipper.persistence.close();
            throw e;
        }
        RunningShippers.started(shipper);
        return shipper;
    }

    /**
     * Says how to publish when somebody asks that all be sent, as at the end of a job.
     *
     * @param publish calls {@link #publish}
     */
    public void publishOnFlush(Runnable publish) {
        publisher = publish;
    }

    /**
     * Publishes now.
     *
     * @param source sets the values, on this thread
     * @return false when nothing was published but, if the source failed, {@code up} with 0: because the shipper is closed,
     *     or the clock has not advanced since the last publish
     */
    public boolean publish(SampleSource source) {
        return publish(source, clock.millis());
    }

    /**
     * Publishes. Never throws.
     *
     * @param source sets the values, on this thread
     * @param timestampMillis the time of the samples, since the epoch: two publishes at the same time, or backwards, would
     *     be refused by the receiver and are not made
     * @return as {@link #publish(SampleSource)}
     */
    public boolean publish(SampleSource source, long timestampMillis) {
        if (!awaitTurn()) {
            return false;
        }
        try {
            if (closed) {
                return false;
            }
            if (timestampMillis <= lastTimestamp) {
                outlet.diagnostics()
                        .trouble(
                                "clock",
                                "the clock stands " + (lastTimestamp - timestampMillis)
                                        + " ms before the last publish: nothing is published until it has caught up");
                return false;
            }
            outlet.diagnostics().recovered("clock", "the clock has caught up; publishing again");
            lastTimestamp = timestampMillis;
            return publishAt(source, timestampMillis);
        } catch (Throwable e) {
            int missing = Math.max(0, table.accepted() - handed);
            outlet.ledger().refused(DropReason.INTERNAL_ERROR, missing, 0);
            sayFailed(
                    "publish",
                    "a publish failed, and " + missing + " samples of it are dropped as internal_error: " + e);
            return false;
        } finally {
            publishing.unlock();
        }
    }

    /** Publishes come one after the other; one that hangs must not hang those behind it. */
    private boolean awaitTurn() {
        try {
            long most = Math.min(settings.step().toNanos(), LONGEST_TURN_NANOS);
            // Without a wait first, which an interrupted thread would not be let into.
            if (publishing.tryLock() || publishing.tryLock(most, TimeUnit.NANOSECONDS)) {
                return true;
            }
            String what = "nothing is published, for an earlier publish has not ended: its source hangs";
            outlet.troubles().on(SOURCE, Health.degraded(what));
            outlet.diagnostics().trouble("turn", what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean publishAt(SampleSource source, long timestamp) {
        handed = 0;
        long begin = System.nanoTime();
        table.begin(timestamp, takesHistograms());
        boolean up = collect(source);
        addScrapeSeries(up, (System.nanoTime() - begin) / NANOS_PER_SECOND);
        try {
            table.commit(this::hand);
        } finally {
            count();
        }
        return up;
    }

    private boolean takesHistograms() {
        return settings.sendsNativeHistograms(transport.message());
    }

    private boolean collect(SampleSource source) {
        try {
            source.collect(table);
            outlet.troubles().off(SOURCE);
            outlet.diagnostics().recovered("collect", "the metrics can be read again");
            return true;
        } catch (Throwable e) {
            outlet.troubles().on(SOURCE, Health.degraded("the metrics could not be read: " + e));
            sayFailed("collect", "the metrics could not be read, so all series end: " + e);
            table.forget();
            return false;
        }
    }

    private void sayFailed(String kind, String message) {
        try {
            outlet.diagnostics().trouble(kind, message);
        } catch (Throwable another) {
            // No memory even for this, or a message that cannot be made.
            Thread.onSpinWait();
        }
    }

    private void addScrapeSeries(boolean up, double seconds) {
        if (scrapeSeries == ScrapeSeries.NONE) {
            return;
        }
        int scraped = table.collected();
        int kept = scraped - table.droppedByRule();
        int added = table.added();
        add(UP, up ? 1 : 0);
        add(DURATION, seconds);
        add(SCRAPED, scraped);
        if (scrapeSeries == ScrapeSeries.ALL) {
            add(KEPT, kept);
            add(ADDED, added);
        }
    }

    private void add(MetricFamily family, double value) {
        table.series(family, family.name(), Labels.EMPTY).set(value);
    }

    /** What goes nowhere is accepted and dropped in one. */
    private void count() {
        outlet.ledger().refused(DropReason.STAGE, table.droppedByRule(), 0);
        outlet.ledger().refused(DropReason.REJECTED, table.refused(), 0);
    }

    /** Takes a request; one that is too large for the buffer is divided first: one huge label costs one sample. */
    private void hand(byte[] body, int samples) {
        if (body.length <= outlet.budget().limit() || samples == 1) {
            handWhole(body, samples);
            return;
        }
        OpenedRequest opened = format.open(body);
        int[] all = IntStream.range(0, samples).toArray();
        hand(opened.select(all, 0, samples / 2), samples / 2);
        hand(opened.select(all, samples / 2, samples), samples - samples / 2);
    }

    private void handWhole(byte[] body, int samples) {
        handed += samples;
        if (!reserve(body.length)) {
            boolean tooLarge = body.length > outlet.budget().limit();
            DropReason reason = tooLarge ? DropReason.TOO_LARGE : DropReason.BUFFER_FULL;
            outlet.ledger().refused(reason, samples, body.length);
            outlet.diagnostics()
                    .trouble(
                            "buffer",
                            "dropped " + samples + " samples as " + reason.label()
                                    + ". What to do: see why the receiver does not take them, or raise bufferSize");
            return;
        }
        taken.addAndGet(samples);
        long next = sequence + 1;
        sequence = next;
        try {
            outlet.buffer().add(new Batch(next, settings.delivery().tenantId(), body, samples, System.nanoTime()));
        } catch (RuntimeException | Error e) {
            outlet.budget().release(body.length);
            outlet.ledger().dropped(DropReason.INTERNAL_ERROR, samples, body.length);
            throw e;
        }
    }

    private boolean reserve(int bytes) {
        ByteBudget budget = outlet.budget();
        boolean dropsOldest = settings.delivery().overflow() == OverflowPolicy.DROP_OLDEST;
        while (!budget.tryReserve(bytes)) {
            if (!dropsOldest || bytes > budget.limit() || !outlet.buffer().dropOldest()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Publishes if it knows how to, see {@link #publishOnFlush}, and waits until all that was published is delivered or
     * dropped. A pause that delivery makes after a failure ends here.
     *
     * @param timeout the longest time to wait
     * @return false when the time ended first, or the thread was interrupted, which it then still is
     */
    public boolean flush(Duration timeout) {
        return beginFlush().await(Deadlines.after(timeout));
    }

    @Override
    Flush beginFlush() {
        Runnable publish = publisher;
        if (publish != null && !closed) {
            try {
                publish.run();
            } catch (RuntimeException | Error e) {
                sayFailed("publish", "a publish failed: " + e);
            }
        }
        // Not under the lock: a source that never returns must not keep anybody from flushing.
        long last = sequence;
        outlet.deliverer().nudge();
        return deadline -> outlet.awaitSettled(last, deadline);
    }

    @Override
    BackendCheck backendCheck() {
        return BackendCheck.remoteWrite(settings);
    }

    @Override
    void flushAtExit() {
        // The application may still work, and change its values, until its framework's hook has closed the registry.
        new FrameworkHook().await(() -> closed);
        long deadline = Deadlines.after(settings.delivery().drainTimeout());
        // Whoever made the shipper mostly closes it, in a hook of its own: that one knows when the last values are in.
        for (int i = 0; i < LOOKS_AT_EXIT && !closed && LiveThreads.mayLog(); i++) {
            LastRecords.pause();
        }
        Runnable publish = publisher;
        if (publish != null && !closed) {
            try {
                publish.run();
            } catch (RuntimeException | Error e) {
                sayFailed("publish", "a publish failed: " + e);
            }
        }
        close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /**
     * Ends every series with a stale marker, and delivers what it holds for at most {@code drain_timeout}; what is left then
     * is dropped as {@code shutdown}, or stays on disk for the next start. A second call does nothing. Whoever wants the
     * last values to be sent publishes once more before.
     */
    @Override
    public void close() {
        close(settings.delivery().drainTimeout());
    }

    /**
     * As {@link #close()}, for frameworks that bring a deadline of their own.
     *
     * @param timeout the longest time to wait; {@code drain_timeout} counts if it is shorter
     */
    public void close(Duration timeout) {
        Duration drain = settings.delivery().drainTimeout();
        long deadline = Deadlines.after(timeout.compareTo(drain) < 0 ? timeout : drain);
        boolean interrupted = false;
        outlet.deliverer().hurry();
        try {
            // A source that never returns must not keep anybody from closing, nor take all the time there is to
            // deliver.
            if (publishing.tryLock()
                    || publishing.tryLock(Math.max(0, deadline - System.nanoTime()) / 2, TimeUnit.NANOSECONDS)) {
                try {
                    endSeries();
                } finally {
                    publishing.unlock();
                }
            } else {
                sayNotEnded("a publish has not returned");
            }
        } catch (InterruptedException e) {
            sayNotEnded("the thread that closes was interrupted");
            interrupted = true;
        }
        interrupted |= end(deadline);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void endSeries() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            long now = Math.max(clock.millis(), lastTimestamp + 1);
            table.begin(now, takesHistograms());
            table.commit(this::hand);
        } catch (Throwable e) {
            sayNotEnded(e.toString());
        }
    }

    private void sayNotEnded(String why) {
        sayFailed("publish", "the series could not be ended, and will be stale in five minutes: " + why);
    }

    private synchronized boolean end(long deadline) {
        closed = true;
        outlet.buffer().close();
        boolean interrupted = outlet.thread().joinUntil(deadline);
        if (outlet.thread().isAlive()) {
            outlet.abandon();
            interrupted |= outlet.thread().joinUntil(System.nanoTime() + Outlet.GRACE.toNanos());
        }
        // A publish that was still on its way finds nobody to deliver it.
        outlet.buffer().abandon();
        transport.close();
        persistence.close();
        RunningShippers.closed(this);
        outlet.sayGoodbye("closed");
        return interrupted;
    }

    @Override
    Outlet outlet() {
        return outlet;
    }

    @Override
    ShipperStatus.Kind kind() {
        return ShipperStatus.Kind.METRICS;
    }

    @Override
    Persistence persistence() {
        return persistence;
    }

    /**
     * How the shipper is.
     *
     * @return UP, DEGRADED or DOWN, with a reason
     */
    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        if (!outlet.thread().isAlive()) {
            return Health.down("a thread that ships has died; samples are dropped and counted");
        }
        return outlet.verdict();
    }

    @Override
    public String url() {
        return settings.delivery().displayUrl();
    }

    @Override
    public RemoteWriteCounts counts() {
        return transport.counts();
    }

    @Override
    public long highestTimestampMillis() {
        return Math.max(0, lastTimestamp);
    }

    @Override
    public int maxSamplesPerSend() {
        return settings.maxSamplesPerSend();
    }
}
