package dev.penstock;

import java.util.function.LongSupplier;

/**
 * The JVM's clock for distances of time, as an object that is shared: each method reference to it would be a class that the
 * JVM makes at the application's start.
 */
final class NanoClock {

    static final LongSupplier SYSTEM = System::nanoTime;

    private NanoClock() {}
}
