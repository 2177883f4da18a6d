package dev.penstock.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs the whole fleet, prints its figures and plots its course. Needs 6 GiB of heap.
 *
 * <p>Arguments, each of which may be left out with those behind it: the file of the plot, how many shippers, how many lines
 * a second each logs, the {@code Retry-After} or {@code none}, the seed.
 */
final class FleetRun {

    private FleetRun() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(argument(args, 0, "docs/fleet.svg"));
        int size = Integer.parseInt(argument(args, 1, "10000"));
        int linesPerSecond = Integer.parseInt(argument(args, 2, "20"));
        String retryAfter = argument(args, 3, "3");
        long seed = Long.parseLong(argument(args, 4, "1"));

        FleetTimes times = FleetTimes.FIVE_MINUTES_AWAY;
        @Nullable String header = retryAfter.equals("none") ? null : retryAfter;
        FleetCourse course = new Fleet(times, size, linesPerSecond, header, seed).run();

        String title = String.format(
                Locale.ROOT,
                "%,d shippers, %d lines a second each; the backend is away for five minutes and comes back small",
                size,
                linesPerSecond);
        Files.writeString(file, new FleetPlot(times, course).svg(title));
        System.out.printf(
                Locale.ROOT,
                "shippers %d, lines/s %d, Retry-After %s, seed %d%n"
                        + "most offered of what the backend takes, from 30 s after its return: %.2f (1 s), %.2f (5 s)%n"
                        + "logged %d, delivered %d, stored %d, lost %d, pending %d%n"
                        + "after the return: the outage's last entry delivered after %.0f s, the last that waited more than"
                        + " 5 s after %.0f s%n"
                        + "entries logged after the return waited, beyond batchWait: p50 %.1f s, p99 %.1f s, most %.1f s%n",
                size,
                linesPerSecond,
                retryAfter,
                seed,
                course.mostOffered(30, 1),
                course.mostOffered(30, 5),
                course.logged(),
                course.delivered(),
                course.stored(),
                course.lost(),
                course.pending(),
                course.outageDelivered(),
                course.lastBehind(),
                course.longestWait(0.5),
                course.longestWait(0.99),
                course.longestWait(1));
    }

    private static String argument(String[] args, int index, String otherwise) {
        return index < args.length ? args[index] : otherwise;
    }
}
