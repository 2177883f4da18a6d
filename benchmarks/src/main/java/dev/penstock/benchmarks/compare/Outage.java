package dev.penstock.benchmarks.compare;

import java.time.Duration;

/**
 * A time during which connections are refused.
 *
 * @param mode what is logged meanwhile
 * @param before logging goes on so long before the outage
 * @param length of the outage
 */
record Outage(Mode mode, Duration before, Duration length) implements Run.Script {

    private static final int PER_SECOND = 1000;
    private static final int BURST = 200_000;
    private static final Duration BURST_OUTAGE = Duration.ofSeconds(10);

    /** Logging goes on so long before and after an outage. */
    private static final Duration AROUND = Duration.ofSeconds(5);

    /** {@code burst}, or a number of seconds. */
    static Outage named(String name) {
        if (name.equals("burst")) {
            return new Outage(new Mode("outage-burst", 1, BURST, 0), Duration.ZERO, BURST_OUTAGE);
        }
        if (!name.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException(
                    "outage '" + name + "' is not accepted; accepted: burst, or a number of seconds");
        }
        Duration length = Duration.ofSeconds(Integer.parseInt(name));
        int events = (int) (PER_SECOND * length.plus(AROUND).plus(AROUND).toSeconds());
        return new Outage(new Mode("outage-" + name, 1, events, PER_SECOND), AROUND, length);
    }

    /** The head of its column. */
    String title() {
        return mode.perSecond() == 0
                ? MarkdownTable.number(mode.events()) + " at once, " + length.toSeconds() + " s"
                : length.toSeconds() + " s, of " + MarkdownTable.number(mode.events());
    }

    @Override
    public void run(Receiver receiver, Runnable go) throws InterruptedException {
        if (before.isZero()) {
            receiver.down();
            go.run();
        } else {
            go.run();
            Thread.sleep(before.toMillis());
            receiver.down();
        }
        Thread.sleep(length.toMillis());
        receiver.up();
    }
}
