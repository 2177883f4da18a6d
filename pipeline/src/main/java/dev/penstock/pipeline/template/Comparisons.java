package dev.penstock.pipeline.template;

import org.jspecify.annotations.Nullable;

/** eq, ne, lt, le, gt and ge: values are compared within their basic kind, and comparing unlike kinds is an error. */
final class Comparisons {

    private Comparisons() {}

    private enum Kind {
        BOOL,
        INT,
        UINT,
        FLOAT,
        STRING,
        NONE
    }

    private static Kind kind(@Nullable Object value) {
        if (value instanceof Boolean) {
            return Kind.BOOL;
        }
        if (value instanceof SizedInt sized && sized.type().startsWith("u")) {
            return Kind.UINT;
        }
        if (Values.isInteger(value)) {
            return Kind.INT;
        }
        if (value instanceof Double) {
            return Kind.FLOAT;
        }
        return value instanceof String ? Kind.STRING : Kind.NONE;
    }

    /** Whether the first argument equals one of the others. */
    static boolean eq(@Nullable Object[] args) {
        Object first = args[0];
        for (int i = 1; i < args.length; i++) {
            if (equal(first, args[i])) {
                return true;
            }
        }
        return false;
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        Kind kind = kind(a);
        Kind other = kind(b);
        boolean integers = integers(kind, other);
        if (kind != other && !integers) {
            if (a != null && b != null) {
                throw incompatible(a, b);
            }
            return false;
        }
        if (integers && a != null && b != null) {
            return Values.integer(a) == Values.integer(b);
        }
        if (kind == Kind.NONE) {
            if (a != null && b != null) {
                throw new RenderException(
                        "non-comparable types " + Values.type(a) + " and " + Values.type(b) + " for comparison");
            }
            return a == b;
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        return a != null && a.equals(b);
    }

    static boolean less(@Nullable Object a, @Nullable Object b) {
        Kind kind = kind(a);
        Kind other = kind(b);
        if (a == null || b == null || kind == Kind.NONE || other == Kind.NONE) {
            throw new RenderException("invalid type for comparison: " + Values.type(a == null ? a : b == null ? b : a));
        }
        if (integers(kind, other)) {
            return Values.integer(a) < Values.integer(b);
        }
        if (kind != other) {
            throw incompatible(a, b);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        if (a instanceof String x && b instanceof String y) {
            return GoMap.BYTE_ORDER.compare(x, y) < 0;
        }
        throw new RenderException("invalid type for comparison: " + Values.type(a));
    }

    static boolean lessOrEqual(@Nullable Object a, @Nullable Object b) {
        return less(a, b) || equal(a, b);
    }

    private static boolean integers(Kind a, Kind b) {
        return (a == Kind.INT || a == Kind.UINT) && (b == Kind.INT || b == Kind.UINT);
    }

    private static RenderException incompatible(Object a, Object b) {
        return new RenderException("incompatible types for comparison: " + Values.type(a) + " and " + Values.type(b));
    }
}
