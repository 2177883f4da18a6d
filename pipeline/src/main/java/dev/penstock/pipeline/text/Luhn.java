package dev.penstock.pipeline.text;

import dev.penstock.pipeline.regex.GoRegex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces numbers whose last digit is right by Luhn's algorithm, as those of payment cards are. Immutable and safe for any
 * number of threads.
 */
public final class Luhn {

    /** Alloy's least number of digits where none, or less than one, is configured. */
    public static final int DEFAULT_MIN_LENGTH = 13;

    private final String replacement;
    private final int minLength;
    private final String delimiters;
    private final @Nullable GoRegex skip;

    private Luhn(String replacement, int minLength, String delimiters, @Nullable GoRegex skip) {
        this.replacement = replacement;
        this.minLength = minLength < 1 ? DEFAULT_MIN_LENGTH : minLength;
        this.delimiters = delimiters;
        this.skip = skip;
    }

    /**
     * A replacement as Alloy's {@code stage.luhn} does it.
     *
     * @param replacement what is put in place of a number
     * @param minLength the digits that a number has at least; below 1 means {@link #DEFAULT_MIN_LENGTH}
     * @param delimiters characters that may stand between the digits of a number, none perhaps
     * @param skip a number that lies in a match of it is left, {@code null} for none
     * @return the replacement
     */
    public static Luhn of(String replacement, int minLength, String delimiters, @Nullable GoRegex skip) {
        return new Luhn(replacement, minLength, delimiters, skip);
    }

    /**
     * Replaces the numbers of a text.
     *
     * @param text any text
     * @return the text itself when there are none
     */
    public String replace(String text) {
        return new Run(text).replace();
    }

    /** One text, from left to right. */
    private final class Run {

        private final String text;
        private @Nullable StringBuilder out;
        private int copied;
        private @Nullable List<int[]> skipped;
        private int nextSkipped;

        Run(String text) {
            this.text = text;
        }

        String replace() {
            int at = 0;
            while (at < text.length()) {
                int c = text.codePointAt(at);
                at = Character.isDigit(c) ? number(at) : at + Character.charCount(c);
            }
            return out == null ? text : out.append(text, copied, text.length()).toString();
        }

        /** Looks at the number that begins here. Returns where it ends, the delimiters behind it included. */
        private int number(int start) {
            StringBuilder digits = new StringBuilder();
            int at = start;
            int end = start;
            int trailing = -1;
            while (at < text.length()) {
                int c = text.codePointAt(at);
                boolean digit = Character.isDigit(c);
                if (!digit && delimiters.indexOf(c) < 0) {
                    break;
                }
                at += Character.charCount(c);
                if (digit) {
                    digits.appendCodePoint(c);
                    end = at;
                }
                trailing = digit ? -1 : c;
            }
            if (isLuhn(digits) && !isSkipped(start, end)) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, copied, start).append(replacement);
                if (trailing >= 0) {
                    out.appendCodePoint(trailing);
                }
                copied = at;
            }
            return at;
        }

        private boolean isSkipped(int start, int end) {
            if (skip == null) {
                return false;
            }
            if (skipped == null) {
                List<int[]> found = new ArrayList<>();
                skip.forEachMatch(text, match -> found.add(new int[] {match.start(0), match.end(0)}));
                skipped = found;
            }
            while (nextSkipped < skipped.size() && skipped.get(nextSkipped)[1] <= start) {
                nextSkipped++;
            }
            return nextSkipped < skipped.size()
                    && skipped.get(nextSkipped)[0] <= start
                    && end <= skipped.get(nextSkipped)[1];
        }
    }

    /** Digits of other scripts are no number to Alloy, nor is what needs more than 64 bits. */
    private boolean isLuhn(CharSequence digits) {
        if (digits.length() < minLength) {
            return false;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return false;
            }
            number = number * 10 + digit;
        }
        int sum = 0;
        for (int place = 0; number > 0; place++, number /= 10) {
            int digit = (int) (number % 10) * (place % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
