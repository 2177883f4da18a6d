package dev.penstock.log4j2;

import dev.penstock.diagnostics.DiagnosticListener;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * Passes Penstock's messages to Log4j's status logger, and warnings and what ends them to the standard error stream where
 * the status logger passes over them: by default it shows errors only.
 */
final class StatusMessages implements DiagnosticListener {

    private static final Logger STATUS = StatusLogger.getLogger();

    private final @Nullable DiagnosticListener another;
    private volatile boolean warned;

    /**
     * A listener.
     *
     * @param another hears everything too
     */
    StatusMessages(@Nullable DiagnosticListener another) {
        this.another = another;
    }

    @Override
    public void onMessage(Severity severity, String message) {
        if (severity == Severity.WARN) {
            warned = true;
            warn(message);
        } else {
            STATUS.info("Penstock: {}", message);
            // Whoever has read of trouble there wants to read of its end there, too.
            if (warned) {
                warned = false;
                if (!STATUS.isInfoEnabled()) {
                    System.err.println("Penstock: " + message);
                }
            }
        }
        if (another != null) {
            another.onMessage(severity, message);
        }
    }

    /** Never at ERROR: nothing of the application's is wrong, and no more is lost than its shipping. */
    static void warn(String message) {
        if (STATUS.isWarnEnabled()) {
            STATUS.warn("Penstock: {}", message);
        } else {
            System.err.println("Penstock: " + message);
        }
    }
}
