package dev.penstock.delivery;

import dev.penstock.buffer.Lane;
import dev.penstock.buffer.WaitingBatch;
import dev.penstock.ledger.DropReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs waiting batches of one tenant into parcels: several small ones into one, so that an outage of minutes is caught up
 * with in a few requests. Not thread-safe.
 */
final class Packer {

    /** Batches that are sent as one. */
    private static final int MOST_MERGED = 1000;

    private final Lane lane;
    private final DeliveryContext context;
    private final String source;

    Packer(Lane lane, DeliveryContext context, String source) {
        this.lane = lane;
        this.context = context;
        this.source = source;
    }

    /** Whether something waits to be packed. */
    boolean hasMore() {
        return context.buffer().hasUnclaimed(lane);
    }

    /** The oldest batch, and those behind it that fit into the same request; null when there is none to be had. */
    @Nullable Parcel pack() {
        WaitingBatch first = context.buffer().claim(lane);
        byte[] body = first == null ? null : load(first);
        if (first == null || body == null) {
            return null;
        }
        List<WaitingBatch> batches = new ArrayList<>(List.of(first));
        List<byte[]> bodies = new ArrayList<>(List.of(body));
        long size = sizeOf(body);
        while (size <= context.mergeLimit() && batches.size() < MOST_MERGED) {
            WaitingBatch next = context.buffer().claim(lane);
            byte[] another = next == null ? null : load(next);
            if (next == null || another == null) {
                break;
            }
            size += sizeOf(another);
            if (size > context.mergeLimit()) {
                context.buffer().unclaim(next);
                break;
            }
            batches.add(next);
            bodies.add(another);
        }
        return merge(batches, bodies);
    }

    /** A parcel with one more batch in it, however large; the same one when there is none. */
    Parcel withTheNext(Parcel parcel) {
        WaitingBatch next = context.buffer().claim(lane);
        byte[] another = next == null ? null : load(next);
        if (next == null || another == null) {
            return parcel;
        }
        List<WaitingBatch> batches = new ArrayList<>(parcel.batches());
        batches.add(next);
        Parcel merged = merge(batches, List.of(parcel.body(), another));
        context.budget().release(parcel.reserved());
        return merged;
    }

    private Parcel merge(List<WaitingBatch> batches, List<byte[]> bodies) {
        long loaded = batches.stream()
                .filter(each -> !each.isInMemory())
                .mapToLong(WaitingBatch::bytes)
                .sum();
        if (bodies.size() > 1) {
            long uncompressed = bodies.stream().mapToLong(this::sizeOf).sum();
            long needed = uncompressed + loaded;
            context.budget().reserve(needed);
            try {
                byte[] body = context.format().merge(bodies);
                context.budget().release(needed - body.length);
                return new Parcel(List.copyOf(batches), body, body.length);
            } catch (RuntimeException | Error e) {
                // Not readable, or no memory to merge: the oldest goes alone, and the others later.
                context.budget().release(needed);
                for (int i = batches.size() - 1; i > 0; i--) {
                    context.buffer().unclaim(batches.get(i));
                }
            }
        }
        WaitingBatch first = batches.get(0);
        long reserved = first.isInMemory() ? 0 : first.bytes();
        context.budget().reserve(reserved);
        return new Parcel(List.of(first), bodies.get(0), reserved);
    }

    private long sizeOf(byte[] body) {
        try {
            return context.format().uncompressedSize(body);
        } catch (IllegalArgumentException e) {
            // Not readable: it is sent as it is.
            return Integer.MAX_VALUE;
        }
    }

    /** Null when the batch is lost, which is counted and said. */
    private byte @Nullable [] load(WaitingBatch batch) {
        try {
            return context.buffer().load(batch);
        } catch (IOException e) {
            give(batch, DropReason.INTERNAL_ERROR);
            context.diagnostics()
                    .trouble(
                            source + ": read",
                            "a batch of " + batch.records() + " records could not be read back from bufferDirectory and"
                                    + " is dropped as internal_error: " + e.getMessage());
            return null;
        }
    }

    private void give(WaitingBatch batch, DropReason reason) {
        context.ledger().account(batch.tenant()).dropped(reason, batch.records(), batch.bytes());
        settle(batch);
    }

    /** Lets the batches of a parcel go. */
    void settle(Parcel parcel) {
        context.budget().release(parcel.reserved());
        parcel.batches().forEach(this::settle);
    }

    private void settle(WaitingBatch batch) {
        long waited = context.nanoClock().getAsLong() - batch.closedAt();
        context.metrics().propagated(batch.tenant(), batch.records(), waited);
        context.buffer().settle(batch);
    }

    /**
     * Gives up what is too old, all of it at once: it had its chance, and the younger shall not wait for it. The parcel is
     * taken apart.
     *
     * @return how many records were given up
     */
    int dropExpired(Parcel parcel) {
        int expired = 0;
        context.budget().release(parcel.reserved());
        List<WaitingBatch> young = new ArrayList<>();
        for (WaitingBatch each : parcel.batches()) {
            if (isExpired(each)) {
                give(each, DropReason.EXPIRED);
                expired += each.records();
            } else {
                young.add(each);
            }
        }
        young.forEach(context.buffer()::unclaim);
        WaitingBatch next = context.buffer().claim(lane);
        while (next != null && isExpired(next)) {
            give(next, DropReason.EXPIRED);
            expired += next.records();
            next = context.buffer().claim(lane);
        }
        if (next != null) {
            context.buffer().unclaim(next);
        }
        return expired;
    }

    private boolean isExpired(WaitingBatch batch) {
        return context.nanoClock().getAsLong() - batch.closedAt() >= context.maxAgeNanos();
    }
}
