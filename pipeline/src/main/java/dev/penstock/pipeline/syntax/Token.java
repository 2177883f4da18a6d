package dev.penstock.pipeline.syntax;

/**
 * A word of a text.
 *
 * @param kind what it is
 * @param text as it is written; of a string, what its quotes and escapes stand for
 * @param span where it is
 * @param offset the index of its first character in the text
 * @param end the index after its last character
 */
record Token(Kind kind, String text, Span span, int offset, int end) {

    /** The longest string repeated in a message. */
    private static final int SHOWN = 40;

    /** What a token is, and how a message calls it. */
    enum Kind {
        IDENTIFIER("a name"),
        NUMBER("a number"),
        FLOAT("a number"),
        STRING("a string"),
        RAW_STRING("a string"),
        TRUE("'true'"),
        FALSE("'false'"),
        NULL("'null'"),
        BRACE_OPEN("'{'"),
        BRACE_CLOSE("'}'"),
        BRACKET_OPEN("'['"),
        BRACKET_CLOSE("']'"),
        PARENTHESIS_OPEN("'('"),
        PARENTHESIS_CLOSE("')'"),
        ASSIGN("'='"),
        COLON("':'"),
        COMMA("','"),
        DOT("'.'"),
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
                case IDENTIFIER,
                        NUMBER,
                        FLOAT,
                        STRING,
                        RAW_STRING,
                        TRUE,
                        FALSE,
                        NULL,
                        BRACE_CLOSE,
                        BRACKET_CLOSE,
                        PARENTHESIS_CLOSE -> true;
                default -> false;
            };
        }

        /** Whether a value can begin with this token. */
        boolean beginsValue() {
            return switch (this) {
                case IDENTIFIER,
                        NUMBER,
                        FLOAT,
                        STRING,
                        RAW_STRING,
                        TRUE,
                        FALSE,
                        NULL,
                        BRACE_OPEN,
                        BRACKET_OPEN,
                        PARENTHESIS_OPEN -> true;
                default -> false;
            };
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** How a message calls this very token. */
    String found() {
        return switch (kind) {
            case IDENTIFIER, NUMBER, FLOAT, OPERATOR -> "'" + shortened() + "'";
            case STRING, RAW_STRING -> "the string \"" + shortened() + "\"";
            default -> kind.toString();
        };
    }

    private String shortened() {
        String line = text.replace('\n', '⏎');
        return line.length() > SHOWN ? line.substring(0, cut(line)) + "…" : line;
    }

    private static int cut(String line) {
        return Character.isHighSurrogate(line.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    }
}
