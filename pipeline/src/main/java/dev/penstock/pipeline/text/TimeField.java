package dev.penstock.pipeline.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a Go time layout: a field, or the text between two. Which texts stand for fields is said in Go's package time. */
record TimeField(Kind kind, String text) {

    /** What a piece stands for. */
    enum Kind {
        TEXT,
        LONG_YEAR,
        YEAR,
        LONG_MONTH,
        MONTH,
        NUMBER_MONTH,
        ZERO_MONTH,
        LONG_WEEKDAY,
        WEEKDAY,
        DAY,
        SPACE_DAY,
        ZERO_DAY,
        SPACE_YEAR_DAY,
        ZERO_YEAR_DAY,
        HOUR,
        HOUR12,
        ZERO_HOUR12,
        MINUTE,
        ZERO_MINUTE,
        SECOND,
        ZERO_SECOND,
        /** A point or comma, and zeros: so many digits. */
        FRACTION,
        /** A point or comma, and nines: any number of digits, or nothing. */
        OPTIONAL_FRACTION,
        UPPER_PM,
        LOWER_PM,
        ZONE_NAME,
        /** Begins with a sign. */
        OFFSET,
        /** Begins with a Z, and stands for that too. */
        OFFSET_OR_Z
    }

    /** Longer ones before those that they begin with. */
    private static final List<TimeField> FIELDS = List.of(
            new TimeField(Kind.LONG_MONTH, "January"),
            new TimeField(Kind.MONTH, "Jan"),
            new TimeField(Kind.LONG_WEEKDAY, "Monday"),
            new TimeField(Kind.WEEKDAY, "Mon"),
            new TimeField(Kind.ZONE_NAME, "MST"),
            new TimeField(Kind.ZERO_YEAR_DAY, "002"),
            new TimeField(Kind.ZERO_MONTH, "01"),
            new TimeField(Kind.ZERO_DAY, "02"),
            new TimeField(Kind.ZERO_HOUR12, "03"),
            new TimeField(Kind.ZERO_MINUTE, "04"),
            new TimeField(Kind.ZERO_SECOND, "05"),
            new TimeField(Kind.YEAR, "06"),
            new TimeField(Kind.HOUR, "15"),
            new TimeField(Kind.NUMBER_MONTH, "1"),
            new TimeField(Kind.LONG_YEAR, "2006"),
            new TimeField(Kind.DAY, "2"),
            new TimeField(Kind.SPACE_YEAR_DAY, "__2"),
            new TimeField(Kind.SPACE_DAY, "_2"),
            new TimeField(Kind.HOUR12, "3"),
            new TimeField(Kind.MINUTE, "4"),
            new TimeField(Kind.SECOND, "5"),
            new TimeField(Kind.UPPER_PM, "PM"),
            new TimeField(Kind.LOWER_PM, "pm"),
            new TimeField(Kind.OFFSET, "-070000"),
            new TimeField(Kind.OFFSET, "-07:00:00"),
            new TimeField(Kind.OFFSET, "-0700"),
            new TimeField(Kind.OFFSET, "-07:00"),
            new TimeField(Kind.OFFSET, "-07"),
            new TimeField(Kind.OFFSET_OR_Z, "Z070000"),
            new TimeField(Kind.OFFSET_OR_Z, "Z07:00:00"),
            new TimeField(Kind.OFFSET_OR_Z, "Z0700"),
            new TimeField(Kind.OFFSET_OR_Z, "Z07:00"),
            new TimeField(Kind.OFFSET_OR_Z, "Z07"));

    /** The pieces of a layout. */
    static List<TimeField> of(String layout) {
        List<TimeField> pieces = new ArrayList<>();
        int text = 0;
        int at = 0;
        while (at < layout.length()) {
            TimeField field = at(layout, at);
            if (field == null) {
                at++;
                continue;
            }
            if (at > text) {
                pieces.add(new TimeField(Kind.TEXT, layout.substring(text, at)));
            }
            pieces.add(field);
            at += field.text().length();
            text = at;
        }
        if (at > text) {
            pieces.add(new TimeField(Kind.TEXT, layout.substring(text, at)));
        }
        return List.copyOf(pieces);
    }

    private static @Nullable TimeField at(String layout, int at) {
        char c = layout.charAt(at);
        if (c == '.' || c == ',') {
            return fraction(layout, at);
        }
        for (TimeField field : FIELDS) {
            if (layout.startsWith(field.text(), at)) {
                boolean month = field.kind() == Kind.MONTH || field.kind() == Kind.WEEKDAY;
                // "Jane" and "Money" are words; and in "_2006" the underscore is a text.
                if (month && isLowerCase(layout, at + 3)
                        || field.kind() == Kind.SPACE_DAY && layout.startsWith("2006", at + 1)) {
                    return null;
                }
                return field;
            }
        }
        return null;
    }

    private static @Nullable TimeField fraction(String layout, int at) {
        char digit = at + 1 < layout.length() ? layout.charAt(at + 1) : ' ';
        if (digit != '0' && digit != '9') {
            return null;
        }
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        if (end < layout.length() && layout.charAt(end) >= '0' && layout.charAt(end) <= '9') {
            return null;
        }
        return new TimeField(digit == '0' ? Kind.FRACTION : Kind.OPTIONAL_FRACTION, layout.substring(at, end));
    }

    private static boolean isLowerCase(String layout, int at) {
        return at < layout.length() && layout.charAt(at) >= 'a' && layout.charAt(at) <= 'z';
    }
}
