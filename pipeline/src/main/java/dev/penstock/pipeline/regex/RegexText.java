package dev.penstock.pipeline.regex;

/** Finds its way through the text of a regular expression. */
final class RegexText {

    private RegexText() {}

    /** The index behind the class of characters that begins with the bracket at {@code at}. */
    static int classEnd(String regex, int at) {
        int end = at + 1;
        if (regex.startsWith("^", end)) {
            end++;
        }
        // A bracket that comes first is one of the characters.
        if (regex.startsWith("]", end)) {
            end++;
        }
        while (end < regex.length() && regex.charAt(end) != ']') {
            if (regex.charAt(end) == '\\') {
                end += 2;
            } else if (regex.startsWith("[:", end) && regex.indexOf(":]", end) > 0) {
                end = regex.indexOf(":]", end) + 2;
            } else {
                end++;
            }
        }
        return end + 1;
    }
}
