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

    /** How often one record must fail, each time while the backend is well, to be taken for poison. */
    private static final int FAILURES_OF_POISON = 3;

    /** Single records, far from each other, that fail before anything is answered: not they are ill but the backend. */
    private static final int FAILURES_OF_BACKEND = 4;

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

    /** Single records that failed before anything was answered. */
    private final List<Part> suspected = new ArrayList<>();

    private @Nullable Part current;
    private byte[] body = new byte[0];

    /** Bodies of this size are known to be refused. */
    private int sizeRefused;

    /**
     * Bodies of one record of this size are known to be refused. Not the same: whoever measures what is in a body may refuse
     * a small one of many records and take a larger one.
     */
    private int sizeRefusedAlone = Integer.MAX_VALUE;

    /** Whether something fails that might be poison. */
    private boolean hunting;

    /** Whether something failed while the backend was well. */
    private boolean blamed;

    /** What the backend has answered, to be sent once more where it must be proved that it is well. */
    private @Nullable Part proof;

    /** Whether the proof was delivered, and not refused. */
    private boolean proofPassed;

    /** What failed last, on its own account or with the backend: the answer to the proof will tell. */
    private @Nullable Part doubted;

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

        /** Whether it was in a body that was refused, which the backend has stored but for the bad ones. */
        boolean refused;

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
        hunting = cause == Cause.POISON;
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
            if (doubted != null && proof != null) {
                probe(proof);
            } else if (waiting.isEmpty()) {
                return null;
            } else if (left() <= 0) {
                giveUp();
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
    private void look(Part chosen) {
        Part part = chosen;
        while (part.size() > 1 && isGroping()) {
            // One record that passes proves as much as many, and few of them are poison.
            split(part, -1, false);
            part = waiting.remove(0);
        }
        if (part.bad && part.size() > 1) {
            divide(part, true);
            return;
        }
        if (cause == Cause.TOO_LARGE && !part.refused) {
            // A piece that was never sent before is as a request of its own.
            requests = 0;
        }
        byte[] compressed = select(part);
        if (compressed.length >= (part.size() > 1 ? sizeRefused : sizeRefusedAlone)) {
            divide(part, false);
            return;
        }
        current = part;
        body = compressed;
    }

    /** For want of memory it may fail: then the part waits on. */
    private byte[] select(Part part) {
        boolean selected = false;
        try {
            byte[] compressed = request.select(order.records(), part.from, part.to);
            selected = true;
            return compressed;
        } finally {
            if (!selected) {
                waiting.add(0, part);
            }
        }
    }

    /** Whether nothing was answered yet, so that it may be the backend that is ill. */
    private boolean isGroping() {
        return hunting && proof == null;
    }

    private Part choose() {
        int chosen = 0;
        // What was too large is sent piece by piece, in order; so is what may have met with a failure that is over.
        // Else the largest is next: it proves the most records at once, and is far from what fails.
        if (cause == Cause.REFUSED || isGroping() || (cause == Cause.POISON && blamed)) {
            for (int i = 1; i < waiting.size(); i++) {
                if (isBetter(waiting.get(i), waiting.get(chosen))) {
                    chosen = i;
                }
            }
        }
        return waiting.remove(chosen);
    }

    private boolean isBetter(Part each, Part than) {
        if (each.bad != than.bad) {
            return each.bad;
        }
        // A stream that is bad as a whole would use up all requests before its neighbours have had one.
        if (isPiece(each) != isPiece(than)) {
            return isPiece(than);
        }
        // Among parts of much the same size the first is sent first: what is not stored yet is stored in order.
        return Integer.numberOfLeadingZeros(each.size()) < Integer.numberOfLeadingZeros(than.size());
    }

    /** Whether it is some of a stream, but not all. */
    private boolean isPiece(Part part) {
        return !isBoundary(part.from + 1, part.to - 1)
                && ((part.from > 0 && !isBoundary(part.from, part.from))
                        || (part.to < request.records() && !isBoundary(part.to, part.to)));
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
        }
        answered(part, true);
    }

    /** The part was refused for some record in it. */
    void refused() {
        requests++;
        answeredBadly(true);
    }

    /** The part is larger than the backend takes. */
    void tooLarge() {
        sizeRefused = Math.min(sizeRefused, body.length);
        if (current != null && current.size() == 1) {
            sizeRefusedAlone = Math.min(sizeRefusedAlone, body.length);
        }
        answeredBadly(false);
    }

    private void answeredBadly(boolean holdsBad) {
        Part part = taken();
        if (!probing) {
            divide(part, holdsBad);
        }
        answered(part, false);
    }

    /** The backend is well: what failed just now has failed on its own account. */
    private void answered(Part part, boolean passed) {
        if (proof == null || (passed && (!proofPassed || part.size() < proof.size()))) {
            proof = part;
            proofPassed = passed;
        }
        waiting.addAll(0, suspected);
        suspected.clear();
        Part failed = doubted;
        if (probing && failed != null) {
            doubted = null;
            judge(failed);
        }
        probing = false;
    }

    private void judge(Part failed) {
        requests++;
        blamed = true;
        failed.failures++;
        if (failed.failures >= FAILURES_OF_POISON || (hunting && failed.size() > 1)) {
            hunting = true;
            divide(failed, true);
        } else {
            waiting.add(0, failed);
        }
    }

    /**
     * The part failed with a status that says nothing, as a poisonous record makes it.
     *
     * @return false when it seems that the backend is ill, and not the records: this isolation leads to nothing
     */
    boolean failed() {
        Part part = taken();
        if (probing) {
            current = part;
            return true;
        }
        if (proof != null) {
            doubted = part;
            return true;
        }
        if (part.size() == 1) {
            suspected.add(part);
            return suspected.size() < FAILURES_OF_BACKEND && !waiting.isEmpty();
        }
        waiting.add(0, part);
        part.failures++;
        hunting = part.failures >= FAILURES_OF_POISON;
        return true;
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

    private void probe(Part part) {
        body = request.select(order.records(), part.from, part.to);
        probing = true;
        current = part;
    }

    /** There were too many requests: what is not proved to be good by now is taken for bad, unless it was never sent. */
    private void giveUp() {
        for (Part each : waiting) {
            if (cause != Cause.TOO_LARGE || each.refused) {
                reject(each);
            }
        }
        waiting.removeIf(each -> cause != Cause.TOO_LARGE || each.refused);
        requests = 0;
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
                Part single = new Part(i, i + 1);
                single.refused = true;
                waiting.add(single);
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
        left.refused = part.refused || holdsBad;
        right.refused = left.refused;
        waiting.add(0, right);
        waiting.add(0, left);
    }

    private int left() {
        return (hunting ? MOST_REQUESTS_FOR_POISON : MOST_REQUESTS) - requests;
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
