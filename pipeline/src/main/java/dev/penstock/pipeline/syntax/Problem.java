package dev.penstock.pipeline.syntax;

import java.util.Comparator;

/**
 * Something in a text that is wrong, or worth a look.
 *
 * @param span where
 * @param severity how bad it is
 * @param message what was found there, and what is accepted or what to do; without position
 */
public record Problem(Span span, Severity severity, String message) {

    /** As they stand in the text. */
    public static final Comparator<Problem> BY_POSITION = Comparator.comparingInt(
                    (Problem problem) -> problem.span().line())
            .thenComparingInt(problem -> problem.span().column());

    /** How bad a problem is. */
    public enum Severity {
        /** The text cannot be used. */
        ERROR("Error"),
        /** The text can be used, but hardly does what was meant. */
        WARNING("Warning"),
        /** Worth knowing. */
        NOTE("Note");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /** The word that begins a report, such as {@code Error}. */
        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A problem that makes the text unusable.
     *
     * @param span where
     * @param message what was found, and what is accepted
     * @return the problem
     */
    public static Problem error(Span span, String message) {
        return new Problem(span, Severity.ERROR, message);
    }

    /**
     * A problem that leaves the text usable.
     *
     * @param span where
     * @param message what was found, and what to do
     * @return the problem
     */
    public static Problem warning(Span span, String message) {
        return new Problem(span, Severity.WARNING, message);
    }

    /**
     * Something worth knowing.
     *
     * @param span where
     * @param message what it is
     * @return the problem
     */
    public static Problem note(Span span, String message) {
        return new Problem(span, Severity.NOTE, message);
    }

    /**
     * Where the problem begins.
     *
     * @return line and column
     */
    public Position position() {
        return span.start();
    }

    /**
     * The problem with the lines it is about: one more before and after, and {@code ^} under its range.
     *
     * @param text the whole text
     * @return several lines, the last one without a line break
     */
    public String snippet(String text) {
        return new Snippets(text).of(this);
    }

    /** {@code line:column: message}. */
    @Override
    public String toString() {
        return span.line() + ":" + span.column() + ": " + message;
    }
}
