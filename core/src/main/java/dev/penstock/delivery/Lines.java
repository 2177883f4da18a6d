package dev.penstock.delivery;

import dev.penstock.buffer.Lane;
import dev.penstock.transport.Outcome;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all tenants of a shipper: which of them sends next. Driven by {@link Deliverer}, or by a simulation in
 * virtual time. Not thread-safe.
 */
final class Lines {

    private final DeliveryContext context;

    /** In the order of the lanes. */
    private List<Line> lines = List.of();

    /** Where the search for the next one begins: each tenant in its turn. */
    private int turn;

    private List<Lane> lanesSeen = List.of();
    private boolean hurried;

    Lines(DeliveryContext context) {
        this.context = context;
    }

    /** How long until one of them can send; {@link Long#MAX_VALUE} when there is nothing to send. Nanoseconds. */
    long nanosUntilReady() {
        update();
        long now = context.nanoClock().getAsLong();
        long least = Long.MAX_VALUE;
        for (Line each : lines) {
            least = Math.min(least, each.nanosUntilReady(now));
        }
        return least;
    }

    /** What to send now; null when there is nothing yet. */
    @Nullable Shipment next() {
        update();
        long now = context.nanoClock().getAsLong();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get((turn + i) % lines.size());
            if (line.nanosUntilReady(now) == 0) {
                turn = (turn + i + 1) % lines.size();
                return next(line);
            }
        }
        return null;
    }

    private static @Nullable Shipment next(Line line) {
        try {
            return line.next();
        } catch (RuntimeException | Error e) {
            line.brokeOff();
            throw e;
        }
    }

    void answered(Shipment shipment, Outcome outcome) {
        try {
            shipment.line().answered(shipment.body(), outcome);
        } catch (RuntimeException | Error e) {
            shipment.line().brokeOff();
            throw e;
        }
    }

    /** Delivery ends here and now. */
    void abandon() {
        lines.forEach(Line::abandon);
        context.buffer().abandon();
    }

    /** Tries at once, once. */
    void nudge() {
        lines.forEach(Line::nudge);
    }

    /** There is little time left: tries at once, and pauses are short from now on. */
    void hurry() {
        hurried = true;
        lines.forEach(Line::hurry);
    }

    private void update() {
        List<Lane> lanes = context.buffer().lanes();
        if (lanes == lanesSeen) {
            return;
        }
        Map<Lane, Line> known = new IdentityHashMap<>();
        lines.forEach(each -> known.put(each.lane(), each));
        List<Line> updated = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            Line line = known.remove(lane);
            updated.add(line == null ? new Line(lane, context, hurried) : line);
        }
        known.values().forEach(Line::end);
        lines = updated;
        turn = 0;
        // Last: what fails before this is done again.
        lanesSeen = lanes;
    }
}
