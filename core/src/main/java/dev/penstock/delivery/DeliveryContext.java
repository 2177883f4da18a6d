package dev.penstock.delivery;

import dev.penstock.buffer.BatchBuffer;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.LastOutcomes;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.Ledger;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.wire.RequestFormat;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What all lines of a shipper share.
 *
 * @param receiver what is at the other end
 * @param settings the waits, the age at which batches are given up, the URL for messages
 * @param buffer where batches come from
 * @param format opens and merges requests
 * @param ledger told what became of the records
 * @param budget given their bytes back
 * @param diagnostics told of failures and recoveries
 * @param troubles told what is wrong just now
 * @param last told what came of requests last
 * @param metrics measures requests
 * @param nanoClock such as {@code System::nanoTime}
 * @param wallClock such as {@code InstantSource.system()}
 * @param random uniform from 0 (inclusive) to 1
 * @param mergeLimit how many uncompressed bytes are sent as one request when several batches wait
 */
public record DeliveryContext(
        Receiver receiver,
        ShipperSettings settings,
        BatchBuffer buffer,
        RequestFormat format,
        Ledger ledger,
        ByteBudget budget,
        Diagnostics diagnostics,
        Troubles troubles,
        LastOutcomes last,
        SelfMetrics metrics,
        LongSupplier nanoClock,
        InstantSource wallClock,
        DoubleSupplier random,
        long mergeLimit) {

    RetryPolicy policy() {
        return new RetryPolicy(
                receiver,
                new Backoff(
                        settings.minBackoff().toNanos(), settings.maxBackoff().toNanos()),
                random);
    }

    long maxAgeNanos() {
        return settings.maxAge().toNanos();
    }
}
