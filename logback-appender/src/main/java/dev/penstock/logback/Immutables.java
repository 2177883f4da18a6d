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
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            Class.class);

    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            // All of java.time can be shared between threads; its clocks, which go on, are not public classes.
            return TYPES.contains(type)
                    || Enum.class.isAssignableFrom(type)
                    || (type.getPackageName().equals("java.time") && Comparable.class.isAssignableFrom(type));
        }
    };

    private Immutables() {}

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
        return type == String.class || type == Integer.class || type == Long.class || KNOWN.get(type);
    }
}
