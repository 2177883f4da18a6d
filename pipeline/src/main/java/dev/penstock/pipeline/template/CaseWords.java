package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;

/** Splits a name such as {@code HTTPStatus2xx} into words and joins them in small letters, as sprig's snakecase and kebabcase do. */
final class CaseWords {

    private enum Kind {
        NUMBER,
        CAPITALIZED,
        SMALL,
        CONNECTOR,
        PUNCTUATION,
        OTHER,
        NONE
    }

    private record Word(Kind kind, String text) {}

    private static final Word NONE = new Word(Kind.NONE, "");

    private final List<Word> words;
    private final StringBuilder out = new StringBuilder();
    private final char connector;
    private int next;

    private CaseWords(List<Word> words, char connector) {
        this.words = words;
        this.connector = connector;
    }

    static boolean isConnector(int c) {
        return c == '-' || c == '_' || Strings.isSpace(c);
    }

    static String join(String text, char connector) {
        CaseWords words = new CaseWords(split(text.codePoints().toArray()), connector);
        words.join();
        return words.out.toString();
    }

    private void join() {
        Word word = take();
        while (next < words.size()) {
            if (word.kind() != Kind.CONNECTOR) {
                write(word);
            }
            Word before = word;
            word = take();
            switch (before.kind()) {
                case NUMBER -> word = afterNumber(word);
                case CONNECTOR -> write(before);
                case PUNCTUATION -> {
                    // It separates by itself.
                }
                default -> word = afterLetters(word);
            }
        }
        write(word);
    }

    /** A number, and the small letters after it, are one word: {@code 2xx}. */
    private Word afterNumber(Word first) {
        Word word = first;
        while (word.kind() == Kind.SMALL || word.kind() == Kind.NUMBER) {
            write(word);
            word = take();
        }
        connect(word);
        return word;
    }

    private Word afterLetters(Word word) {
        if (word.kind() != Kind.NUMBER) {
            connect(word);
            return word;
        }
        if (next >= words.size()) {
            return word;
        }
        Word after = take();
        if (after.kind() == Kind.SMALL) {
            // HTTP2xx is http and 2xx, Bld4Floor is bld4 and floor.
            out.append(connector);
            write(word);
            return afterNumber(after);
        }
        write(word);
        connect(after);
        return after;
    }

    private void connect(Word word) {
        if (word.kind() != Kind.NONE && word.kind() != Kind.CONNECTOR && word.kind() != Kind.PUNCTUATION) {
            out.append(connector);
        }
    }

    private void write(Word word) {
        switch (word.kind()) {
            case CONNECTOR -> word.text().codePoints().forEach(c -> out.append(connector));
            case CAPITALIZED -> out.append(Strings.lower(word.text()));
            default -> out.append(word.text());
        }
    }

    private Word take() {
        return next < words.size() ? words.get(next++) : NONE;
    }

    private static List<Word> split(int[] c) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < c.length) {
            Kind kind = kind(c[at]);
            int end = at + 1;
            if (kind == Kind.CAPITALIZED) {
                while (end < c.length && kind(c[end]) == Kind.CAPITALIZED) {
                    end++;
                }
                if (end == at + 1) {
                    end = run(c, end, Kind.SMALL);
                } else if (end < c.length && kind(c[end]) == Kind.SMALL) {
                    // The last capital begins the next word.
                    end--;
                }
            } else {
                end = run(c, end, kind);
            }
            words.add(new Word(kind, new String(c, at, end - at)));
            at = end;
        }
        return words;
    }

    private static int run(int[] c, int start, Kind kind) {
        int end = start;
        while (end < c.length && kind(c[end]) == kind) {
            end++;
        }
        return end;
    }

    private static Kind kind(int c) {
        if (isConnector(c)) {
            return Kind.CONNECTOR;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> Kind.PUNCTUATION;
            case Character.UPPERCASE_LETTER -> Kind.CAPITALIZED;
            case Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER -> Kind.SMALL;
            case Character.OTHER_LETTER -> Character.isIdeographic(c) ? Kind.OTHER : Kind.SMALL;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> Kind.NUMBER;
            default -> Kind.OTHER;
        };
    }
}
