package dev.penstock.pipeline.text;

import dev.penstock.pipeline.text.TimeField.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A time format as Alloy's {@code stage.timestamp} has it: the name of one, such as {@code RFC3339} and {@code UnixMs}, or a
 * layout in which Go's reference time, Mon Jan 2 15:04:05 MST 2006, is written as the times are. Immutable and safe for any
 * number of threads.
 */
public final class GoTimeLayout {

    /** What {@link #parse} returns for a text that is not of this format, or not of the years 1677 to 2262. */
    public static final long FAILED = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000_000;

    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("ANSIC", "Mon Jan _2 15:04:05 2006"),
            Map.entry("UnixDate", "Mon Jan _2 15:04:05 MST 2006"),
            Map.entry("RubyDate", "Mon Jan 02 15:04:05 -0700 2006"),
            Map.entry("RFC822", "02 Jan 06 15:04 MST"),
            Map.entry("RFC822Z", "02 Jan 06 15:04 -0700"),
            Map.entry("RFC850", "Monday, 02-Jan-06 15:04:05 MST"),
            Map.entry("RFC1123", "Mon, 02 Jan 2006 15:04:05 MST"),
            Map.entry("RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700"),
            Map.entry("RFC3339", "2006-01-02T15:04:05Z07:00"),
            Map.entry("RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00"));

    /** How many nanoseconds the numbers of a format count. */
    private static final Map<String, Long> EPOCHS =
            Map.of("Unix", SECOND, "UnixMs", 1_000_000L, "UnixUs", 1_000L, "UnixNs", 1L);

    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("iso8601", "RFC3339"),
            Map.entry("iso", "RFC3339"),
            Map.entry("rfc3339milli", "RFC3339Nano"),
            Map.entry("rfc3339micro", "RFC3339Nano"),
            Map.entry("epoch", "Unix"),
            Map.entry("epochseconds", "Unix"),
            Map.entry("unixseconds", "Unix"),
            Map.entry("unixs", "Unix"),
            Map.entry("unixsec", "Unix"),
            Map.entry("unixtimestamp", "Unix"),
            Map.entry("epochms", "UnixMs"),
            Map.entry("epochmillis", "UnixMs"),
            Map.entry("unixmilli", "UnixMs"),
            Map.entry("unixmillis", "UnixMs"),
            Map.entry("unixmilliseconds", "UnixMs"),
            Map.entry("unixmicro", "UnixUs"),
            Map.entry("unixmicros", "UnixUs"),
            Map.entry("unixnano", "UnixNs"),
            Map.entry("unixnanos", "UnixNs"),
            Map.entry("unixnanoseconds", "UnixNs"));

    private final String format;

    /** Nanoseconds of a number's unit; 0 for a layout. */
    private final long unit;

    private final boolean named;
    private final boolean yearIsGuessed;
    private final @Nullable ZoneId location;
    private final List<TimeField> fields;
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);

    private GoTimeLayout(String format, boolean canBeName, @Nullable ZoneId location) {
        this.format = format;
        this.unit = canBeName ? EPOCHS.getOrDefault(format, 0L) : 0;
        String layout = canBeName ? NAMED.get(format) : null;
        this.named = unit > 0 || layout != null;
        this.location = named ? null : location;
        this.fields = unit > 0 ? List.of() : TimeField.of(layout == null ? format : layout);
        this.yearIsGuessed = !named && !format.contains("06");
        fields.forEach(field -> kinds.add(field.kind()));
    }

    /**
     * A format.
     *
     * @param format a name, or else a layout: every text is one
     * @param location where times without a zone are, {@code null} for UTC; formats with names do not use it
     * @return the format
     */
    public static GoTimeLayout of(String format, @Nullable ZoneId location) {
        return new GoTimeLayout(format, true, location);
    }

    /**
     * A layout, whatever it says: the names that {@code stage.timestamp} knows are nothing but texts.
     *
     * @param layout a layout
     * @param location where times without a zone are
     * @return the format
     */
    public static GoTimeLayout ofLayout(String layout, ZoneId location) {
        return new GoTimeLayout(layout, false, location);
    }

    /**
     * Reads a time.
     *
     * @param text the time
     * @param nowEpochNanos the time now, for layouts without a year
     * @return nanoseconds since 1970, or {@link #FAILED}
     */
    public long parse(String text, long nowEpochNanos) {
        if (unit > 0) {
            return EpochNumber.nanos(text, unit);
        }
        TimeReader time = new TimeReader(text).read(fields);
        if (!time.ok || yearIsGuessed && time.year != 0) {
            return FAILED;
        }
        if (yearIsGuessed) {
            time.year = guessYear(time.month, nowEpochNanos);
        }
        long local = local(time);
        return EpochNumber.nanos(local - offset(time, local), time.nanos);
    }

    /**
     * Reads a time by a layout; of any year, the year 0 where the layout has none.
     *
     * @param text the time
     * @return the time in the zone that the text names, or else at the location; {@code null} when it is not of this layout
     */
    public @Nullable ZonedDateTime read(String text) {
        TimeReader time = new TimeReader(text).read(fields);
        if (!time.ok) {
            return null;
        }
        ZoneId there = location == null ? ZoneOffset.UTC : location;
        long local = local(time);
        long offset = offset(time, local);
        Instant instant = Instant.ofEpochSecond(local - offset, time.nanos);
        // Go shows the zone of the place where its offset is the same, and else one that has only an offset.
        boolean elsewhere = time.utc
                || (time.hasOffset || !time.zoneName.isEmpty())
                        && there.getRules().getOffset(instant).getTotalSeconds() != offset;
        return instant.atZone(elsewhere ? ZoneOffset.ofTotalSeconds((int) offset) : there);
    }

    /** Seconds since 1970 by the clock of the place. */
    private static long local(TimeReader time) {
        // The 29th of February in a year that has none is the day after the 28th, as Go reckons.
        long days = LocalDate.of(time.year, time.month, 1).toEpochDay() + time.day - 1;
        return days * 86_400 + time.hour * 3_600L + time.minute * 60L + time.second;
    }

    /** A time around the turn of the year is of the year that it is nearer to. */
    private int guessYear(int month, long nowEpochNanos) {
        ZonedDateTime now = Instant.ofEpochSecond(Math.floorDiv(nowEpochNanos, SECOND))
                .atZone(location == null ? ZoneOffset.UTC : location);
        int year = now.getYear();
        if (month == 12 && now.getMonthValue() == 1) {
            return year - 1;
        }
        return month == 1 && now.getMonthValue() == 12 ? year + 1 : year;
    }

    private long offset(TimeReader time, long local) {
        if (time.utc) {
            return 0;
        }
        if (time.hasOffset) {
            return time.offsetSeconds;
        }
        if (!time.zoneName.isEmpty()) {
            return abbreviated(time.zoneName, local);
        }
        if (location == null) {
            return 0;
        }
        // Go takes the local time for one of UTC first, and where that meets another offset, tries again with it.
        int first = offsetAt(location, local);
        return offsetAt(location, local - first);
    }

    private static int offsetAt(ZoneId zone, long epochSecond) {
        return zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
    }

    /** The offset of an abbreviation that is used at the location; to Go any other is one without an offset. */
    private long abbreviated(String name, long local) {
        ZoneId zone = location == null ? ZoneId.systemDefault() : location;
        TimeZone names = TimeZone.getTimeZone(zone);
        int standard =
                zone.getRules().getStandardOffset(Instant.ofEpochSecond(local)).getTotalSeconds();
        if (name.equals(names.getDisplayName(false, TimeZone.SHORT, Locale.US))) {
            return standard;
        }
        boolean summer =
                names.getDSTSavings() != 0 && name.equals(names.getDisplayName(true, TimeZone.SHORT, Locale.US));
        return summer ? standard + names.getDSTSavings() / 1000 : 0;
    }

    /**
     * Writes a time.
     *
     * @param epochNanos nanoseconds since 1970
     * @param zone the zone whose clock is shown
     * @return the time in this format
     */
    public String format(long epochNanos, ZoneId zone) {
        if (unit > 0) {
            return Long.toString(Math.floorDiv(epochNanos, unit));
        }
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(epochNanos, SECOND), Math.floorMod(epochNanos, SECOND));
        return format(instant.atZone(zone));
    }

    /**
     * Writes a time by a layout.
     *
     * @param time the time, in the zone whose clock is shown
     * @return the time in this layout
     */
    public String format(ZonedDateTime time) {
        return TimeWriter.write(fields, time);
    }

    /**
     * Whether the format has a name that Alloy knows.
     *
     * @return true for {@code RFC3339}, {@code Unix} and the others
     */
    public boolean isNamed() {
        return named;
    }

    /**
     * Whether a text of this format says what zone it is in.
     *
     * @return true too for the numbers that count from 1970
     */
    public boolean hasZone() {
        return unit > 0 || has(Kind.ZONE_NAME) || has(Kind.OFFSET) || has(Kind.OFFSET_OR_Z);
    }

    /**
     * Whether a text of this format says what year it is of.
     *
     * @return true too for the numbers that count from 1970
     */
    public boolean hasYear() {
        return unit > 0 || has(Kind.YEAR) || has(Kind.LONG_YEAR);
    }

    /**
     * Whether a text of this format says what day it is of.
     *
     * @return true when there is a day of a month or of a year
     */
    public boolean hasDate() {
        boolean month = has(Kind.MONTH) || has(Kind.LONG_MONTH) || has(Kind.NUMBER_MONTH) || has(Kind.ZERO_MONTH);
        boolean day = has(Kind.DAY) || has(Kind.ZERO_DAY) || has(Kind.SPACE_DAY);
        return unit > 0 || month && day || has(Kind.SPACE_YEAR_DAY) || has(Kind.ZERO_YEAR_DAY);
    }

    /**
     * Whether this is neither a name nor anything like a layout, so that no time will ever be read with it: {@code rfc3339},
     * {@code yyyy-MM-dd}, {@code %Y-%m-%d}.
     *
     * @return true when it is none
     */
    public boolean looksLikeNoLayout() {
        if (named) {
            return false;
        }
        boolean hour = has(Kind.HOUR) || has(Kind.HOUR12) || has(Kind.ZERO_HOUR12);
        return didYouMean(format) != null || !hasDate() && !hour || kinds.size() < 2 || isOtherSyntax();
    }

    /** Patterns of Java and of C. */
    private boolean isOtherSyntax() {
        return format.contains("yyyy")
                || format.contains("YYYY")
                || format.contains("HH:")
                || format.contains("%Y")
                || format.contains("%H")
                || format.contains("%d");
    }

    /**
     * The name that was meant by what is almost one.
     *
     * @param format what was written
     * @return for example {@code RFC3339} for {@code rfc3339}; {@code null} when it is a name, or like none
     */
    public static @Nullable String didYouMean(String format) {
        if (NAMED.containsKey(format) || EPOCHS.containsKey(format)) {
            return null;
        }
        String bare = format.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        for (String name : NAMED.keySet()) {
            if (name.toLowerCase(Locale.ROOT).equals(bare)) {
                return name;
            }
        }
        for (String name : EPOCHS.keySet()) {
            if (name.toLowerCase(Locale.ROOT).equals(bare)) {
                return name;
            }
        }
        return MEANT.get(bare);
    }

    /** The format as it was written. */
    @Override
    public String toString() {
        return format;
    }

    private boolean has(Kind kind) {
        return kinds.contains(kind);
    }
}
