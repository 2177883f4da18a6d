package dev.penstock.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.ContextAware;
import dev.penstock.diagnostics.DiagnosticListener;
import org.jspecify.annotations.Nullable;

/**
 * Passes Penstock's messages to Logback's status system, and warnings and what ends them to the standard error stream when nobody listens
 * there: Logback prints statuses once, at the end of its configuration, and an outage comes later.
 */
final class StatusListener implements DiagnosticListener {

    private final ContextAware owner;
    private final @Nullable DiagnosticListener another;
    private volatile boolean warned;

    /**
     * A listener.
     *
     * @param owner whose statuses they are
     * @param another hears everything too
     */
    StatusListener(ContextAware owner, @Nullable DiagnosticListener another) {
        this.owner = owner;
        this.another = another;
    }

    @Override
    public void onMessage(Severity severity, String message) {
        toLogback(severity, message);
        if (another != null) {
            another.onMessage(severity, message);
        }
    }

    private void toLogback(Severity severity, String message) {
        String text = "Penstock: " + message;
        if (severity == Severity.INFO) {
            owner.addInfo(text);
            if (!warned) {
                return;
            }
        } else {
            owner.addWarn(text);
        }
        // Whoever has read of trouble there wants to read of its end there, too.
        warned = severity == Severity.WARN;
        Context context = owner.getContext();
        if (context == null
                || context.getStatusManager() == null
                || context.getStatusManager().getCopyOfStatusListenerList().isEmpty()) {
            System.err.println(text);
        }
    }
}
