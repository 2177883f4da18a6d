package dev.penstock.delivery;

import dev.penstock.buffer.Lane;
import dev.penstock.transport.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all tenants of a shipper: which of them sends next. Driven by {@link Deliverer}, or by a simulation in
 * virtual time. Not thread-safe.
 */
final class Lines {

    private final DeliveryContext context;

    /** In the order in which they were served last. */
    private final Map<Lane, Line> lines = new LinkedHashMap<>();

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
        for (Line each : lines.values()) {
            least = Math.min(least, each.nanosUntilReady(now));
        }
        return least;
    }

    /** What to send now; null when there is nothing yet. */
    @Nullable Shipment next() {
        update();
        long now = context.nanoClock().getAsLong();
        for (Lane lane : new ArrayList<>(lines.keySet())) {
            Line line = lines.get(lane);
            if (line != null && line.nanosUntilReady(now) == 0) {
                // To the end of the queue: each tenant in its turn.
                lines.remove(lane);
                lines.put(lane, line);
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
        lines.values().forEach(Line::abandon);
        context.buffer().abandon();
    }

    /** Tries at once, once. */
    void nudge() {
        lines.values().forEach(Line::nudge);
    }

    /** There is little time left: tries at once, and pauses are short from now on. */
    void hurry() {
        hurried = true;
        lines.values().forEach(Line::hurry);
    }

    private void update() {
        List<Lane> lanes = context.buffer().lanes();
        if (lanes != lanesSeen) {
            lanesSeen = lanes;
            lines.keySet().retainAll(lanes);
            for (Lane lane : lanes) {
                lines.computeIfAbsent(lane, each -> new Line(each, context, hurried));
            }
        }
    }
}
