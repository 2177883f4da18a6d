package dev.penstock;

import dev.penstock.health.Health;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.ledger.Stats;
import java.util.function.LongSupplier;

/** Finds the verdict on a shipper whose threads live: from what is wrong just now, and from what was lost lately. */
final class HealthWatch {

    /** How long lost records are worth a word. */
    private static final long LOSS_NANOS = 60_000_000_000L;

    private final Troubles troubles;
    private final Ledger ledger;
    private final ByteBudget budget;
    private final LongSupplier nanoClock;
    private Stats seen = Stats.NONE;
    private String loss = "";
    private long lossAt;

    HealthWatch(Troubles troubles, Ledger ledger, ByteBudget budget, LongSupplier nanoClock) {
        this.troubles = troubles;
        this.ledger = ledger;
        this.budget = budget;
        this.nanoClock = nanoClock;
    }

    /** The verdict. Thread-safe. */
    synchronized Health verdict() {
        look();
        Health worst = troubles.worst();
        if (worst.status() == Health.Status.DOWN) {
            return worst;
        }
        if (!loss.isEmpty() && nanoClock.getAsLong() - lossAt < LOSS_NANOS) {
            String reason = worst.reason();
            return Health.degraded(reason.isEmpty() ? loss : reason + "; " + loss);
        }
        if (worst.status() == Health.Status.UP && budget.used() > budget.limit() / 4 * 3) {
            return Health.degraded("more than three quarters of bufferSize are in use");
        }
        return worst;
    }

    /** Sees whether records were lost since it looked last. */
    private void look() {
        Stats now = ledger.snapshot();
        if (now.dropped() > seen.dropped()) {
            StringBuilder text = new StringBuilder("records are being dropped:");
            for (DropReason reason : DropReason.values()) {
                long more = now.dropped(reason) - seen.dropped(reason);
                if (more > 0 && reason != DropReason.STAGE) {
                    text.append(' ').append(more).append(' ').append(reason.label());
                    lossAt = nanoClock.getAsLong();
                    loss = text.toString();
                }
            }
            seen = now;
        }
    }
}
