package dev.penstock.pipeline.syntax;

/**
 * A word of a text.
 *
 * @param kind what it is
 * @param text as it is written; of a string, what its quotes and escapes stand for
 * @param position where it begins
 */
record Token(Kind kind, String text, Position position) {

    /** What a token is, and how a message calls it. */
    enum Kind {
        IDENTIFIER("a name"),
        NUMBER("a number"),
        FLOAT("a number"),
        STRING("a string"),
        RAW_STRING("a string"),
        TRUE("true"),
        FALSE("false"),
        NULL("null"),
        BRACE_OPEN("'{'"),
        BRACE_CLOSE("'}'"),
        BRACKET_OPEN("'['"),
        BRACKET_CLOSE("']'"),
        ASSIGN("'='"),
        COMMA("','"),
        DOT("'.'"),
        MINUS("'-'"),
        OPERATOR("an operator"),
        TERMINATOR("the end of the line"),
        END("the end of the text");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }

        /** Whether the end of a line after this token ends the statement. */
        boolean endsStatement() {
            return switch (this) {
                case IDENTIFIER, NUMBER, FLOAT, STRING, RAW_STRING, TRUE, FALSE, NULL, BRACE_CLOSE, BRACKET_CLOSE ->
                    true;
                default -> false;
            };
        }
    }

    /** How a message calls this very token. */
    String found() {
        return switch (kind) {
            case IDENTIFIER, NUMBER, FLOAT, OPERATOR -> "'" + text + "'";
            case STRING, RAW_STRING ->
                "the string \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
            default -> kind.toString();
        };
    }
}
