package dev.penstock.scrape;

import org.jspecify.annotations.Nullable;

/** What the two formats have in common: names, label sets, numbers, and how to say what is wrong. */
abstract class Grammar {

    final Families families = new Families();
    byte[] body = {};
    int length;
    int at;

    private final boolean lenient;
    private final ParsedSample sample = new ParsedSample(families);

    /**
     * A grammar.
     *
     * @param lenient whether blanks may stand between the tokens of a series, commas be missing, and label values go on on
     *     the next line, all of which Prometheus takes in its own format
     */
    Grammar(boolean lenient) {
        this.lenient = lenient;
    }

    final void parse(byte[] bytes, int count, ExpositionVisitor visitor) throws ExpositionException {
        body = bytes;
        length = count;
        at = 0;
        families.clear();
        try {
            lines(visitor);
            for (ParsedFamily family : families.declared()) {
                visitor.family(family);
            }
        } finally {
            // The body may be large; it is not to stay because the parser does.
            body = new byte[0];
            families.clear();
            sample.begin(body, 0);
            end();
        }
    }

    /** Parses all lines. */
    abstract void lines(ExpositionVisitor visitor) throws ExpositionException;

    /** Lets go of what is kept of a body. */
    void end() {}

    final ParsedSample sample() {
        return sample;
    }

    /** Name and labels of a series, up to where its value is expected. */
    final void series(ParsedSample into) throws ExpositionException {
        into.begin(body, at);
        if (NameBytes.beginsMetric(peek())) {
            into.nameStart = at;
            metricName();
            into.nameEnd = at;
            into.keyEnd = at;
            blanks();
        }
        if (peek() == '{') {
            at++;
            labels(into, into.labels, false);
            into.keyEnd = at;
        }
        if (!into.hasName()) {
            throw error(into.keyStart, "the series has no name; expected one before or, in quotes, within the braces");
        }
    }

    /** The rest of a label set whose brace has been read, with its closing brace. */
    final void labels(ParsedSample into, LabelSpans labels, boolean exemplar) throws ExpositionException {
        blanks();
        while (peek() != '}') {
            int start = at;
            int end;
            boolean quoted = peek() == '"';
            if (quoted) {
                quoted(false);
                start++;
                end = at - 1;
            } else if (NameBytes.beginsLabel(peek())) {
                labelName();
                end = at;
            } else {
                throw unexpected("the name of a label, or '}'");
            }
            blanks();
            if (quoted && !exemplar && (peek() == ',' || peek() == '}')) {
                quotedName(into, start, end);
                if (peek() == ',') {
                    at++;
                    blanks();
                }
                continue;
            }
            label(labels, start, end);
        }
        at++;
    }

    private void quotedName(ParsedSample into, int start, int end) throws ExpositionException {
        if (into.hasName()) {
            throw error(start, "the series has a second name; expected one");
        }
        if (start == end) {
            throw error(start, "the series' name is empty; expected one of at least one character");
        }
        into.nameStart = start;
        into.nameEnd = end;
    }

    /** What comes after a label's name: the value, and a comma or the end. */
    private void label(LabelSpans labels, int nameStart, int nameEnd) throws ExpositionException {
        if (peek() != '=') {
            throw unexpected("'=' after the name of a label");
        }
        at++;
        blanks();
        if (peek() != '"') {
            throw unexpected("the value of a label in double quotes");
        }
        int valueStart = at + 1;
        quoted(lenient);
        if (nameStart == nameEnd) {
            throw error(nameStart, "the name of a label is empty; expected at least one character");
        }
        labels.add(nameStart, nameEnd, valueStart, at - 1);
        if (labels.sameAsLast(body) >= 0 || isMetricNameLabel(nameStart, nameEnd)) {
            throw error(nameStart, "the label " + text(nameStart, nameEnd) + " is there twice; expected once");
        }
        blanks();
        if (peek() == ',') {
            at++;
            blanks();
        } else if (peek() != '}' && !lenient) {
            throw unexpected("',' or '}' after the value of a label");
        }
    }

    private boolean isMetricNameLabel(int start, int end) {
        return end - start == 8 && body[start] == '_' && text(start, end).equals("__name__");
    }

    /** A string in quotes, with its quotes. */
    private void quoted(boolean linesAllowed) throws ExpositionException {
        int start = at++;
        int seen = 0;
        while (true) {
            if (at >= length) {
                throw error(start, "the quotes are not closed; expected \"");
            }
            byte b = body[at++];
            seen |= b;
            if (b == '"') {
                break;
            }
            if (b == '\\' && at < length) {
                seen |= body[at];
                b = body[at++];
                if (b == '\n') {
                    throw error(start, "the quotes are not closed on their line; expected \", and \\n for a new line");
                }
            } else if (b == '\n' && !linesAllowed) {
                throw error(start, "the quotes are not closed on their line; expected \", and \\n for a new line");
            }
        }
        if (seen < 0 && !Utf8.isValid(body, start, at)) {
            throw error(start, "what is in the quotes is not UTF-8");
        }
    }

    /** The name of a family in a line of metadata; the name's bytes are those from the first to before the second index. */
    final ParsedFamily family(String keyword) throws ExpositionException {
        int start = at;
        if (peek() == '"') {
            quoted(false);
            return families.declare(body, start + 1, at - 1);
        }
        if (!NameBytes.beginsMetric(peek())) {
            throw unexpected("the name of a metric after " + keyword);
        }
        metricName();
        return families.declare(body, start, at);
    }

    final double number(int start, int end, String what) throws ExpositionException {
        try {
            return GoNumbers.parse(body, start, end);
        } catch (NumberFormatException e) {
            if (end > start && body[end - 1] == '\r') {
                throw error(start, "the line ends with a carriage return; expected a line feed alone");
            }
            throw error(
                    start,
                    what + " is '" + text(start, end)
                            + "'; expected a decimal number such as 1, 2.5 or 1e-3, +Inf, -Inf or NaN");
        }
    }

    /** Skips what is neither blank nor the end of the line. */
    final void token() {
        while (at < length && body[at] != '\n' && body[at] != ' ' && !(lenient && body[at] == '\t')) {
            at++;
        }
    }

    final void blanks() {
        if (lenient) {
            while (at < length && (body[at] == ' ' || body[at] == '\t')) {
                at++;
            }
        }
    }

    /** Where the line ends at which the parser is: at its newline, or at the end of the body. */
    final int lineEnd() {
        int end = at;
        while (end < length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private void metricName() {
        while (at < length && NameBytes.isInMetric(body[at])) {
            at++;
        }
    }

    private void labelName() {
        while (at < length && NameBytes.isInLabel(body[at])) {
            at++;
        }
    }

    /** The byte at which the parser is, 0 to 255, or -1 at the end. */
    final int peek() {
        return at < length ? body[at] & 0xFF : -1;
    }

    /** Whether the body goes on with a text, which is passed over then. */
    final boolean skip(String text) {
        if (length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (body[at + i] != text.charAt(i)) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    final String text(int start, int end) {
        return Escapes.decode(body, start, Math.min(end, start + 100), false);
    }

    final void helpOf(ParsedFamily family, int start, int end, boolean escapesQuotes) throws ExpositionException {
        if (!Utf8.isValid(body, start, end)) {
            throw error(start, "the help text is not UTF-8");
        }
        family.help(start, end, escapesQuotes);
    }

    final ExpositionException badType(int start, int end, String accepted) {
        return error(start, "the type is '" + text(start, end) + "'; expected one of " + accepted);
    }

    final ExpositionException unexpected(String expected) {
        return error(at, "found " + found() + ", expected " + expected);
    }

    final ExpositionException error(int position, String problem) {
        return ExpositionException.at(body, length, position, problem);
    }

    private String found() {
        @Nullable String name = switch (peek()) {
            case -1 -> "the end of the text";
            case '\n' -> "the end of the line";
            case '\r' -> "a carriage return (lines end with a line feed alone)";
            case '\t' -> "a tab";
            case ' ' -> "a blank";
            default -> null;
        };
        if (name != null) {
            return name;
        }
        return peek() > ' ' && peek() < 127 ? "'" + (char) peek() + "'" : String.format("the byte 0x%02x", peek());
    }
}
