package dev.penstock.logback;

/**
 * Looks at how a pipeline ends, for Logback may have cut it short. It looks for variables in the text of an element, and
 * stops without a word at a closing brace that has no partner, be it in a string or a comment, and at {@code :-} outside of
 * braces.
 */
final class CutText {

    static final String REMEDY =
            "Logback itself reads braces in <pipeline>, those in strings and comments too, and leaves"
                    + " out the rest after one without a partner, as in \"[^}]\". What to do: put the pipeline into a file of its"
                    + " own and name it in <pipelineFile>";

    private final String text;
    private int depth;
    private boolean endsInString;
    private boolean endsInComment;

    CutText(String text) {
        this.text = text;
        int i = 0;
        while (i < text.length()) {
            i = read(i);
        }
    }

    /** Whether it ends within a block or a string: where it cannot be read. */
    boolean endsTooEarly() {
        return depth > 0 || endsInString;
    }

    /** Whether it ends with a comment: the only place where a pipeline can be cut and still be read. */
    boolean endsInComment() {
        return endsInComment;
    }

    /** Goes on by a string, a comment or a character. */
    private int read(int i) {
        char c = text.charAt(i);
        if (c == '"' || c == '`') {
            int end = endOfString(i);
            endsInString = end >= text.length();
            return end + 1;
        }
        if (text.startsWith("/*", i)) {
            int end = text.indexOf("*/", i + 2);
            endsInString = end < 0;
            return end < 0 ? text.length() : end + 2;
        }
        if (text.startsWith("//", i)) {
            int end = text.indexOf('\n', i);
            endsInComment = end < 0;
            return end < 0 ? text.length() : end + 1;
        }
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        return i + 1;
    }

    private int endOfString(int start) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += quote == '"' && text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
