package dev.penstock.micrometer;

import dev.penstock.diagnostics.DiagnosticListener;
import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;

/** Writes to the log that Micrometer's registries write to. */
final class InternalLoggerListener implements DiagnosticListener {

    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(RemoteWriteMeterRegistry.class);

    @Override
    public void onMessage(Severity severity, String message) {
        if (severity == Severity.WARN) {
            LOGGER.warn(message);
        } else {
            LOGGER.info(message);
        }
    }
}
