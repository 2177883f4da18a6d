package dev.penstock.pipeline.jmespath;

import dev.penstock.pipeline.json.JsonText;
import dev.penstock.pipeline.text.GoFloat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The functions of texts. Their arguments have been checked. Positions and lengths count characters. */
final class TextFunctions {

    /** No log line is filled up further than this; more would only take memory. */
    private static final int MAX_WIDTH = 1 << 20;

    private TextFunctions() {}

    static Object startsWith(List<? extends @Nullable Object> a) {
        return text(a, 0).startsWith(text(a, 1));
    }

    static Object endsWith(List<? extends @Nullable Object> a) {
        return text(a, 0).endsWith(text(a, 1));
    }

    static Object lower(List<? extends @Nullable Object> a) {
        return text(a, 0).toLowerCase(Locale.ROOT);
    }

    static Object upper(List<? extends @Nullable Object> a) {
        return text(a, 0).toUpperCase(Locale.ROOT);
    }

    static Object join(List<? extends @Nullable Object> a) {
        StringBuilder out = new StringBuilder();
        if (a.get(1) instanceof List<?> parts) {
            for (int i = 0; i < parts.size(); i++) {
                out.append(i == 0 ? "" : text(a, 0)).append(parts.get(i));
            }
        }
        return out.toString();
    }

    static @Nullable Object findFirst(List<? extends @Nullable Object> a) {
        return find(a, false);
    }

    static @Nullable Object findLast(List<? extends @Nullable Object> a) {
        return find(a, true);
    }

    private static @Nullable Object find(List<? extends @Nullable Object> a, boolean last) {
        String text = text(a, 0);
        String part = text(a, 1);
        if (text.isEmpty() || part.isEmpty()) {
            return null;
        }
        int size = text.codePointCount(0, text.length());
        int from = a.size() > 2 ? Math.max(0, Math.min(whole(a, 2), size)) : 0;
        int to = a.size() > 3 ? Math.max(0, Math.min(whole(a, 3), size)) : size;
        if (from >= to) {
            return null;
        }
        int start = text.offsetByCodePoints(0, from);
        String within = text.substring(start, text.offsetByCodePoints(start, to - from));
        int found = last ? within.lastIndexOf(part) : within.indexOf(part);
        return found < 0 ? null : (Object) (double) (from + within.codePointCount(0, found));
    }

    static Object padLeft(List<? extends @Nullable Object> a) {
        return padding(a) + text(a, 0);
    }

    static Object padRight(List<? extends @Nullable Object> a) {
        return text(a, 0) + padding(a);
    }

    private static String padding(List<? extends @Nullable Object> a) {
        int width = count(a, 1);
        String pad = a.size() > 2 ? text(a, 2) : " ";
        if (pad.codePointCount(0, pad.length()) > 1 || width > MAX_WIDTH) {
            throw new JmesPathRuntimeException("a text is padded with one character, up to a width of " + MAX_WIDTH);
        }
        String text = text(a, 0);
        return pad.repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }

    static Object replace(List<? extends @Nullable Object> a) {
        String text = text(a, 0);
        String old = text(a, 1);
        int left = a.size() > 3 ? count(a, 3) : Integer.MAX_VALUE;
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int at = text.indexOf(old);
        while (at >= 0 && left-- > 0) {
            out.append(text, copied, at).append(text(a, 2));
            copied = at + old.length();
            int next = copied;
            if (old.isEmpty()) {
                // An empty text stands before each character, and at the end.
                if (at == text.length()) {
                    break;
                }
                next = text.offsetByCodePoints(at, 1);
            }
            at = text.indexOf(old, next);
        }
        return out.append(text, copied, text.length()).toString();
    }

    static Object split(List<? extends @Nullable Object> a) {
        String text = text(a, 0);
        String separator = text(a, 1);
        List<String> parts = new ArrayList<>();
        if (text.isEmpty()) {
            return parts;
        }
        int left = a.size() > 2 ? count(a, 2) : Integer.MAX_VALUE;
        int copied = 0;
        while (left-- > 0) {
            int at = separator.isEmpty() ? text.offsetByCodePoints(copied, 1) : text.indexOf(separator, copied);
            if (at < 0 || separator.isEmpty() && at >= text.length()) {
                break;
            }
            parts.add(text.substring(copied, at));
            copied = at + separator.length();
        }
        parts.add(text.substring(copied));
        return parts;
    }

    static Object trim(List<? extends @Nullable Object> a) {
        return trim(a, true, true);
    }

    static Object trimLeft(List<? extends @Nullable Object> a) {
        return trim(a, true, false);
    }

    static Object trimRight(List<? extends @Nullable Object> a) {
        return trim(a, false, true);
    }

    private static String trim(List<? extends @Nullable Object> a, boolean left, boolean right) {
        String text = text(a, 0);
        String set = a.size() > 1 ? text(a, 1) : "";
        IntPredicate trimmed = set.isEmpty() ? TextFunctions::isSpace : c -> set.indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && trimmed.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && start < end && trimmed.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /** Go's {@code unicode.IsSpace}. */
    private static boolean isSpace(int c) {
        return c >= 9 && c <= 13 || c == 0x85 || Character.isSpaceChar(c);
    }

    static Object string(List<? extends @Nullable Object> a) {
        if (a.get(0) instanceof Node.Bound) {
            throw new JmesPathRuntimeException("an expression has no text");
        }
        return a.get(0) instanceof String text ? text : JsonText.of(a.get(0));
    }

    static @Nullable Object toNumber(List<? extends @Nullable Object> a) {
        Object value = a.get(0);
        return value instanceof Double ? value : value instanceof String text ? GoFloat.parseOrNull(text) : null;
    }

    private static int count(List<? extends @Nullable Object> a, int index) {
        int count = whole(a, index);
        if (count < 0) {
            throw new JmesPathRuntimeException("argument " + (index + 1) + " is a whole number of 0 or more");
        }
        return count;
    }

    private static int whole(List<? extends @Nullable Object> a, int index) {
        double number = a.get(index) instanceof Double value ? value : Double.NaN;
        if (number != Math.rint(number) || Double.isInfinite(number)) {
            throw new JmesPathRuntimeException("argument " + (index + 1) + " is a whole number");
        }
        return (int) number;
    }

    private static String text(List<? extends @Nullable Object> a, int index) {
        return a.get(index) instanceof String text ? text : "";
    }
}
