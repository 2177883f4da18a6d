package dev.penstock.check;

import java.util.Objects;

/**
 * One step of a check, and what became of it. Holds no secrets.
 *
 * @param name what was checked: {@code dns}, {@code connect}, {@code tls}, {@code auth}, {@code tenant}, {@code path},
 *     {@code accepted} or {@code queryable}
 * @param status what became of it
 * @param message what was seen, in one line of plain words
 * @param remedy what to do about it, in one line; empty unless it failed
 */
public record Step(String name, Status status, String message, String remedy) {

    /** What can become of a step. */
    public enum Status {
        /** All is well. */
        PASSED,
        /** Here it ends: something has to be mended. */
        FAILED,
        /** There was nothing to check, or an earlier step failed, or it cannot be known from here. */
        SKIPPED
    }

    /** Nothing is null. */
    public Step {
        Objects.requireNonNull(name);
        Objects.requireNonNull(status);
        Objects.requireNonNull(message);
        Objects.requireNonNull(remedy);
    }

    /** The step as a line, such as {@code ok   dns        loki.example.com is 10.0.0.7}. */
    @Override
    public String toString() {
        String word = switch (status) {
            case PASSED -> "ok  ";
            case FAILED -> "FAIL";
            case SKIPPED -> "skip";
        };
        String text = word + " " + name + " ".repeat(Math.max(1, 11 - name.length())) + message;
        return remedy.isEmpty() ? text : text + ": " + remedy;
    }
}
