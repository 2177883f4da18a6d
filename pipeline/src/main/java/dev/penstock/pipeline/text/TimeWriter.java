package dev.penstock.pipeline.text;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** Writes a time by a layout. */
final class TimeWriter {

    private final ZonedDateTime time;
    private final StringBuilder out = new StringBuilder();

    private TimeWriter(ZonedDateTime time) {
        this.time = time;
    }

    static String write(List<TimeField> layout, ZonedDateTime time) {
        TimeWriter writer = new TimeWriter(time);
        for (TimeField field : layout) {
            writer.field(field);
        }
        return writer.out.toString();
    }

    private void field(TimeField field) {
        String month = TimeReader.MONTHS.get(time.getMonthValue() - 1);
        String day = TimeReader.DAYS.get(time.getDayOfWeek().getValue() % 7);
        int hour12 = (time.getHour() + 11) % 12 + 1;
        switch (field.kind()) {
            case TEXT -> out.append(field.text());
            case LONG_YEAR -> padded(time.getYear(), 4, '0');
            case YEAR -> padded(Math.floorMod(time.getYear(), 100), 2, '0');
            case LONG_MONTH -> out.append(month);
            case MONTH -> out.append(month, 0, TimeReader.SHORT);
            case NUMBER_MONTH -> out.append(time.getMonthValue());
            case ZERO_MONTH -> padded(time.getMonthValue(), 2, '0');
            case LONG_WEEKDAY -> out.append(day);
            case WEEKDAY -> out.append(day, 0, TimeReader.SHORT);
            case DAY -> out.append(time.getDayOfMonth());
            case SPACE_DAY -> padded(time.getDayOfMonth(), 2, ' ');
            case ZERO_DAY -> padded(time.getDayOfMonth(), 2, '0');
            case SPACE_YEAR_DAY -> padded(time.getDayOfYear(), 3, ' ');
            case ZERO_YEAR_DAY -> padded(time.getDayOfYear(), 3, '0');
            case HOUR -> padded(time.getHour(), 2, '0');
            case HOUR12 -> out.append(hour12);
            case ZERO_HOUR12 -> padded(hour12, 2, '0');
            case MINUTE -> out.append(time.getMinute());
            case ZERO_MINUTE -> padded(time.getMinute(), 2, '0');
            case SECOND -> out.append(time.getSecond());
            case ZERO_SECOND -> padded(time.getSecond(), 2, '0');
            case FRACTION -> fraction(field.text(), false);
            case OPTIONAL_FRACTION -> fraction(field.text(), true);
            case UPPER_PM -> out.append(time.getHour() < 12 ? "AM" : "PM");
            case LOWER_PM -> out.append(time.getHour() < 12 ? "am" : "pm");
            case ZONE_NAME -> zoneName();
            case OFFSET -> offset(field.text());
            case OFFSET_OR_Z -> {
                if (seconds() == 0) {
                    out.append('Z');
                } else {
                    offset(field.text());
                }
            }
        }
    }

    private void padded(int number, int width, char with) {
        String digits = Integer.toString(Math.abs(number));
        out.append(number < 0 ? "-" : "")
                .append(String.valueOf(with).repeat(Math.max(0, width - digits.length())))
                .append(digits);
    }

    /** Digits as many as the layout has; nines leave zeros at the end away, and the separator with them. */
    private void fraction(String layout, boolean optional) {
        String digits = Integer.toString(1_000_000_000 + time.getNano()).substring(1);
        int length = layout.length() - 1;
        String shown = digits.substring(0, Math.min(length, 9)) + "0".repeat(optional ? 0 : Math.max(0, length - 9));
        int end = shown.length();
        while (optional && end > 0 && shown.charAt(end - 1) == '0') {
            end--;
        }
        if (end > 0) {
            out.append(layout.charAt(0)).append(shown, 0, end);
        }
    }

    private int seconds() {
        return time.getOffset().getTotalSeconds();
    }

    private void zoneName() {
        if (time.getZone() instanceof ZoneOffset offset) {
            // As Go names what has no name: hours, and minutes where there are any.
            if (offset.getTotalSeconds() == 0) {
                out.append("UTC");
            } else {
                offset(offset.getTotalSeconds() % 3600 == 0 ? "-07" : "-0700");
            }
            return;
        }
        boolean summer = time.getZone().getRules().isDaylightSavings(time.toInstant());
        out.append(TimeZone.getTimeZone(time.getZone()).getDisplayName(summer, TimeZone.SHORT, Locale.US));
    }

    private void offset(String layout) {
        int offset = Math.abs(seconds());
        String colon = layout.indexOf(':') > 0 ? ":" : "";
        int parts = layout.replace(":", "").length() / 2;
        out.append(seconds() < 0 ? '-' : '+');
        padded(offset / 3600, 2, '0');
        if (parts > 1) {
            out.append(colon);
            padded(offset / 60 % 60, 2, '0');
        }
        if (parts > 2) {
            out.append(colon);
            padded(offset % 60, 2, '0');
        }
    }
}
