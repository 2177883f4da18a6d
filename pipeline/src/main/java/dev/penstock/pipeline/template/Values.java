package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.Utf8Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Go's reflection says of the values of a template. They are String, Long (Go's {@code int}), {@link SizedInt}, Double, Boolean,
 * {@link GoTime}, {@link GoList}, {@link GoMap} and {@code null} for nil and for no value.
 */
final class Values {

    private Values() {}

    /** Whether a condition holds: everything but the zero values. */
    static boolean truth(@Nullable Object value) {
        if (value instanceof String s) {
            return !s.isEmpty();
        }
        if (value instanceof Boolean b) {
            return b;
        }
        if (value instanceof Double d) {
            return d != 0;
        }
        if (value instanceof GoList list) {
            return list.size() > 0;
        }
        if (value instanceof GoMap map) {
            return !map.entries().isEmpty();
        }
        return value instanceof GoTime || value != null && integer(value) != 0;
    }

    static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof SizedInt;
    }

    /** The value of a Long or SizedInt. */
    static long integer(Object value) {
        return value instanceof SizedInt sized ? sized.value() : (Long) value;
    }

    static String type(@Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        if (value instanceof GoList list) {
            return "[]" + list.elementType();
        }
        if (value instanceof GoMap map) {
            return "map[string]" + map.elementType();
        }
        return value instanceof GoTime ? GoTime.TYPE : kind(value);
    }

    static String kind(@Nullable Object value) {
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof SizedInt sized) {
            return sized.type();
        }
        if (value instanceof Double) {
            return "float64";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof GoList) {
            return "slice";
        }
        if (value instanceof GoTime) {
            return "struct";
        }
        return value instanceof GoMap ? "map" : "invalid";
    }

    /** Part of a string by bytes; a character that is cut becomes a replacement character. */
    static String byteSlice(String text, long start, long end) {
        int length = Utf8Bytes.length(text);
        if (start < 0 || end < start || end > length) {
            throw new RenderException("slice bounds out of range [" + start + ":" + end + "] with length " + length);
        }
        if (length == text.length()) {
            return text.substring((int) start, (int) end);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // Of half a surrogate pair Java makes less than it counts for.
        int from = (int) Math.min(start, bytes.length);
        int to = (int) Math.min(end, bytes.length);
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Go's reflect.DeepEqual. */
    static boolean deepEqual(Run run, @Nullable Object a, @Nullable Object b, int depth) {
        run.step();
        if (a == b && !(a instanceof Double)) {
            return true;
        }
        if (depth > Run.DEEPEST) {
            throw new RenderException("lists and maps nest more than " + Run.DEEPEST + " deep");
        }
        if (a == null || b == null) {
            return false;
        }
        if (a instanceof GoList x) {
            return b instanceof GoList y && x.elementType().equals(y.elementType()) && equalItems(run, x, y, depth);
        }
        if (a instanceof GoMap x) {
            return b instanceof GoMap y && x.elementType().equals(y.elementType()) && equalEntries(run, x, y, depth);
        }
        if (a instanceof Double x) {
            return b instanceof Double y && x.doubleValue() == y.doubleValue();
        }
        return a.equals(b);
    }

    private static boolean equalItems(Run run, GoList a, GoList b, int depth) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!deepEqual(run, a.items().get(i), b.items().get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Run run, GoMap a, GoMap b, int depth) {
        if (a.entries().size() != b.entries().size()) {
            return false;
        }
        for (Map.Entry<String, @Nullable Object> entry : a.entries().entrySet()) {
            if (!b.entries().containsKey(entry.getKey())
                    || !deepEqual(run, entry.getValue(), b.entries().get(entry.getKey()), depth + 1)) {
                return false;
            }
        }
        return true;
    }
}
