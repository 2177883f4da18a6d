package dev.penstock.cli;

import dev.penstock.diagnostics.DiagnosticListener;
import java.io.PrintStream;

/** Writes what there is to say while a command runs, each message on a line that begins with its level. */
final class Console implements DiagnosticListener {

    private final PrintStream err;

    Console(PrintStream err) {
        this.err = err;
    }

    @Override
    public void onMessage(Severity severity, String message) {
        err.println(severity + " " + oneLine(message));
    }

    /** Texts from elsewhere may hold what would garble a terminal. */
    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
