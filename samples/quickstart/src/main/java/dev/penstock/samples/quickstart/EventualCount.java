package dev.penstock.samples.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** A count that is asked for until it is there: backends answer queries a little after they took what is queried. */
final class EventualCount {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private EventualCount() {}

    /** Counts until the count is reached or the time is up. */
    static long await(LongSupplier count, long expected, Duration timeout) throws InterruptedException {
        Instant giveUp = Instant.now().plus(timeout);
        while (true) {
            long found = count.getAsLong();
            if (found >= expected || Instant.now().isAfter(giveUp)) {
                return found;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
