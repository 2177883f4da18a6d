package dev.penstock.pipeline.lint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in Go's words what a pattern of Java's or C's means. */
final class ForeignLayout {

    private static final Pattern JAVA = Pattern.compile(".*(yyyy|uuuu|YYYY|HH[:.]?mm|dd[-/.]MM|MM[-/.]dd|DD[-/.]MM).*");
    private static final Pattern C = Pattern.compile(".*%[YmdHMSTFyjbBaAs].*");

    /** Longer ones before those that they begin with. Source: java.time.format.DateTimeFormatter; Go's package time. */
    private static final Map<String, String> JAVA_FIELDS = new LinkedHashMap<>();

    /** Source: strftime(3). */
    private static final Map<Character, String> C_FIELDS = Map.ofEntries(
            Map.entry('Y', "2006"),
            Map.entry('y', "06"),
            Map.entry('m', "01"),
            Map.entry('d', "02"),
            Map.entry('e', "_2"),
            Map.entry('H', "15"),
            Map.entry('I', "03"),
            Map.entry('M', "04"),
            Map.entry('S', "05"),
            Map.entry('f', "000000"),
            Map.entry('L', "000"),
            Map.entry('N', "000000000"),
            Map.entry('p', "PM"),
            Map.entry('b', "Jan"),
            Map.entry('h', "Jan"),
            Map.entry('B', "January"),
            Map.entry('a', "Mon"),
            Map.entry('A', "Monday"),
            Map.entry('z', "-0700"),
            Map.entry('Z', "MST"),
            Map.entry('j', "002"),
            Map.entry('T', "15:04:05"),
            Map.entry('F', "2006-01-02"),
            Map.entry('D', "01/02/06"),
            Map.entry('s', "Unix"),
            Map.entry('%', "%"));

    static {
        String[][] fields = {
            {"yyyy", "2006"},
            {"uuuu", "2006"},
            {"YYYY", "2006"},
            {"yy", "06"},
            {"YY", "06"},
            {"MMMM", "January"},
            {"MMM", "Jan"},
            {"MM", "01"},
            {"M", "1"},
            {"dd", "02"},
            {"DD", "02"},
            {"d", "2"},
            {"HH", "15"},
            {"hh", "03"},
            {"H", "15"},
            {"h", "3"},
            {"mm", "04"},
            {"m", "4"},
            {"ss", "05"},
            {"s", "5"},
            {"EEEE", "Monday"},
            {"EEE", "Mon"},
            {"a", "PM"},
            {"XXX", "Z07:00"},
            {"XX", "Z0700"},
            {"X", "Z07"},
            {"xxx", "-07:00"},
            {"xx", "-0700"},
            {"ZZZZZ", "Z07:00"},
            {"ZZ", "-07:00"},
            {"Z", "-0700"},
            {"zzz", "MST"},
            {"z", "MST"},
            {"VV", "MST"},
        };
        for (String[] each : fields) {
            JAVA_FIELDS.put(each[0], each[1]);
        }
    }

    private ForeignLayout() {}

    /** The same as a layout of Go's; null when it is no such pattern. */
    static @Nullable String toGo(String pattern) {
        if (C.matcher(pattern).matches()) {
            return fromC(pattern);
        }
        return JAVA.matcher(pattern).matches() ? fromJava(pattern) : null;
    }

    /** The layout of a time that was given as an example: {@code 2024-12-31 23:59:59}. */
    static String ofSample(String time) {
        return time.replaceAll("(19|20)\\d\\d([-/.])\\d\\d([-/.])\\d\\d", "2006$201$302")
                .replaceAll("\\d\\d:\\d\\d:\\d\\d", "15:04:05")
                .replaceAll("(15:04:05[.,])(\\d+)", "$1000")
                .replaceAll("[+-]\\d\\d:\\d\\d$", "-07:00");
    }

    private static String fromC(String pattern) {
        StringBuilder go = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            String field = c == '%' && i + 1 < pattern.length() ? C_FIELDS.get(pattern.charAt(i + 1)) : null;
            if (field != null) {
                go.append(field);
                i++;
            } else {
                go.append(c);
            }
        }
        return go.toString();
    }

    private static String fromJava(String pattern) {
        StringBuilder go = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\'') {
                int end = pattern.indexOf('\'', at + 1);
                end = end < 0 ? pattern.length() : end;
                go.append(end == at + 1 ? "'" : pattern.substring(at + 1, end));
                at = end + 1;
            } else if (c == 'S') {
                int end = at;
                while (end < pattern.length() && pattern.charAt(end) == 'S') {
                    end++;
                }
                go.append("0".repeat(end - at));
                at = end;
            } else {
                String field = field(pattern, at);
                go.append(field.isEmpty() ? String.valueOf(c) : JAVA_FIELDS.get(field));
                at += Math.max(1, field.length());
            }
        }
        return go.toString();
    }

    private static String field(String pattern, int at) {
        for (String each : JAVA_FIELDS.keySet()) {
            if (pattern.startsWith(each, at)) {
                return each;
            }
        }
        return "";
    }
}
