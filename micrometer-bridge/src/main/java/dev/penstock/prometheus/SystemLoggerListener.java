package dev.penstock.prometheus;

import dev.penstock.diagnostics.DiagnosticListener;

/** Writes to the JDK's own logging, which frameworks take over: this package brings none. */
final class SystemLoggerListener implements DiagnosticListener {

    private static final System.Logger LOGGER = System.getLogger("dev.penstock");

    @Override
    public void onMessage(Severity severity, String message) {
        LOGGER.log(severity == Severity.WARN ? System.Logger.Level.WARNING : System.Logger.Level.INFO, message);
    }
}
