package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoDuration;
import dev.penstock.pipeline.text.GoTimeLayout;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** sprig's functions on times, in Go's layouts. Source: Masterminds/sprig, date.go. */
final class DateFunctions {

    private static final long SECOND = 1_000_000_000;
    private static final long DAY = 86_400 * SECOND;
    private static final String DATE = "2006-01-02";

    /** Looked up by name only, never by an offset such as +02:00, which Go knows no zone by. */
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private DateFunctions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>(List.of(
                Function.of("now -> time.Time", (run, a) -> new GoTime(ZonedDateTime.now(ZoneId.systemDefault()))),
                Function.of(
                        "date string any -> string",
                        (run, a) -> written(Args.text(a, 0), a[1], ZoneId.systemDefault())),
                Function.of("htmlDate any -> string", (run, a) -> written(DATE, a[0], ZoneId.systemDefault())),
                Function.of(
                        "htmlDateInZone any string -> string", (run, a) -> written(DATE, a[0], zone(Args.text(a, 1)))),
                Function.of("toDate string string -> time.Time", (run, a) -> {
                    GoTime time = read(Args.text(a, 0), Args.text(a, 1));
                    return time == null ? GoTime.ZERO : time;
                }),
                Function.of("mustToDate string string -> time.Time", (run, a) -> {
                    GoTime time = read(Args.text(a, 0), Args.text(a, 1));
                    if (time == null) {
                        throw new RenderException("error calling mustToDate: \"" + Args.text(a, 1)
                                + "\" is no time in the layout \"" + Args.text(a, 0) + "\"");
                    }
                    return time;
                }),
                Function.of(
                        "unixEpoch time -> string",
                        (run, a) -> Long.toString(Args.time(a, 0).time().toEpochSecond())),
                Function.of("ago any -> string", (run, a) -> ago(a[0])),
                Function.of("duration any -> string", (run, a) -> duration(a[0])),
                Function.of("durationRound any -> string", (run, a) -> rounded(a[0]))));
        for (String name : List.of("dateInZone", "date_in_zone")) {
            all.add(Function.of(
                    name + " string any string -> string",
                    (run, a) -> written(Args.text(a, 0), a[1], zone(Args.text(a, 2)))));
        }
        for (String name : List.of("dateModify", "date_modify", "mustDateModify", "must_date_modify")) {
            boolean must = name.startsWith("must");
            all.add(Function.of(name + " string time -> time.Time", (run, a) -> {
                OptionalLong by = GoDuration.parse(Args.text(a, 0));
                if (by.isEmpty() && must) {
                    throw new RenderException(
                            "error calling " + name + ": \"" + Args.text(a, 0) + "\" is no duration such as -1.5h");
                }
                return new GoTime(Args.time(a, 1).time().plusNanos(by.orElse(0)));
            }));
        }
        return all;
    }

    private static String written(String layout, @Nullable Object time, ZoneId zone) {
        return GoTimeLayout.ofLayout(layout, zone).format(instant(time).atZone(zone));
    }

    /** A time, or seconds since 1970; sprig takes anything else, texts too, for the time it is. */
    private static Instant instant(@Nullable Object value) {
        if (value instanceof GoTime given) {
            return given.time().toInstant();
        }
        Long seconds = value instanceof Long number ? number : int64(value);
        if (seconds == null) {
            return Instant.now();
        }
        // Beyond, years have more digits than Java knows.
        if (Math.abs(seconds) > 1L << 53 || seconds == Long.MIN_VALUE) {
            throw new RenderException(seconds + " seconds since 1970 are out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static @Nullable Long int64(@Nullable Object value) {
        return value instanceof SizedInt sized && sized.type().equals("int64") ? (Long) sized.value() : null;
    }

    /** The zone of a name; UTC when there is none, as in sprig. */
    private static ZoneId zone(String name) {
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        return ZONES.contains(name) && !name.equals("UTC") ? ZoneId.of(name) : ZoneOffset.UTC;
    }

    private static @Nullable GoTime read(String layout, String text) {
        try {
            ZonedDateTime time =
                    GoTimeLayout.ofLayout(layout, ZoneId.systemDefault()).read(text);
            return time == null ? null : new GoTime(time);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String ago(@Nullable Object value) {
        long age = age(instant(value));
        // Go's durations end at about 292 years, and what cannot be rounded is left as it is.
        boolean roundable = Math.abs(age) < Long.MAX_VALUE - SECOND && age != Long.MIN_VALUE;
        return GoDuration.format(roundable ? Math.floorDiv(age + SECOND / 2, SECOND) * SECOND : age);
    }

    /** Nanoseconds since a time; the most or least there can be when it is too far away. */
    private static long age(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        if (age.abs().getSeconds() > Long.MAX_VALUE / SECOND - 1) {
            return age.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return age.toNanos();
    }

    /** Seconds as Go prints durations; only a text or an int64 is taken for seconds. */
    private static String duration(@Nullable Object value) {
        Long number = value instanceof String text ? Casts.parseInt(text, 10) : int64(value);
        long seconds = number == null ? 0 : number;
        if (Math.abs(seconds) > Long.MAX_VALUE / SECOND || seconds == Long.MIN_VALUE) {
            throw new RenderException("error calling duration: " + seconds + " seconds are out of range");
        }
        return GoDuration.format(seconds * SECOND);
    }

    /** The largest unit of a duration: of a text such as 2h10m, of nanoseconds, or since a time. */
    private static String rounded(@Nullable Object value) {
        Long given = int64(value);
        long nanos = given == null ? 0 : given;
        if (value instanceof String text) {
            nanos = GoDuration.parse(text).orElse(0);
        } else if (value instanceof GoTime time) {
            nanos = age(time.time().toInstant());
        }
        long size = nanos == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(nanos);
        long[] units = {365 * DAY, 30 * DAY, DAY, 3600 * SECOND, 60 * SECOND, SECOND};
        List<String> names = List.of("y", "mo", "d", "h", "m", "s");
        for (int i = 0; i < units.length; i++) {
            if (size > units[i]) {
                return size / units[i] + names.get(i);
            }
        }
        return "0s";
    }
}
