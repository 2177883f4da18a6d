package dev.penstock.prometheus;

import dev.penstock.remotewrite.SeriesTable;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all metrics of a registry, on threads that can be left behind. The registry's own scrape is all or nothing; once it
 * has failed, or while it does not return, collectors are asked one by one, so that one which throws or blocks takes none
 * of the others with it. Used by the publishing thread.
 */
final class RegistryReader {

    private static final long SHORTEST_CALL = TimeUnit.MILLISECONDS.toNanos(1);

    /** Recoveries are said no more often: an application's log is no place for a flapping collector. */
    private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

    private final PrometheusRegistry registry;
    private final Consumer<String> recoveries;
    private final Patience patience;
    private final ReadingThreads threads = new ReadingThreads();

    /** Not null once a scrape has failed. */
    private @Nullable RegisteredCollectors failed;

    /** A scrape that was left. */
    private @Nullable Reading scrape;

    /** Collectors whose calls were left and have not returned. */
    private final Map<Object, Reading> aside = new IdentityHashMap<>();

    /** Collectors that returned the last time. */
    private Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whether a whole scrape was the last to be read: then all collectors returned. */
    private boolean wholeRead;

    /** How many collectors it did not come to in this reading. */
    private int notCalled;

    private boolean interrupted;
    private volatile boolean complete = true;
    private boolean saidRecovery;
    private long recoverySaidAt;

    /**
     * A reader.
     *
     * @param patience how long it waits
     * @param recoveries told when what blocked has returned
     */
    RegistryReader(PrometheusRegistry registry, Patience patience, Consumer<String> recoveries) {
        this.registry = registry;
        this.patience = patience;
        this.recoveries = recoveries;
    }

    /**
     * Reads.
     *
     * @param table told of collectors that failed
     * @param limitNanos the longest time to wait
     * @throws RuntimeException when nothing can be read
     */
    Iterable<MetricSnapshot> read(SeriesTable table, long limitNanos) {
        patience.begin(limitNanos);
        interrupted = false;
        notCalled = 0;
        boolean scrapeMissing = true;
        try {
            takeBack();
            Iterable<MetricSnapshot> read = readAll(table);
            // A scrape that was left is not missed if its collectors have been read one by one.
            scrapeMissing = false;
            return read;
        } finally {
            complete = (!scrapeMissing || scrape == null) && aside.isEmpty() && notCalled == 0;
            patience.end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether nothing was missing in the last reading for not having returned. By any thread. */
    boolean isComplete() {
        return complete;
    }

    /** Ends the thread that waits for the next reading. By any thread. */
    void close() {
        threads.close();
    }

    private void takeBack() {
        Reading left = scrape;
        if (left != null && left.hasReturned()) {
            scrape = null;
            sayRecovered("the registry's scrape has returned");
        }
        aside.values().removeIf(each -> {
            boolean returned = each.hasReturned();
            if (returned) {
                sayRecovered("the collector " + each.name() + " has returned, and its metrics are sent again");
            }
            return returned;
        });
    }

    private void sayRecovered(String message) {
        long now = System.nanoTime();
        if (!saidRecovery || now - recoverySaidAt >= SILENCE) {
            saidRecovery = true;
            recoverySaidAt = now;
            recoveries.accept(message);
        }
    }

    private Iterable<MetricSnapshot> readAll(SeriesTable table) {
        RegisteredCollectors each = failed;
        if (each == null && scrape == null && aside.isEmpty()) {
            return readWhole(table);
        }
        if (each == null) {
            each = RegisteredCollectors.of(registry);
        }
        if (each == null) {
            throw new IllegalStateException("a scrape of the registry that could not be read in time has not returned");
        }
        return readEach(each, table, null);
    }

    private Iterable<MetricSnapshot> readWhole(SeriesTable table) {
        Reading whole = new Reading(registry);
        begin(new ReadingRound(List.of(whole)));
        long left = patience.leftOfHalf();
        while (left > 0 && !whole.isDone()) {
            park(left);
            left = patience.leftOfHalf();
        }
        if (whole.isDone()) {
            return outcome(whole, table);
        }
        RegisteredCollectors each = RegisteredCollectors.of(registry);
        if (each != null) {
            // Both go on: the scrape may be slow only, and then it is as good as ever.
            threads.letGo();
            return readEach(each, table, whole);
        }
        left = patience.left();
        while (left > 0 && !whole.isDone()) {
            park(left);
            left = patience.left();
        }
        if (giveUp(whole)) {
            throw new IllegalStateException("the registry could not be read in time: its scrape does not return");
        }
        return outcome(whole, table);
    }

    private void begin(ReadingRound round) {
        if (!round.isOver() && !threads.begin(round)) {
            throw new IllegalStateException(
                    "there is no thread to read the registry: none can be started, or too many collectors do not return");
        }
    }

    /** False when it is done. */
    private boolean giveUp(Reading whole) {
        if (threads.leave(whole)) {
            scrape = whole;
            return true;
        }
        return !whole.isDone();
    }

    private Iterable<MetricSnapshot> outcome(Reading whole, SeriesTable table) {
        Throwable failure = whole.failure();
        if (failure == null) {
            wholeRead = true;
            return whole.snapshots();
        }
        RegisteredCollectors each = RegisteredCollectors.of(registry);
        if (each == null) {
            throw failure instanceof RuntimeException exception
                    ? exception
                    : new IllegalStateException(failure.toString(), failure);
        }
        failed = each;
        table.trouble(
                "scrape",
                "the registry could not be scraped as a whole, and its collectors are read one by one from now on: "
                        + failure);
        return readEach(each, table, null);
    }

    /**
     * Reads collectors one by one.
     *
     * @param whole a scrape that is under way, and is taken instead if it comes to its end
     */
    private Iterable<MetricSnapshot> readEach(
            RegisteredCollectors collectors, SeriesTable table, @Nullable Reading whole) {
        List<Object> all = collectors.all();
        if (wholeRead) {
            wholeRead = false;
            known.addAll(all);
        }
        List<Reading> readings = new ArrayList<>(all.size());
        addReadings(all, true, readings);
        int sure = readings.size();
        if (!threads.areShort()) {
            addReadings(all, false, readings);
        }
        ReadingRound round = new ReadingRound(readings);
        begin(round);
        await(round, sure, whole);
        if (whole != null && !giveUp(whole)) {
            readings.forEach(threads::leave);
            return outcome(whole, table);
        }
        return results(readings, all.size(), table);
    }

    private void addReadings(List<Object> collectors, boolean ifKnown, List<Reading> to) {
        for (Object each : collectors) {
            if (known.contains(each) == ifKnown && !aside.containsKey(each)) {
                to.add(new Reading(each));
            }
        }
    }

    /**
     * Waits until a round is over, or the time is. Whenever a call takes long, another thread goes on with the rest.
     *
     * @param sure how many readings, from the first, are of collectors that returned the last time
     */
    private void await(ReadingRound round, int sure, @Nullable Reading whole) {
        int helpers = whole == null ? 1 : 2;
        int done = 0;
        long since = System.nanoTime();
        long left = patience.left();
        while (left > 0 && !round.isOver() && (whole == null || !whole.isDone())) {
            long stall = Math.max(Math.min(patience.limit() / 10, left / 4), SHORTEST_CALL);
            long now = System.nanoTime();
            if (round.done() != done) {
                done = round.done();
                since = now;
            }
            boolean waits = round.hasBegun() && round.hasWaiting();
            if (waits && now - since >= stall) {
                int most = round.begun() < sure ? ReadingThreads.MOST_FOR_KNOWN : ReadingThreads.MOST;
                helpers += threads.help(round, helpers, most) ? 1 : 0;
                since = now;
            }
            park(round.hasWaiting() ? Math.min(left, stall) : left);
            left = patience.left();
        }
    }

    private void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
        // It waits all the same, for the time is short; whoever interrupted is told afterwards.
        interrupted |= Thread.interrupted();
    }

    private List<MetricSnapshot> results(List<Reading> readings, int registered, SeriesTable table) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        Set<Object> returned = Collections.newSetFromMap(new IdentityHashMap<>());
        int done = 0;
        notCalled = registered - readings.size() - aside.size();
        for (Reading each : readings) {
            if (threads.leave(each)) {
                aside.put(each.source, each);
                sayBlocked(each, table);
            } else if (each.isDone()) {
                done++;
                returned.add(each.source);
                take(each, snapshots, table);
            } else {
                notCalled++;
                if (known.contains(each.source)) {
                    returned.add(each.source);
                }
            }
        }
        known = returned;
        if (notCalled > 0) {
            table.trouble(
                    "collectors not called",
                    notCalled + " collectors were not called and are missing, because others do not return in time");
        }
        if (done == 0 && registered > 0) {
            throw new IllegalStateException("no collector of the registry could be read in time");
        }
        return snapshots;
    }

    private static void sayBlocked(Reading reading, SeriesTable table) {
        table.trouble(
                "blocked collector " + reading.name(),
                "the collector " + reading.name()
                        + " could not be read in time, and its metrics are missing until it returns; all others are sent");
    }

    private static void take(Reading reading, List<MetricSnapshot> to, SeriesTable table) {
        Throwable failure = reading.failure();
        if (failure == null) {
            for (MetricSnapshot each : reading.snapshots()) {
                if (each != null) {
                    to.add(each);
                }
            }
        } else {
            table.trouble(
                    "collector " + reading.name(),
                    "the collector " + reading.name()
                            + " failed, and what it had to say is missing; all others are sent: " + failure);
        }
    }
}
