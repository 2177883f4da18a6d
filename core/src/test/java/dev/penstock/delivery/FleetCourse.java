package dev.penstock.delivery;

import dev.penstock.ledger.Stats;
import java.util.ArrayList;
import java.util.List;

/** What became of a fleet, second by second. */
final class FleetCourse {

    private static final long SECOND = 1_000_000_000L;

    /** Entries that wait longer than this are behind. Seconds. */
    private static final int BEHIND_SECONDS = 5;

    private final FleetTimes times;
    private final FleetBackend backend;
    private final List<Second> seconds = new ArrayList<>();
    private final long[] waits = new long[10_000];
    private long offered;
    private long taken;
    private long logged;
    private long accepted;
    private long delivered;
    private long lost;
    private long pending;
    private long outageDelivered;
    private long lastBehind;

    /**
     * One second.
     *
     * @param offered requests made
     * @param taken requests stored
     * @param capacity requests that the backend could have stored
     * @param waiting entries logged and not stored at its end
     */
    record Second(long offered, long taken, double capacity, long waiting) {}

    FleetCourse(FleetTimes times, FleetBackend backend) {
        this.times = times;
        this.backend = backend;
    }

    void request(boolean stored) {
        offered++;
        taken += stored ? 1 : 0;
    }

    void settled(long now, long records, long waitedNanos) {
        if (now >= times.returns()) {
            if (now - waitedNanos < times.returns()) {
                outageDelivered = now - times.returns();
            } else {
                waits[(int) Math.min(waits.length - 1, waitedNanos * 10 / SECOND)] += records;
            }
            if (waitedNanos > BEHIND_SECONDS * SECOND) {
                lastBehind = now - times.returns();
            }
        }
    }

    void endSecond(long loggedSoFar) {
        long middle = seconds.size() * SECOND + SECOND / 2;
        logged = loggedSoFar;
        seconds.add(new Second(offered, taken, backend.capacity(middle), logged - backend.entries()));
        offered = 0;
        taken = 0;
    }

    void account(Stats stats) {
        accepted += stats.accepted();
        delivered += stats.delivered();
        pending += stats.pending();
        lost += stats.accepted() - stats.delivered() - stats.pending();
    }

    List<Second> seconds() {
        return seconds;
    }

    /**
     * The most that was offered of what the backend takes, from a while after its return on.
     *
     * @param from seconds after its return
     * @param width seconds that are looked at together
     * @return 1 when as much was offered as it takes
     */
    double mostOffered(int from, int width) {
        double most = 0;
        for (int i = second(times.returns()) + from; i + width <= seconds.size(); i += width) {
            double sum = 0;
            double capacity = 0;
            for (Second each : seconds.subList(i, i + width)) {
                sum += each.offered();
                capacity += each.capacity();
            }
            most = Math.max(most, sum / capacity);
        }
        return most;
    }

    int second(long time) {
        return (int) (time / SECOND);
    }

    long logged() {
        return logged;
    }

    long accepted() {
        return accepted;
    }

    long delivered() {
        return delivered;
    }

    long lost() {
        return lost;
    }

    long pending() {
        return pending;
    }

    long stored() {
        return backend.entries();
    }

    /** From the backend's return until the last entry of the outage was delivered. Seconds. */
    double outageDelivered() {
        return (double) outageDelivered / SECOND;
    }

    /** From the backend's return until the last time that an entry was delivered that had waited more than 5 s. Seconds. */
    double lastBehind() {
        return (double) lastBehind / SECOND;
    }

    /** How long such a part of the entries logged after the return had waited at most. Seconds. */
    double longestWait(double part) {
        long all = 0;
        for (long each : waits) {
            all += each;
        }
        long seen = 0;
        for (int i = 0; i < waits.length; i++) {
            seen += waits[i];
            if (seen >= part * all) {
                return (i + 1) / 10.0;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
