package dev.penstock.pipeline.regex;

/** A regular expression is not one that RE2 takes. The message says what is wrong, and how RE2 has it. */
public final class RegexException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The longest expression repeated in a message. */
    private static final int TEXT_SHOWN = 200;

    private final String problem;

    RegexException(String text, String problem) {
        super("regex '" + shown(text) + "' is not accepted: " + problem);
        this.problem = problem;
    }

    /**
     * What is wrong.
     *
     * @return the message without the expression
     */
    public String problem() {
        return problem;
    }

    private static String shown(String text) {
        return text.length() <= TEXT_SHOWN ? text : text.substring(0, TEXT_SHOWN) + "…";
    }
}
