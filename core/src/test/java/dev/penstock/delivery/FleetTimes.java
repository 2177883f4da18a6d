package dev.penstock.delivery;

import java.time.Duration;

/**
 * When what happens to a fleet. Nanoseconds of virtual time, which begins at 0.
 *
 * @param leaves when the backend goes away
 * @param returns when it comes back
 * @param growth how long it takes from then on until it takes most
 * @param ends when the last line is logged
 */
record FleetTimes(long leaves, long returns, long growth, long ends) {

    /** A minute of calm, five without a backend, ten in which it grows, and a little more. */
    static final FleetTimes FIVE_MINUTES_AWAY = new FleetTimes(seconds(60), seconds(360), seconds(600), seconds(1020));

    /** The same, but the last line is logged six minutes after the return: the backend takes more than all by then. */
    static final FleetTimes SHORTER =
            new FleetTimes(FIVE_MINUTES_AWAY.leaves, FIVE_MINUTES_AWAY.returns, FIVE_MINUTES_AWAY.growth, seconds(720));

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
