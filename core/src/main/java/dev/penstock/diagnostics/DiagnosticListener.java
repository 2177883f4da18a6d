package dev.penstock.diagnostics;

/**
 * Hears what Penstock has to say about its own work: failures once and then in summaries, recoveries, odd settings.
 *
 * <p>Called by Penstock's own threads and by those that start and close a shipper, never by threads that log. Must not
 * write to a logger that feeds the same shipper. What it throws is ignored. Messages never hold secrets.
 */
@FunctionalInterface
public interface DiagnosticListener {

    /** How grave a message is. */
    enum Severity {
        /** Good to know: started, recovered, closed. */
        INFO,
        /** Records are delayed or lost, or a setting is odd. */
        WARN
    }

    /**
     * Takes a message.
     *
     * @param severity how grave it is
     * @param message one line for a person
     */
    void onMessage(Severity severity, String message);

    /**
     * A listener that writes warnings to the standard error stream.
     *
     * @return a listener for programs without a logging framework
     */
    static DiagnosticListener standardError() {
        return (severity, message) -> {
            if (severity == Severity.WARN) {
                System.err.println("penstock: " + message);
            }
        };
    }
}
