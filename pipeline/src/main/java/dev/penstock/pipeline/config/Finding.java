package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of one place in a configuration. Never holds a secret.
 *
 * @param outcome what becomes of it
 * @param file the file, as it was named; empty for a text without a name
 * @param span where in the file; {@code null} when it is about the whole file
 * @param subject what it is about, such as {@code loki.write.default}; may be empty
 * @param message what becomes of it in words: why, and what to do
 */
public record Finding(
        Outcome outcome, String file, @Nullable Span span, String subject, String message) {

    /** What becomes of a part of a configuration. */
    public enum Outcome {
        /** Does here what it does in Alloy. */
        TAKEN_OVER("taken over"),
        /** Is done by the application itself: by its appender or its meter registry. */
        REPLACED("replaced"),
        /** Has no effect here; the message says why, and what to do. */
        NOT_TAKEN_OVER("not taken over"),
        /** Worth knowing. */
        NOTE("note"),
        /** Can be used, but hardly does what was meant. */
        WARNING("warning"),
        /** The configuration cannot be used as it is. */
        ERROR("error");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** In words, such as {@code not taken over}. */
        @Override
        public String toString() {
            return words;
        }
    }

    static Finding of(Problem problem, String file, String subject) {
        Outcome outcome = switch (problem.severity()) {
            case ERROR -> Outcome.ERROR;
            case WARNING -> Outcome.WARNING;
            case NOTE -> Outcome.NOTE;
        };
        return new Finding(outcome, file, problem.span(), subject, problem.message());
    }

    /**
     * Where it is.
     *
     * @return such as {@code config.alloy:12:3}; the file alone when it is about all of it
     */
    public String place() {
        if (span == null) {
            return file;
        }
        String position = span.line() + ":" + span.column();
        return file.isEmpty() ? position : file + ":" + position;
    }

    /** {@code file:line:column: subject: message}. */
    @Override
    public String toString() {
        return (place().isEmpty() ? "" : place() + ": ") + (subject.isEmpty() ? "" : subject + ": ") + message;
    }
}
