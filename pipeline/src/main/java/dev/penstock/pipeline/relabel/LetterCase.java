package dev.penstock.pipeline.relabel;

import java.util.function.IntUnaryOperator;

/** Upper and lower case as in Go: letter by letter, so that ß stays one letter; no language has rules of its own. */
final class LetterCase {

    private LetterCase() {}

    static String map(String text, IntUnaryOperator mapping) {
        int same = 0;
        while (same < text.length()) {
            int c = text.codePointAt(same);
            if (mapping.applyAsInt(c) != c) {
                break;
            }
            same += Character.charCount(c);
        }
        if (same == text.length()) {
            return text;
        }
        StringBuilder mapped = new StringBuilder(text.length()).append(text, 0, same);
        text.codePoints().skip(text.codePointCount(0, same)).map(mapping).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }
}
