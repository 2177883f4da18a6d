package dev.penstock.delivery;

import dev.penstock.wire.OpenedRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a request that the backend does not take, by sending parts of it; the good ones are delivered on
 * the way.
 *
 * <p>Loki stores the good records of a request that it refuses, and ignores an identical record it already holds: so good
 * parts come back with 2xx and are proved delivered. Source: grafana/loki, pkg/distributor/distributor.go,
 * pkg/chunkenc/unordered.go.
 *
 * <p>Not thread-safe. After {@link #next} one of {@link #passed}, {@link #refused}, {@link #tooLarge} or
 * {@link #failed} is called, or {@link #next} again, which gives the same part.
 */
final class Isolation {

    /** The most requests that look for records which were refused by name. */
    static final int MOST_REQUESTS = 32;

    /** The most that look for a poison, whose neighbours are not stored unless their own part passes. */
    static final int MOST_REQUESTS_FOR_POISON = 128;

    /** How often one record must fail, while others pass, to be taken for poison. */
    private static final int FAILURES_OF_POISON = 3;

    /** Single records in a row that fail before anything has passed: not they are ill but the backend. */
    private static final int FAILURES_OF_BACKEND = 2;

    /** Why a request is taken apart. */
    enum Cause {
        /** It was refused for some record in it. */
        REFUSED,
        /** It is larger than the backend takes. */
        TOO_LARGE,
        /** It fails again and again with a status that says nothing. */
        POISON
    }

    private final OpenedRequest request;
    private final OpenedRequest.Order order;
    private final Cause cause;
    private final List<Part> waiting = new ArrayList<>();

    /** Single records that failed often enough; convicted as soon as another part passes. */
    private final List<Part> suspected = new ArrayList<>();

    private @Nullable Part current;
    private byte[] body = new byte[0];

    /** Bodies of this size are known to be refused. */
    private int sizeRefused;

    /** Whether the backend has said anything of worth since this began: then it is well. */
    private boolean alive;

    /** Something that was delivered, to be sent once more where it must be proved that the backend is well. */
    private @Nullable Part delivered;

    private boolean probing;
    private int requests;
    private int rejected;

    /** Some of the records, by their place in the order. */
    private static final class Part {
        final int from;
        final int to;

        /** The other half of a part that holds a bad record. */
        @Nullable Part twin;

        /** Whether a bad record must be in it. One that is found alone is asked for all the same: backends err. */
        boolean bad;

        int failures;

        Part(int from, int to) {
            this.from = from;
            this.to = to;
        }

        int size() {
            return to - from;
        }
    }

    /**
     * Begins.
     *
     * @param request the request
     * @param cause why it is taken apart
     * @param sizeRefused bodies of this size or larger are known to be refused
     * @param now the wall clock, which tells suspect times
     */
    Isolation(OpenedRequest request, Cause cause, int sizeRefused, Instant now) {
        this.request = request;
        this.cause = cause;
        this.sizeRefused = sizeRefused;
        order = request.order(now);
        int records = request.records();
        if (records == 1) {
            waiting.add(new Part(0, 1));
            return;
        }
        int normal = records - order.suspects();
        boolean bySuspicion = cause == Cause.REFUSED && normal > 0 && normal < records;
        split(new Part(0, records), bySuspicion ? normal : -1, cause == Cause.REFUSED);
    }

    /**
     * The part to send next.
     *
     * @return its body, compressed; null when all is decided
     */
    byte @Nullable [] next() {
        while (current == null) {
            if (waiting.isEmpty()) {
                if (suspected.isEmpty()) {
                    return null;
                }
                probe();
            } else if (requests >= (cause == Cause.POISON ? MOST_REQUESTS_FOR_POISON : MOST_REQUESTS)) {
                waiting.forEach(this::reject);
                waiting.clear();
            } else {
                look(choose());
            }
        }
        return body;
    }

    /** How many records {@link #next} holds that are not delivered yet. */
    int records() {
        return probing || current == null ? 0 : current.size();
    }

    /** Takes up a part: it is sent, or decided without. */
    private void look(Part part) {
        if (part.bad && part.size() > 1) {
            divide(part, true);
            return;
        }
        byte[] compressed = request.select(order.records(), part.from, part.to);
        if (compressed.length >= sizeRefused) {
            divide(part, false);
            return;
        }
        current = part;
        body = compressed;
    }

    private Part choose() {
        int chosen = 0;
        // A part that was too large is sent piece by piece, in order. A poison that stops everything is hunted straight
        // down to the first record that passes. Else the largest is next: it proves the most records with one request.
        if (cause == Cause.REFUSED || (cause == Cause.POISON && alive)) {
            for (int i = 1; i < waiting.size(); i++) {
                Part best = waiting.get(chosen);
                Part each = waiting.get(i);
                if (each.bad != best.bad ? each.bad : isMuchLarger(each.size(), best.size())) {
                    chosen = i;
                }
            }
        }
        return waiting.remove(chosen);
    }

    /** Among parts of much the same size the first is sent first: what is not stored yet is stored in order. */
    private static boolean isMuchLarger(int size, int than) {
        return Integer.numberOfLeadingZeros(size) < Integer.numberOfLeadingZeros(than);
    }

    /** The part was delivered. */
    void passed() {
        Part part = taken();
        if (!probing) {
            requests += cause == Cause.TOO_LARGE ? 0 : 1;
            Part twin = part.twin;
            if (twin != null && waiting.contains(twin)) {
                twin.bad = true;
            }
            if (delivered == null || part.size() < delivered.size()) {
                delivered = part;
            }
        }
        probing = false;
        convict();
    }

    /** The backend is well: what failed often enough is to blame. */
    private void convict() {
        alive = true;
        for (Part each : suspected) {
            if (each.failures >= FAILURES_OF_POISON) {
                reject(each);
            } else {
                waiting.add(each);
            }
        }
        suspected.clear();
    }

    /** The part was refused for some record in it. */
    void refused() {
        requests++;
        answeredBadly(true);
    }

    /** The part is larger than the backend takes. */
    void tooLarge() {
        sizeRefused = Math.min(sizeRefused, body.length);
        answeredBadly(false);
    }

    private void answeredBadly(boolean holdsBad) {
        Part part = taken();
        convict();
        if (!probing) {
            divide(part, holdsBad);
        }
        // A probe that had passed before, and is refused now, says as well that the backend works.
        probing = false;
    }

    /**
     * The part failed with a status that says nothing, as a poisonous record makes it.
     *
     * @return false when it seems that the backend is ill, and not the records: this isolation leads to nothing
     */
    boolean failed() {
        Part part = taken();
        part.failures++;
        if (probing || (part.size() == 1 && alive && part.failures < FAILURES_OF_POISON)) {
            current = part;
            return true;
        }
        if (part.size() > 1) {
            if (cause != Cause.POISON && part.failures < FAILURES_OF_POISON) {
                current = part;
                return true;
            }
            requests += alive ? 1 : 0;
            divide(part, alive);
            return true;
        }
        requests += alive ? 1 : 0;
        suspected.add(part);
        return alive || (suspected.size() < FAILURES_OF_BACKEND && !waiting.isEmpty());
    }

    /**
     * How many records were found to be bad since the last call.
     *
     * @return 0 or more
     */
    int takeRejected() {
        int count = rejected;
        rejected = 0;
        return count;
    }

    private Part taken() {
        Part part = current;
        if (part == null) {
            throw new IllegalStateException("nothing was sent");
        }
        current = null;
        return part;
    }

    private void probe() {
        Part part = delivered;
        if (part == null) {
            convict();
            return;
        }
        probing = true;
        current = part;
        body = request.select(order.records(), part.from, part.to);
    }

    private void divide(Part part, boolean holdsBad) {
        if (part.size() == 1) {
            reject(part);
        } else {
            split(part, -1, holdsBad);
        }
    }

    /** Puts the halves in the part's place; a negative middle is found where it suits. */
    private void split(Part part, int at, boolean holdsBad) {
        if (at < 0 && holdsBad && part.from >= request.records() - order.suspects() && part.size() <= left()) {
            // All of them are suspects: none is worth a test of several.
            for (int i = part.from; i < part.to; i++) {
                waiting.add(new Part(i, i + 1));
            }
            return;
        }
        int middle = at < 0 ? middle(part) : at;
        Part left = new Part(part.from, middle);
        Part right = new Part(middle, part.to);
        if (holdsBad) {
            left.twin = right;
            right.twin = left;
        }
        waiting.add(0, right);
        waiting.add(0, left);
    }

    private int left() {
        return (cause == Cause.POISON ? MOST_REQUESTS_FOR_POISON : MOST_REQUESTS) - requests;
    }

    /** The middle, or the nearest place to it where another stream begins: what is wrong is often the stream's labels. */
    private int middle(Part part) {
        int half = part.from + part.size() / 2;
        if (isBoundary(part.from + 1, part.to - 1)) {
            for (int away = 0; away < part.size(); away++) {
                int before = half - away;
                if (before > part.from && stream(before) != stream(before - 1)) {
                    return before;
                }
                int after = half + away;
                if (after < part.to && stream(after) != stream(after - 1)) {
                    return after;
                }
            }
        }
        return half;
    }

    private boolean isBoundary(int second, int last) {
        return stream(second - 1) != stream(last);
    }

    private int stream(int place) {
        return request.stream(order.records()[place]);
    }

    private void reject(Part part) {
        rejected += part.size();
    }
}
