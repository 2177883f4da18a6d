package dev.penstock.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Keeps other fields away from the index, so that threads that write those do not slow down threads that read it. */
@SuppressWarnings("unused") // Padding.
abstract class SpaceBefore {
    private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
}

/** The index itself. The layout of superclasses comes first, whatever order the JVM gives the fields of each class. */
abstract class Index extends SpaceBefore {
    volatile long value;
}

/** An index that lies on cache lines of its own: 128 bytes on each side, for processors fetch lines in pairs. */
@SuppressWarnings("unused") // Padding.
final class PaddedIndex extends Index {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Index.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;

    PaddedIndex(long initial) {
        value = initial;
    }

    boolean compareAndSet(long expected, long next) {
        return VALUE.compareAndSet(this, expected, next);
    }

    void setRelease(long next) {
        VALUE.setRelease(this, next);
    }
}
