package dev.penstock.benchmarks.compare;

import java.util.List;
import java.util.regex.Pattern;

/** Whether a contestant said, in whatever words, that something went wrong. */
enum Complaint {
    /** On standard output or error. */
    PRINTED("printed"),
    /** Only to Logback's status list, which nobody sees unless a listener is registered. */
    STATUS("status only"),
    /** Not at all. */
    NONE("no");

    private static final Pattern TROUBLE = Pattern.compile(
            "drop|\\blost\\b|\\bloss\\b|discard|reject|fail|error|retr(y|ied|ies)|refused|exception|buffer is full"
                    + "|queue is full|could not|unable",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_THE_JVM = Pattern.compile("^(WARNING: |\\[warning\\]|OpenJDK|\\s+at )");

    private final String text;

    Complaint(String text) {
        this.text = text;
    }

    /** As in the tables. */
    String text() {
        return text;
    }

    /** Reads what it printed; statuses are marked as such by {@link ContestantMain}. */
    static Complaint in(List<String> printed) {
        Complaint found = NONE;
        for (String line : printed) {
            if (TROUBLE.matcher(line).find() && !OF_THE_JVM.matcher(line).find()) {
                if (!line.startsWith("status: ")) {
                    return PRINTED;
                }
                found = STATUS;
            }
        }
        return found;
    }
}
