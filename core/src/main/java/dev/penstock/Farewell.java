package dev.penstock;

import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;

/** The last line: what was sent, what is kept on disk, what was dropped and why. */
final class Farewell {

    private Farewell() {}

    static String of(Stats stats) {
        StringBuilder text = new StringBuilder("accepted ")
                .append(stats.accepted())
                .append(", delivered ")
                .append(stats.delivered());
        if (stats.onDisk() > 0) {
            text.append(", kept on disk ").append(stats.onDisk()).append(" for the next start");
        }
        stats.droppedByReason().forEach((reason, count) -> append(text, reason, count));
        long lost = stats.pending() - stats.onDisk();
        return lost == 0
                ? text.toString()
                : text.append(", not delivered ").append(lost).toString();
    }

    private static void append(StringBuilder text, DropReason reason, long count) {
        if (count > 0) {
            text.append(", dropped ").append(count).append(" as ").append(reason.label());
        }
    }
}
