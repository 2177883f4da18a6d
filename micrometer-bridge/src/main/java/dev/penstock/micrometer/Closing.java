package dev.penstock.micrometer;

import org.jspecify.annotations.Nullable;

/** Ends what cannot fail to end, but is declared as if it could. */
final class Closing {

    private Closing() {}

    static void close(@Nullable AutoCloseable listening) {
        if (listening == null) {
            return;
        }
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
