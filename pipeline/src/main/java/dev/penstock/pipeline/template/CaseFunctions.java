package dev.penstock.pipeline.template;

import java.security.SecureRandom;
import java.util.List;

/** sprig's functions that change the case of letters, and those on single letters. */
final class CaseFunctions {

    private static final SecureRandom RANDOM = new SecureRandom();

    private CaseFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("upper string -> string", (run, a) -> Strings.upper(Args.text(a, 0))),
                Function.of("lower string -> string", (run, a) -> Strings.lower(Args.text(a, 0))),
                Function.of("title string -> string", (run, a) -> title(Args.text(a, 0))),
                Function.of("untitle string -> string", (run, a) -> untitle(Args.text(a, 0))),
                Function.of("swapcase string -> string", (run, a) -> swap(Args.text(a, 0))),
                Function.of("snakecase string -> string", (run, a) -> CaseWords.join(Args.text(a, 0), '_')),
                Function.of("kebabcase string -> string", (run, a) -> CaseWords.join(Args.text(a, 0), '-')),
                Function.of("camelcase string -> string", (run, a) -> pascal(Args.text(a, 0))),
                Function.of("nospace string -> string", (run, a) -> noSpace(Args.text(a, 0))),
                Function.of("initials string -> string", (run, a) -> initials(Args.text(a, 0))),
                Function.of("shuffle string -> string", (run, a) -> shuffle(Args.text(a, 0))));
    }

    private static String title(String text) {
        int[] before = {' '};
        return Strings.map(text, c -> {
            boolean starts = separates(before[0]);
            before[0] = c;
            return starts ? Character.toTitleCase(c) : c;
        });
    }

    /** What ends a word for strings.Title: of ASCII all but letters, digits and underscore, beyond it only space. */
    private static boolean separates(int c) {
        if (Character.isLetterOrDigit(c) || c == '_') {
            return false;
        }
        return c < 0x80 || Strings.isSpace(c);
    }

    private static String untitle(String text) {
        boolean[] starts = {true};
        return Strings.map(text, c -> {
            boolean space = Strings.isSpace(c);
            boolean first = starts[0] && !space;
            starts[0] = space;
            return first ? Character.toLowerCase(c) : c;
        });
    }

    private static String swap(String text) {
        boolean[] starts = {true};
        return Strings.map(text, c -> {
            boolean first = starts[0];
            boolean letter = Character.isUpperCase(c) || Character.isTitleCase(c) || Character.isLowerCase(c);
            starts[0] = !letter && Strings.isSpace(c);
            if (!letter) {
                return c;
            }
            if (!Character.isLowerCase(c)) {
                return Character.toLowerCase(c);
            }
            return first ? Character.toTitleCase(c) : Character.toUpperCase(c);
        });
    }

    /** Words that begin with a capital and follow each other directly; connectors at the start, and all but one between, stay. */
    private static String pascal(String text) {
        int[] c = text.codePoints().toArray();
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < c.length && CaseWords.isConnector(c[at])) {
            out.appendCodePoint(c[at++]);
        }
        boolean wordStart = true;
        boolean capitals = false;
        for (; at < c.length; at++) {
            if (CaseWords.isConnector(c[at])) {
                boolean last = at == c.length - 1;
                // One connector between words goes; others, and one at the end, stay.
                if (last || CaseWords.isConnector(c[at + 1])) {
                    out.appendCodePoint(c[at]);
                }
                wordStart = true;
            } else if (wordStart) {
                capitals = Character.isUpperCase(c[at]);
                out.appendCodePoint(Character.toUpperCase(c[at]));
                wordStart = false;
            } else {
                // A word in capitals becomes one with a capital, up to its first small letter.
                capitals &= Character.isUpperCase(c[at]);
                out.appendCodePoint(capitals ? Character.toLowerCase(c[at]) : c[at]);
            }
        }
        return out.toString();
    }

    private static String noSpace(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().filter(c -> !Strings.isSpace(c)).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String initials(String text) {
        StringBuilder out = new StringBuilder();
        boolean starts = true;
        for (int c : text.codePoints().toArray()) {
            boolean space = Strings.isSpace(c);
            if (starts && !space) {
                out.appendCodePoint(c);
            }
            starts = space;
        }
        return out.toString();
    }

    private static String shuffle(String text) {
        int[] letters = text.codePoints().toArray();
        for (int i = letters.length - 1; i > 0; i--) {
            int other = RANDOM.nextInt(i + 1);
            int letter = letters[i];
            letters[i] = letters[other];
            letters[other] = letter;
        }
        return new String(letters, 0, letters.length);
    }
}
