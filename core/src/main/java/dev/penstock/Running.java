package dev.penstock;

import dev.penstock.check.BackendCheck;
import dev.penstock.health.LastOutcomes;
import dev.penstock.ledger.Account;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamCounts;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.metrics.ShipperStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** A shipper that runs, whatever it ships. Thread-safe. */
abstract class Running implements Measured {

    private static final StreamCounts NO_STREAMS = new StreamCounts();

    /** A flush that was begun. */
    interface Flush {

        /** Waits for its end; the deadline is on {@link System#nanoTime}. */
        boolean await(long deadline);
    }

    abstract Outlet outlet();

    /** Begins to deliver all that was accepted before the call. */
    abstract Flush beginFlush();

    /** Ships what is left at the end of the JVM. */
    abstract void flushAtExit();

    /** A check of the backend, with the settings that it ships with. */
    abstract BackendCheck backendCheck();

    /**
     * What became of everything so far.
     *
     * @return an immutable snapshot
     */
    @Override
    public Stats stats() {
        return outlet().ledger().snapshot();
    }

    /**
     * The ledger itself, for whoever wants to ask it after the shipper is closed and gone.
     *
     * @return what {@link #stats()} asks
     */
    public Supplier<Stats> ledger() {
        return outlet().ledger()::snapshot;
    }

    @Override
    public Map<String, Long> droppedByStages() {
        return outlet().ledger().droppedByStages();
    }

    /**
     * Bytes held in memory now, out of {@code buffer_size}.
     *
     * @return 0 when nothing is pending
     */
    @Override
    public long bufferedBytes() {
        return outlet().budget().used();
    }

    /** What it ships. */
    abstract ShipperStatus.Kind kind();

    /** Records that wait to be put into a batch, where there is a queue. */
    long queuedRecords() {
        return 0;
    }

    /** The most that can. */
    long queueCapacity() {
        return 0;
    }

    /** How many records each stream has got, where there are streams. */
    StreamCounts streams() {
        return NO_STREAMS;
    }

    /** What it has on disk. */
    abstract Persistence persistence();

    @Override
    public ShipperStatus status() {
        Outlet outlet = outlet();
        StreamCounts streams = streams();
        LastOutcomes.Failure failure = outlet.last().failure();
        return new ShipperStatus(
                name(),
                kind(),
                outlet.settings().displayUrl(),
                Objects.requireNonNullElse(outlet.settings().tenantId(), ""),
                health(),
                stats(),
                droppedByStages(),
                queuedRecords(),
                queueCapacity(),
                bufferedBytes(),
                outlet.budget().limit(),
                persistence().bytes(),
                failure == null
                        ? null
                        : new ShipperStatus.LastFailure(
                                failure.at(), failure.message(), failure.remedy(), failure.status()),
                outlet.last().success(),
                streams.largest(ShipperStatus.MOST_STREAMS).stream()
                        .map(each -> new ShipperStatus.StreamCount(each.labels(), each.records()))
                        .toList(),
                streams.seen(),
                streams.others());
    }

    @Override
    public String name() {
        return outlet().name();
    }

    @Override
    public String host() {
        return outlet().settings().host();
    }

    @Override
    public List<Account> accounts() {
        return outlet().ledger().accounts();
    }

    @Override
    public AutoCloseable measure(SelfMetrics listener) {
        return outlet().metrics().add(listener);
    }
}
