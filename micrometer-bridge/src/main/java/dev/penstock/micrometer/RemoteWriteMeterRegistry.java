package dev.penstock.micrometer;

import dev.penstock.MetricShipper;
import dev.penstock.PublishSchedule;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.settings.ApplicationStart;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.TlsContext;
import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultLongTaskTimer;
import io.micrometer.core.instrument.internal.DefaultMeter;
import io.micrometer.core.instrument.push.PushMeterRegistry;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Pushes meters to Prometheus, Mimir and whatever else takes remote write, once every {@link RemoteWriteConfig#step()}:
 * the series, names, labels and buckets that {@code PrometheusMeterRegistry} would show to a scrape.
 *
 * <pre>{@code
 * MeterRegistry registry = new RemoteWriteMeterRegistry(RemoteWriteConfig.DEFAULT);
 * }</pre>
 *
 * <p>Publishing starts with the constructor. {@link #close()} publishes once more and then marks all series as ended, so
 * that an instance that stops vanishes at once. A function of a meter may throw, which makes its value not a number, or
 * not return, which leaves its meter out until it does; the others are published in time. Of two meters whose series
 * would be the same, the first is sent. Thread-safe.
 */
public final class RemoteWriteMeterRegistry extends PushMeterRegistry implements AutoCloseable {

    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(RemoteWriteMeterRegistry.class);
    private static final ThreadFactory THREADS = new NamedThreadFactory("penstock-metrics-publisher");

    /** A scheduled publish has the time that was planned, and may begin so much later. */
    private static final long MEETING_MILLIS = 100;

    private final RemoteWriteConfig config;
    private final @Nullable ExemplarContext exemplars;
    private final MeterWalk walk;
    private final MeterNaming naming;
    private final AtomicBoolean closing = new AtomicBoolean();

    /** A publish by the schedule and one by {@link #close()} come one after the other. */
    private final ReentrantLock publishing = new ReentrantLock();

    /** Under that lock. */
    private boolean ended;

    /** How long functions may hold up the last publish: the rest of the drain timeout is for delivery. */
    private final Duration readingAtEnd;

    private final Object scheduling = new Object();
    private @Nullable PublishSchedule schedule;

    /** Null when the registry is not enabled. */
    private final @Nullable RegistryShipper shipping;

    /**
     * A registry that publishes from now on.
     *
     * @param config where to, how often, and what else
     */
    public RemoteWriteMeterRegistry(RemoteWriteConfig config) {
        this(config, Clock.SYSTEM);
    }

    /**
     * A registry that publishes from now on.
     *
     * @param config where to, how often, and what else
     * @param clock of the meters; publishing goes by the system's
     */
    public RemoteWriteMeterRegistry(RemoteWriteConfig config, Clock clock) {
        this(builder(config).clock(clock));
    }

    private RemoteWriteMeterRegistry(Builder builder) {
        super(builder.config, builder.clock);
        config = builder.config;
        walk = new MeterWalk(new FunctionReader(config.step().toNanos()));
        naming = new MeterNaming(walk);
        config().namingConvention(new RemoteWriteNamingConvention())
                .onMeterRemoved(removed -> walk.remove(removed.getId()));
        if (config.enabled()) {
            RemoteWriteSettings settings = ConfiguredSettings.of(config, builder.rules, builder.tls);
            exemplars = settings.sendExemplars() ? builder.exemplars : null;
            shipping = new RegistryShipper(() -> started(builder.name, settings, builder.listener));
            readingAtEnd = settings.delivery().drainTimeout().dividedBy(2);
        } else {
            readingAtEnd = Duration.ZERO;
            exemplars = null;
            shipping = null;
        }
        if (shipping != null && builder.start != null) {
            shipping.startAfter(builder.start, builder.listener);
        } else if (shipping != null) {
            MetricShipper unused = shipping.get();
        }
        start(builder.threads);
    }

    private MetricShipper started(String name, RemoteWriteSettings settings, DiagnosticListener listener) {
        MetricShipper started = MetricShipper.start(name, settings, listener);
        started.publishOnFlush(this::publish);
        return started;
    }

    /**
     * Builds a registry.
     *
     * @param config where to, how often, and what else
     * @return a builder
     */
    public static Builder builder(RemoteWriteConfig config) {
        return new Builder(config);
    }

    /** Publishes now, or just after the last publish if the clock has not advanced since. */
    @Override
    protected void publish() {
        publishing.lock();
        try {
            MetricShipper shipper = shipping == null || ended ? null : shipping.get();
            if (shipper != null) {
                long now = Math.max(System.currentTimeMillis(), shipper.highestTimestampMillis() + 1);
                boolean unused = shipper.publish(walk, now);
            }
        } finally {
            publishing.unlock();
        }
    }

    /** A publish that meets another one, or comes right after it, has nothing new to tell. */
    private void publishScheduled(long timestampMillis) {
        MetricShipper shipper = shipping == null ? null : shipping.ifStarted();
        if (shipper == null || !publishing.tryLock()) {
            return;
        }
        try {
            long sinceLast = timestampMillis - shipper.highestTimestampMillis();
            if (!ended && (sinceLast > 0 || sinceLast < -MEETING_MILLIS)) {
                boolean unused = shipper.publish(walk, timestampMillis);
            }
        } finally {
            publishing.unlock();
        }
    }

    MeterWalk walk() {
        return walk;
    }

    /**
     * What ships: to be flushed, or asked how it is and what it has delivered. It is started if it is not yet.
     *
     * @return null when the registry is not enabled, or was closed before it had anything to ship
     */
    public @Nullable MetricShipper shipper() {
        return shipping == null ? null : shipping.get();
    }

    /** Publishes from now on once a step, at the same place in each step of the wall clock. */
    @Override
    public void start(ThreadFactory threadFactory) {
        synchronized (scheduling) {
            stop();
            if (config.enabled() && !isClosed()) {
                LOGGER.info(startMessage());
                double place = ThreadLocalRandom.current().nextDouble();
                schedule = PublishSchedule.start(
                        threadFactory, config.step(), place, InstantSource.system(), this::publishScheduled);
            }
        }
    }

    @Override
    public void stop() {
        synchronized (scheduling) {
            if (schedule != null) {
                schedule.close();
                schedule = null;
            }
        }
    }

    /** Publishes once more, marks all series as ended, and delivers what is left, for at most {@code drainTimeout}. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        // An interrupted thread closes no less orderly than others.
        boolean interrupted = Thread.interrupted();
        walk.hurry(readingAtEnd);
        try {
            super.close();
        } finally {
            end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end() {
        publishing.lock();
        try {
            // One by the schedule may still be waiting for the lock: nothing comes after the last values.
            ended = true;
            walk.close();
        } finally {
            publishing.unlock();
        }
        if (shipping != null) {
            shipping.close();
        }
    }

    @Override
    protected Counter newCounter(Meter.Id id) {
        CumulativeCounter counter = new CumulativeCounter(id, clock, exemplars);
        long startedAt = clock.wallTime();
        add(id, null, names -> new CounterSeries(names, counter, startedAt));
        return counter;
    }

    @Override
    protected Timer newTimer(Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauseDetector) {
        CumulativeTimer timer = new CumulativeTimer(id, clock, distribution, pauseDetector, exemplars);
        addDistribution(id, timer, distribution);
        return timer;
    }

    @Override
    protected DistributionSummary newDistributionSummary(
            Meter.Id id, DistributionStatisticConfig distribution, double scale) {
        CumulativeSummary summary = new CumulativeSummary(id, clock, distribution, scale, exemplars);
        addDistribution(id, summary, distribution);
        return summary;
    }

    private void addDistribution(Meter.Id id, Distribution meter, DistributionStatisticConfig distribution) {
        long startedAt = clock.wallTime();
        BucketCounts buckets = meter.buckets();
        double[] percentiles = percentiles(distribution);
        if (buckets != null) {
            add(id, "le", names -> new HistogramSeries(names, meter, buckets, startedAt));
        } else {
            String reserved = percentiles.length == 0 ? null : "quantile";
            add(id, reserved, names -> new SummarySeries(names, meter, percentiles, startedAt));
        }
    }

    private static double[] percentiles(DistributionStatisticConfig distribution) {
        double[] percentiles = distribution.getPercentiles();
        return percentiles == null ? new double[0] : percentiles;
    }

    @Override
    protected LongTaskTimer newLongTaskTimer(Meter.Id id, DistributionStatisticConfig distribution) {
        LongTaskTimer timer = new DefaultLongTaskTimer(id, clock, getBaseTimeUnit(), distribution, true);
        String reserved =
                distribution.isPublishingHistogram() ? "le" : percentiles(distribution).length == 0 ? null : "quantile";
        add(id, reserved, names -> new LongTaskSeries(names, timer, distribution));
        return timer;
    }

    @Override
    protected <T> Gauge newGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> function) {
        FunctionGauge<T> gauge = new FunctionGauge<>(id, object, function);
        if (id.getName().endsWith(".info")) {
            add(id, null, InfoSeries::new);
        } else {
            add(id, null, names -> new GaugeSeries(names, gauge));
        }
        return gauge;
    }

    @Override
    protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T object, ToDoubleFunction<T> function) {
        FunctionCounter counter = new CumulativeFunctionCounter<>(id, object, function);
        long startedAt = clock.wallTime();
        add(id, null, names -> new FunctionCounterSeries(names, counter, startedAt));
        return counter;
    }

    @Override
    protected <T> FunctionTimer newFunctionTimer(
            Meter.Id id, T object, ToLongFunction<T> count, ToDoubleFunction<T> totalTime, TimeUnit totalTimeUnit) {
        FunctionTimer timer =
                new CumulativeFunctionTimer<>(id, object, count, totalTime, totalTimeUnit, getBaseTimeUnit());
        long startedAt = clock.wallTime();
        add(id, null, names -> new FunctionTimerSeries(names, timer, startedAt));
        return timer;
    }

    @Override
    protected Meter newMeter(Meter.Id id, Meter.Type type, Iterable<Measurement> measurements) {
        long startedAt = clock.wallTime();
        add(id, "statistic", names -> new MeasurementSeries(names, measurements, startedAt));
        return new DefaultMeter(id, type, measurements);
    }

    /** Registering never fails for what a meter is called; what cannot be sent is said. */
    private void add(Meter.Id id, @Nullable String reserved, Function<MeterNames, MeterSeries> series) {
        MeterNames names =
                naming.names(id, getConventionName(id), getConventionTags(id), reserved, config.descriptions());
        String refusal = names == null ? "it has no name" : walk.add(series.apply(names));
        if (refusal != null) {
            walk.trouble("refused " + id.getName(), id + " is not sent, or not all of it: " + refusal);
            try {
                meterRegistrationFailed(id, refusal);
            } catch (RuntimeException e) {
                // A listener would rather have the application fail: then there is no such meter.
                walk.remove(id);
                throw e;
            }
        }
    }

    @Override
    protected TimeUnit getBaseTimeUnit() {
        return TimeUnit.SECONDS;
    }

    @Override
    protected DistributionStatisticConfig defaultHistogramConfig() {
        return DistributionStatisticConfig.builder()
                .expiry(config.expiry())
                .build()
                .merge(DistributionStatisticConfig.DEFAULT);
    }

    /** Collects what a registry is made of. Not thread-safe. */
    public static final class Builder {

        private final RemoteWriteConfig config;
        private String name = "metrics";
        private Clock clock = Clock.SYSTEM;
        private ThreadFactory threads = THREADS;
        private DiagnosticListener listener = new InternalLoggerListener();
        private @Nullable ExemplarContext exemplars;
        private @Nullable UnaryOperator<@Nullable Map<String, String>> rules;
        private @Nullable TlsContext tls;
        private @Nullable ApplicationStart start;

        private Builder(RemoteWriteConfig config) {
            this.config = config;
        }

        /**
         * What the registry is called where Penstock speaks of itself.
         *
         * @param value {@code metrics} unless set
         * @return this
         */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /**
         * The clock of the meters; publishing goes by the system's.
         *
         * @param value the system's clock unless set
         * @return this
         */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Makes the thread that publishes.
         *
         * @param value makes daemons unless set
         * @return this
         */
        public Builder threadFactory(ThreadFactory value) {
            threads = value;
            return this;
        }

        /**
         * Hears what Penstock says about itself.
         *
         * @param value writes to Micrometer's own log unless set
         * @return this
         */
        public Builder listener(DiagnosticListener value) {
            listener = value;
            return this;
        }

        /**
         * Tells the current trace, so that counters and buckets have exemplars.
         *
         * @param value none unless set
         * @return this
         */
        public Builder exemplarContext(ExemplarContext value) {
            exemplars = value;
            return this;
        }

        /**
         * Rules that change or drop series before they are sent, in the place of the setting of the same name.
         *
         * @param value takes and gives labels, with {@code __name__}; gives null for a series that is dropped. Must be
         *     thread-safe and give the same for the same labels
         * @return this
         */
        public Builder writeRelabelRules(UnaryOperator<@Nullable Map<String, String>> value) {
            rules = value;
            return this;
        }

        /**
         * The application's own TLS, in the place of the settings {@code tls.ca}, {@code tls.cert} and {@code tls.key}.
         *
         * @param context initialised with the trust manager
         * @param trust checks the receiver's certificate
         * @return this
         */
        public Builder sslContext(SSLContext context, X509TrustManager trust) {
            tls = new TlsContext(context, trust);
            return this;
        }

        /**
         * Has publishing wait for the end of the application's start, or for whoever asks for it before; meters are taken from
         * now on. What can only be found then, such as a directory that cannot be used, is said and not thrown.
         *
         * @param value whoever gives it ends it; none unless set
         * @return this
         */
        public Builder applicationStart(ApplicationStart value) {
            start = value;
            return this;
        }

        /**
         * The registry, which publishes from now on.
         *
         * @return the registry
         */
        public RemoteWriteMeterRegistry build() {
            return new RemoteWriteMeterRegistry(this);
        }
    }
}
