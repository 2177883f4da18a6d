package dev.penstock.delivery;

import dev.penstock.buffer.Lane;
import dev.penstock.buffer.WaitingBatch;
import dev.penstock.buffer.disk.DamagedBatchException;
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
    private boolean unreadable;

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
        Claims claims = new Claims();
        try {
            byte[] body = claims.claim();
            if (body == null) {
                return null;
            }
            List<byte[]> bodies = new ArrayList<>(List.of(body));
            long size = sizeOf(body);
            while (size <= context.mergeLimit() && bodies.size() < MOST_MERGED) {
                byte[] another = claims.claim();
                if (another == null) {
                    break;
                }
                size += sizeOf(another);
                if (size > context.mergeLimit()) {
                    claims.keepOnly(bodies.size());
                    break;
                }
                bodies.add(another);
            }
            return merge(claims, List.of(), bodies);
        } finally {
            claims.giveBack();
        }
    }

    /** A parcel with one more batch in it, however large; the same one when there is none. */
    Parcel withTheNext(Parcel parcel) {
        Claims claims = new Claims();
        try {
            byte[] another = claims.claim();
            if (another == null) {
                return parcel;
            }
            Parcel merged = merge(claims, parcel.batches(), List.of(parcel.body(), another));
            if (merged.batches().size() == 1) {
                // They could not be merged.
                release(merged);
                return parcel;
            }
            release(parcel);
            return merged;
        } finally {
            claims.giveBack();
        }
    }

    /** Batches that are taken up, and go back unless a parcel is made of them. */
    private final class Claims {

        private final List<WaitingBatch> batches = new ArrayList<>(8);
        private int packed;

        /** The body of the next one; null when there is none to be had. */
        byte @Nullable [] claim() {
            // Room first: a batch that is claimed and not noted would never be sent.
            batches.add(null);
            batches.remove(batches.size() - 1);
            WaitingBatch next = context.buffer().claim(lane);
            if (next == null) {
                return null;
            }
            batches.add(next);
            byte[] body = load(next);
            if (body == null) {
                batches.remove(batches.size() - 1);
            }
            return body;
        }

        void keepOnly(int count) {
            while (batches.size() > count) {
                context.buffer().unclaim(batches.remove(batches.size() - 1));
            }
        }

        void giveBack() {
            keepOnly(packed);
        }
    }

    /** One parcel of the batches that were there before and the claimed ones; of the first of them alone if need be. */
    private Parcel merge(Claims claims, List<WaitingBatch> before, List<byte[]> bodies) {
        List<WaitingBatch> batches = new ArrayList<>(before);
        batches.addAll(claims.batches);
        long loaded = 0;
        for (WaitingBatch each : batches) {
            loaded += each.isInMemory() ? 0 : each.bytes();
        }
        if (bodies.size() > 1) {
            long needed = loaded;
            for (byte[] each : bodies) {
                needed += sizeOf(each);
            }
            context.budget().reserve(needed);
            long reserved = needed;
            try {
                byte[] body = context.format().merge(bodies);
                Parcel merged = new Parcel(List.copyOf(batches), body, body.length);
                claims.packed = claims.batches.size();
                reserved -= body.length;
                return merged;
            } catch (IllegalArgumentException | OutOfMemoryError e) {
                // Not readable, or no memory to merge: the oldest goes alone, and the others later.
                claims.keepOnly(before.isEmpty() ? 1 : 0);
            } finally {
                context.budget().release(reserved);
            }
        }
        WaitingBatch first = batches.get(0);
        long reserved = first.isInMemory() ? 0 : first.bytes();
        Parcel alone = new Parcel(List.of(first), bodies.get(0), reserved);
        context.budget().reserve(reserved);
        claims.packed = before.isEmpty() ? 1 : 0;
        return alone;
    }

    private long sizeOf(byte[] body) {
        try {
            return context.format().uncompressedSize(body);
        } catch (IllegalArgumentException e) {
            // Not readable: it is sent as it is.
            return Integer.MAX_VALUE;
        }
    }

    /** Null when the batch is lost, which is counted and said, or cannot be read just now. */
    private byte @Nullable [] load(WaitingBatch batch) {
        try {
            return context.buffer().load(batch);
        } catch (DamagedBatchException e) {
            give(batch, DropReason.INTERNAL_ERROR);
            context.diagnostics()
                    .trouble(
                            source + "damaged",
                            "a batch of " + batch.records() + " records is damaged in bufferDirectory and is dropped as"
                                    + " internal_error: " + e.getMessage());
        } catch (IOException e) {
            if (context.buffer().gaveWay(batch)) {
                give(batch, DropReason.BUFFER_FULL);
                return null;
            }
            // Too many open files, perhaps: nothing is lost, and later it can be read.
            context.buffer().unclaim(batch);
            unreadable = true;
            context.diagnostics()
                    .trouble(source + "read", "bufferDirectory cannot be read just now: " + e.getMessage());
        }
        return null;
    }

    /** Whether a batch could not be read just now since it was asked last. */
    boolean takeUnreadable() {
        boolean was = unreadable;
        unreadable = false;
        return was;
    }

    private void give(WaitingBatch batch, DropReason reason) {
        context.ledger().account(batch.tenant()).dropped(reason, batch.records(), batch.bytes());
        settle(batch);
    }

    /** Gives back what a parcel holds besides its batches. */
    void release(Parcel parcel) {
        context.budget().release(parcel.reserved());
    }

    /** Lets the batches of a parcel go. */
    void settle(Parcel parcel) {
        release(parcel);
        parcel.batches().forEach(this::settle);
    }

    private void settle(WaitingBatch batch) {
        long waited = context.nanoClock().getAsLong() - batch.closedAt();
        context.buffer().settle(batch, () -> context.metrics().propagated(batch.tenant(), batch.records(), waited));
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
