package dev.penstock.delivery;

import dev.penstock.batch.Batcher;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.LastOutcomes;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.Ledger;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.process.Entry;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Outcome;
import dev.penstock.wire.RequestFormat;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One shipper in virtual time: Penstock's own batcher, buffer and delivery, with the clock, the random source and the
 * backend given. Logs a line at a steady beat.
 */
final class FleetShipper {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final long EPOCH_NANOS = EPOCH.getEpochSecond() * 1_000_000_000L;
    private static final String LINE = "GET /cart/items 200 in 12 ms for a customer in Delft";

    private final LongSupplier clock;
    private final Entry entry;
    private final Ledger ledger = new Ledger(this::logged);
    private final Batcher batcher;
    private final Lines lines;
    private final long firstLine;
    private final long beat;
    private long logged;
    private @Nullable Shipment inFlight;
    private @Nullable Outcome answer;
    private long answerAt;

    /** What all shippers of a fleet share: one thread runs them, so they can. */
    record Shared(
            ShipperSettings settings, LongSupplier clock, Entry entry, RequestFormat format, SelfMetrics metrics) {}

    FleetShipper(Shared shared, long beat, SplittableRandom random) {
        clock = shared.clock();
        entry = shared.entry();
        this.beat = beat;
        firstLine = random.nextLong(shared.settings().batchWait().toNanos());
        ByteBudget budget = new ByteBudget(shared.settings().bufferSize());
        BatchBuffer buffer = new BatchBuffer(ledger, budget);
        Diagnostics diagnostics = new Diagnostics("fleet", (severity, message) -> {}, clock);
        StreamDefaults defaults = new StreamDefaults(Map.of(), "shop");
        batcher = new Batcher(shared.settings(), defaults, ledger, budget, diagnostics, buffer::add, ticket -> {});
        lines = new Lines(new DeliveryContext(
                Receiver.LOKI,
                shared.settings(),
                buffer,
                shared.format(),
                ledger,
                budget,
                diagnostics,
                new Troubles(),
                new LastOutcomes(),
                shared.metrics(),
                clock,
                () -> EPOCH.plusNanos(clock.getAsLong()),
                random::nextDouble,
                shared.settings().batchSize()));
    }

    /**
     * Does what is due now.
     *
     * @param lastLine when the last line is logged
     * @return when something is due next; {@link Long#MAX_VALUE} when all is done
     */
    long work(Fleet fleet, long lastLine) {
        long now = clock.getAsLong();
        logUntil(Math.min(now - 1, lastLine));
        batcher.closeDue(now);
        logUntil(Math.min(now, lastLine));
        Shipment sent = inFlight;
        if (sent != null && answer != null && answerAt <= now) {
            inFlight = null;
            lines.answered(sent, answer);
        }
        if (inFlight == null) {
            send(fleet, now);
        }
        long batching = batcher.hasOpen() ? now + batcher.nanosUntilDue(now) : timeOf(logged);
        long delivering = inFlight != null ? answerAt : later(now, lines.nanosUntilReady());
        return Math.min(batching > lastLine && !batcher.hasOpen() ? Long.MAX_VALUE : batching, delivering);
    }

    private void send(Fleet fleet, long now) {
        Shipment shipment = lines.next();
        if (shipment != null) {
            inFlight = shipment;
            answer = fleet.send(shipment.body());
            answerAt = now + FleetBackend.latency(answer);
        }
    }

    private static long later(long now, long nanos) {
        return nanos == Long.MAX_VALUE ? nanos : now + nanos;
    }

    /** Lines are added when the shipper does something else anyway: each at its own time all the same. */
    private void logUntil(long time) {
        for (long at = timeOf(logged); at <= time; at += beat) {
            entry.clear();
            entry.labels().add("level", "INFO");
            entry.setLine(LINE);
            entry.setEpochNanos(EPOCH_NANOS + at);
            logged++;
            batcher.add(entry, 0, Batcher.NO_TICKET, at);
        }
    }

    private long timeOf(long line) {
        return firstLine + line * beat;
    }

    /** Lines that its application has logged by then. */
    long loggedBy(long time) {
        return time < firstLine ? 0 : (time - firstLine) / beat + 1;
    }

    private long logged() {
        return logged;
    }

    /** What its ledger says. */
    Stats stats() {
        return ledger.snapshot();
    }
}
