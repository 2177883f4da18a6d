package dev.penstock.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.ContextAware;
import dev.penstock.diagnostics.DiagnosticListener;

/**
 * Passes Penstock's messages to Logback's status system, and warnings and what ends them to the standard error stream when nobody listens
 * there: Logback prints statuses once, at the end of its configuration, and an outage comes later.
 */
final class StatusListener implements DiagnosticListener {

    private final ContextAware owner;
    private volatile boolean warned;

    StatusListener(ContextAware owner) {
        this.owner = owner;
    }

    @Override
    public void onMessage(Severity severity, String message) {
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
