package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoTimeLayout;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Go's {@code time.Time}: what {@code now} and {@code toDate} give. */
record GoTime(ZonedDateTime time) {

    static final String TYPE = "time.Time";

    /** What a variable of this type is before it gets a value. */
    static final GoTime ZERO = new GoTime(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));

    private static final GoTimeLayout PRINTED =
            GoTimeLayout.ofLayout("2006-01-02 15:04:05.999999999 -0700 MST", ZoneOffset.UTC);
    private static final GoTimeLayout JSON =
            GoTimeLayout.ofLayout("2006-01-02T15:04:05.999999999Z07:00", ZoneOffset.UTC);

    static String noMethod(String name) {
        return "methods of times such as " + name
                + " are not supported; times are written with date, dateInZone and unixEpoch";
    }

    /** As Go's encoder of JSON writes it, without quotes. */
    String json() {
        return JSON.format(time);
    }

    /** As {@code %v} prints it. */
    @Override
    public String toString() {
        return PRINTED.format(time);
    }
}
