package dev.penstock.pipeline.text;

import dev.penstock.pipeline.text.TimeField.Kind;
import java.util.List;

/** Reads one text by a layout, with the liberties that Go's {@code time.Parse} takes. What it could not read is said by ok. */
final class TimeReader {

    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

    /** How many letters short names have. */
    static final int SHORT = 3;

    private static final int[] DAYS_OF_MONTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final String value;
    private int at;

    boolean ok = true;
    int year;
    int month = -1;
    int day = -1;
    int yearDay = -1;
    int hour;
    int minute;
    int second;
    int nanos;
    private boolean pm;
    private boolean am;

    boolean utc;
    boolean hasOffset;
    int offsetSeconds;
    String zoneName = "";

    TimeReader(String value) {
        this.value = value;
    }

    /** Reads everything; {@link #ok} is false when the text is not of this layout. */
    TimeReader read(List<TimeField> layout) {
        for (int i = 0; i < layout.size() && ok; i++) {
            TimeField field = layout.get(i);
            field(field);
            boolean seconds = field.kind() == Kind.SECOND || field.kind() == Kind.ZERO_SECOND;
            if (ok && seconds && !fractionFollows(layout, i + 1)) {
                optionalFraction();
            }
        }
        ok = ok && at == value.length();
        if (ok) {
            finish();
        }
        return this;
    }

    /** Go looks for the next field, whatever text stands before it. */
    private static boolean fractionFollows(List<TimeField> layout, int from) {
        int next = from < layout.size() && layout.get(from).kind() == Kind.TEXT ? from + 1 : from;
        return next < layout.size()
                && (layout.get(next).kind() == Kind.FRACTION || layout.get(next).kind() == Kind.OPTIONAL_FRACTION);
    }

    private void field(TimeField field) {
        switch (field.kind()) {
            case TEXT -> text(field.text());
            case LONG_YEAR -> year = digits(4);
            case YEAR -> {
                int two = digits(2);
                year = two >= 69 ? two + 1900 : two + 2000;
            }
            case LONG_MONTH -> month = name(MONTHS, false) + 1;
            case MONTH -> month = name(MONTHS, true) + 1;
            case LONG_WEEKDAY -> name(DAYS, false);
            case WEEKDAY -> name(DAYS, true);
            case NUMBER_MONTH, ZERO_MONTH -> month = number(field.kind() == Kind.ZERO_MONTH, 1, 12);
            case DAY, ZERO_DAY -> day = number(field.kind() == Kind.ZERO_DAY, 0, 99);
            case SPACE_DAY -> {
                space();
                day = number(false, 0, 99);
            }
            case SPACE_YEAR_DAY -> {
                space();
                space();
                yearDay = threeDigits(false);
            }
            case ZERO_YEAR_DAY -> yearDay = threeDigits(true);
            case HOUR -> hour = number(false, 0, 23);
            case HOUR12, ZERO_HOUR12 -> hour = number(field.kind() == Kind.ZERO_HOUR12, 0, 12);
            case MINUTE, ZERO_MINUTE -> minute = number(field.kind() == Kind.ZERO_MINUTE, 0, 59);
            case SECOND, ZERO_SECOND -> second = number(field.kind() == Kind.ZERO_SECOND, 0, 59);
            case FRACTION -> fraction(field.text().length());
            case OPTIONAL_FRACTION -> optionalFraction();
            case UPPER_PM -> pm("PM", "AM");
            case LOWER_PM -> pm("pm", "am");
            case ZONE_NAME -> zoneName();
            case OFFSET -> offset(field.text());
            case OFFSET_OR_Z -> {
                if (value.startsWith("Z", at)) {
                    at++;
                    utc = true;
                } else {
                    offset(field.text());
                }
            }
        }
    }

    /** A space stands for any number of spaces, none only at the end. */
    private void text(String text) {
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == ' ') {
                if (at < value.length() && value.charAt(at) != ' ') {
                    ok = false;
                    return;
                }
                while (i < text.length() && text.charAt(i) == ' ') {
                    i++;
                }
                while (at < value.length() && value.charAt(at) == ' ') {
                    at++;
                }
            } else if (at < value.length() && value.charAt(at) == text.charAt(i)) {
                i++;
                at++;
            } else {
                ok = false;
                return;
            }
        }
    }

    private boolean isDigit(int index) {
        return index < value.length() && value.charAt(index) >= '0' && value.charAt(index) <= '9';
    }

    private void space() {
        if (value.startsWith(" ", at)) {
            at++;
        }
    }

    /** Exactly so many digits. */
    private int digits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (!isDigit(at)) {
                ok = false;
                return 0;
            }
            number = number * 10 + (value.charAt(at++) - '0');
        }
        return number;
    }

    /** One or two digits, or exactly two. */
    private int number(boolean two, int least, int most) {
        int number = digits(two || isDigit(at + 1) ? 2 : 1);
        ok = ok && number >= least && number <= most;
        return number;
    }

    private int threeDigits(boolean three) {
        int count = 0;
        while (count < 3 && isDigit(at + count)) {
            count++;
        }
        ok = ok && (three ? count == 3 : count > 0);
        return digits(count);
    }

    private int name(List<String> names, boolean shortNames) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int length = shortNames ? SHORT : name.length();
            if (value.regionMatches(true, at, name, 0, length)) {
                at += length;
                return i;
            }
        }
        ok = false;
        return 0;
    }

    private boolean isSeparator(int index) {
        return index < value.length() && (value.charAt(index) == '.' || value.charAt(index) == ',');
    }

    private void optionalFraction() {
        if (!isSeparator(at) || !isDigit(at + 1)) {
            return;
        }
        int end = at + 1;
        while (isDigit(end)) {
            end++;
        }
        fraction(end - at);
    }

    /** The separator and digits; those beyond nanoseconds are passed over. */
    private void fraction(int length) {
        int end = at + length;
        if (!isSeparator(at) || end > value.length()) {
            ok = false;
            return;
        }
        int fraction = 0;
        for (int i = 1; i < length; i++) {
            if (!isDigit(at + i)) {
                ok = false;
                return;
            }
            fraction = i <= 9 ? fraction * 10 + (value.charAt(at + i) - '0') : fraction;
        }
        for (int i = length; i <= 9; i++) {
            fraction *= 10;
        }
        nanos = fraction;
        at = end;
    }

    private void pm(String ofPm, String ofAm) {
        if (value.startsWith(ofPm, at)) {
            pm = true;
        } else if (value.startsWith(ofAm, at)) {
            am = true;
        } else {
            ok = false;
        }
        at += 2;
    }

    private void offset(String layout) {
        boolean colons = layout.indexOf(':') > 0;
        int parts = layout.replace(":", "").length() / 2;
        char sign = at < value.length() ? value.charAt(at) : ' ';
        ok = ok && (sign == '+' || sign == '-');
        at++;
        int[] numbers = new int[3];
        for (int i = 0; i < parts && ok; i++) {
            if (colons && i > 0) {
                ok = value.startsWith(":", at++);
            }
            // An offset of 24 hours, and of 60 minutes or seconds, is let through, for some write so.
            numbers[i] = ok ? number(true, 0, i == 0 ? 24 : 60) : 0;
        }
        hasOffset = true;
        offsetSeconds = (numbers[0] * 60 + numbers[1]) * 60 + numbers[2];
        offsetSeconds = sign == '-' ? -offsetSeconds : offsetSeconds;
    }

    private void zoneName() {
        if (value.startsWith("UTC", at)) {
            at += 3;
            utc = true;
            return;
        }
        int length = zoneNameLength();
        ok = ok && length > 0;
        zoneName = ok ? value.substring(at, at + length) : "";
        at += length;
    }

    /** What Go takes for a zone's abbreviation: three to five capitals, and what begins with GMT or a sign. */
    private int zoneNameLength() {
        if (value.startsWith("ChST", at) || value.startsWith("MeST", at)) {
            return 4;
        }
        if (value.startsWith("GMT", at)) {
            return 3 + signedOffsetLength(at + 3);
        }
        if (value.startsWith("+", at) || value.startsWith("-", at)) {
            return at + 3 <= value.length() ? signedOffsetLength(at) : 0;
        }
        int capitals = 0;
        while (capitals < 6
                && at + capitals < value.length()
                && value.charAt(at + capitals) >= 'A'
                && value.charAt(at + capitals) <= 'Z') {
            capitals++;
        }
        return switch (capitals) {
            case 3 -> 3;
            case 4 -> value.charAt(at + 3) == 'T' || value.startsWith("WITA", at) ? 4 : 0;
            case 5 -> value.charAt(at + 4) == 'T' ? 5 : 0;
            default -> 0;
        };
    }

    private int signedOffsetLength(int from) {
        if (!value.startsWith("+", from) && !value.startsWith("-", from)) {
            return 0;
        }
        int end = from + 1;
        int hours = 0;
        while (isDigit(end)) {
            hours = Math.min(100, hours * 10 + (value.charAt(end++) - '0'));
        }
        return end == from + 1 || hours > 23 ? 0 : end - from;
    }

    /** Puts together what belongs together, and checks the day. */
    private void finish() {
        if (pm && hour < 12) {
            hour += 12;
        } else if (am && hour == 12) {
            hour = 0;
        }
        if (yearDay >= 0) {
            ofYearDay();
        }
        month = Math.max(month, 1);
        day = day < 0 ? 1 : day;
        int last = month == 2 && !isLeap() ? 28 : DAYS_OF_MONTHS[month - 1];
        ok = ok && day >= 1 && day <= last;
    }

    private void ofYearDay() {
        int left = yearDay;
        int named = 1;
        while (named <= 12) {
            int length = named == 2 && !isLeap() ? 28 : DAYS_OF_MONTHS[named - 1];
            if (left <= length) {
                break;
            }
            left -= length;
            named++;
        }
        ok = yearDay >= 1 && named <= 12 && (month < 0 || month == named) && (day < 0 || day == left);
        month = Math.min(named, 12);
        day = left;
    }

    private boolean isLeap() {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
