package dev.penstock.pipeline.text;

import dev.penstock.pipeline.regex.GoRegex;

/** Takes the sequences out of a text with which terminals are told colours and the like. */
public final class Ansi {

    private static final char ESCAPE = '\u001b';

    /** The same in one character, of the second set of control characters. */
    private static final char INTRODUCER = '\u009b';

    /** What Alloy's stage.decolorize takes out: up to a bell, or numbers and one character that says what they are for. */
    private static final GoRegex SEQUENCE = GoRegex.compile("[\\x1b\\x{9b}][\\[\\]()#;?]*"
            + "(?:[0-9A-Za-z;]*\\x07|(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-PRZcf-nqrty=><~])");

    private Ansi() {}

    /**
     * Takes the sequences out, those that Alloy's {@code stage.decolorize} knows.
     *
     * @param text any text
     * @return the text itself when there are none
     */
    public static String strip(String text) {
        boolean may = text.indexOf(ESCAPE) >= 0 || text.indexOf(INTRODUCER) >= 0;
        return may ? SEQUENCE.replaceAllLiteral(text, "") : text;
    }
}
