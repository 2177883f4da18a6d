package dev.penstock.logback;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows which arguments of a message print the same now and later. Thread-safe. */
final class Immutables {

    private static final Set<Class<?>> TYPES = Set.of(
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Float.class,
            Double.class,
            UUID.class,
            Class.class);

    /** A number with more takes as long to print as others take to log, and more memory than is counted. */
    private static final int MOST_BITS = 256;

    private static final int MOST_DIGITS = 64;

    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            // All of java.time can be shared between threads; its clocks, which go on, are not public classes.
            return TYPES.contains(type)
                    || (Enum.class.isAssignableFrom(type) && printsItsName(type))
                    || (type.getPackageName().equals("java.time") && Comparable.class.isAssignableFrom(type));
        }
    };

    private Immutables() {}

    /** Whether an enum leaves {@code toString} as it is: its own may ask the thread's locale, change, or log. */
    private static boolean printsItsName(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() == Enum.class;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // A class that one of its other methods mentions is missing: nobody knows.
            return false;
        }
    }

    /**
     * Copies arguments.
     *
     * @param arguments any
     * @return null when one of them may change
     */
    static @Nullable Object @Nullable [] copy(@Nullable Object[] arguments) {
        @Nullable Object[] copy = new Object[arguments.length];
        for (int i = 0; i < copy.length; i++) {
            Object argument = arguments[i];
            if (!isImmutable(argument)) {
                return null;
            }
            copy[i] = argument;
        }
        return copy;
    }

    static boolean isImmutable(@Nullable Object value) {
        if (value == null) {
            return true;
        }
        Class<?> type = value.getClass();
        if (type == String.class || type == Integer.class || type == Long.class) {
            return true;
        }
        if (type == BigInteger.class) {
            return ((BigInteger) value).bitLength() <= MOST_BITS;
        }
        if (type == BigDecimal.class) {
            return ((BigDecimal) value).precision() <= MOST_DIGITS;
        }
        return KNOWN.get(type);
    }
}
