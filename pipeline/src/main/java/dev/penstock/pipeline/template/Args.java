package dev.penstock.pipeline.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arguments of functions by their types, which were checked before the call. */
final class Args {

    private Args() {}

    static String text(@Nullable Object[] args, int index) {
        if (args[index] instanceof String s) {
            return s;
        }
        throw new IllegalStateException("argument " + index + " is no string");
    }

    static long integer(@Nullable Object[] args, int index) {
        if (args[index] instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("argument " + index + " is no int");
    }

    static double real(@Nullable Object[] args, int index) {
        if (args[index] instanceof Double number) {
            return number;
        }
        throw new IllegalStateException("argument " + index + " is no float64");
    }

    static GoTime time(@Nullable Object[] args, int index) {
        if (args[index] instanceof GoTime time) {
            return time;
        }
        throw new IllegalStateException("argument " + index + " is no time");
    }

    static boolean truth(@Nullable Object[] args, int index) {
        return Boolean.TRUE.equals(args[index]);
    }

    /** A map, empty for nil, as Go reads a nil map. */
    static GoMap map(@Nullable Object[] args, int index) {
        return args[index] instanceof GoMap map ? map : GoMap.any();
    }

    /** A list, which sprig's list functions take as any value and check themselves. */
    static GoList list(String function, @Nullable Object[] args, int index) {
        if (args[index] instanceof GoList list) {
            return list;
        }
        throw new RenderException("error calling " + function + ": expected a list, got " + Values.type(args[index]));
    }

    static @Nullable Object[] from(@Nullable Object[] args, int index) {
        return Arrays.copyOfRange(args, index, args.length);
    }
}
