package dev.penstock.pipeline.jmespath;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What values are to JMESPath. */
final class Values {

    private Values() {}

    /** Everything but null, false, and what is empty. */
    static boolean isTrue(@Nullable Object value) {
        if (value == null || value.equals(false)) {
            return false;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        return !(value instanceof Map<?, ?> map) || !map.isEmpty();
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        return a == null ? b == null : a.equals(b);
    }

    static String type(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Double) {
            return "number";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        return value instanceof List ? "array" : value instanceof Map ? "object" : "expression";
    }

    /** Compares numbers with numbers, and texts with texts by their characters' numbers. */
    static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return Double.compare(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return compare(x, y);
        }
        throw new JmesPathRuntimeException("cannot compare " + type(a) + " with " + type(b));
    }

    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Characters outside the basic plane come last, though surrogates do not.
                boolean bothOrNone = Character.isSurrogate(x) == Character.isSurrogate(y);
                return bothOrNone ? x - y : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
