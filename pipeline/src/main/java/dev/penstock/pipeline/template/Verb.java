package dev.penstock.pipeline.template;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The flags, width and precision of one directive of printf, and what they make of a string, number or truth value. */
final class Verb {

    boolean minus;
    boolean plus;
    boolean sharp;
    boolean space;
    boolean zero;
    boolean goSyntax;
    int width;
    int precision;

    Verb() {
        clear();
    }

    void clear() {
        minus = plus = sharp = space = zero = goSyntax = false;
        width = -1;
        precision = -1;
    }

    boolean flag(char c) {
        switch (c) {
            case '-' -> minus = true;
            case '+' -> plus = true;
            case '#' -> sharp = true;
            case ' ' -> space = true;
            case '0' -> zero = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Writes a value; {@code false} when the verb is none for its type. */
    boolean scalar(BoundedText out, Object value, int verb) {
        if (value instanceof String s) {
            return string(out, s, verb);
        }
        if (value instanceof Boolean b) {
            if (verb == 'v' || verb == 't') {
                pad(out, b.toString(), zero);
                return true;
            }
            return false;
        }
        return value instanceof Double d ? number(out, d, verb) : integer(out, value, verb);
    }

    void text(BoundedText out, String text) {
        pad(out, cut(text), zero);
    }

    private boolean string(BoundedText out, String text, int verb) {
        switch (verb) {
            case 'v' -> pad(out, goSyntax ? Quoting.quote(text, '"', false) : cut(text), zero);
            case 's' -> text(out, text);
            case 'q' -> {
                String cut = cut(text);
                boolean raw = sharp && cut.indexOf('`') < 0 && cut.codePoints().allMatch(Verb::rawAllowed);
                pad(out, raw ? '`' + cut + '`' : Quoting.quote(cut, '"', plus), zero);
            }
            case 'x', 'X' -> pad(out, hex(text, verb), zero);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean rawAllowed(int c) {
        return c == '\t' || (c >= ' ' && c != 0x7f && c != 0xfeff && c != '`');
    }

    /** A precision cuts a string after so many characters. */
    private String cut(String text) {
        if (precision < 0 || text.codePointCount(0, text.length()) <= precision) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, precision));
    }

    private String hex(String text, int verb) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = precision < 0 ? bytes.length : Math.min(precision, bytes.length);
        String prefix = sharp ? verb == 'x' ? "0x" : "0X" : "";
        StringBuilder hex = new StringBuilder(length * 2 + 2);
        for (int i = 0; i < length; i++) {
            hex.append(i == 0 ? prefix : space ? " " + prefix : "")
                    .append(Character.forDigit(bytes[i] >> 4 & 15, 16))
                    .append(Character.forDigit(bytes[i] & 15, 16));
        }
        return verb == 'x' ? hex.toString() : hex.toString().toUpperCase(Locale.ROOT);
    }

    private boolean integer(BoundedText out, Object value, int verb) {
        long number = Values.integer(value);
        switch (verb) {
            case 'v', 'd' -> digits(out, number, 10, "", false);
            case 'b' -> digits(out, number, 2, sharp ? "0b" : "", false);
            case 'o' -> digits(out, number, 8, sharp ? "0" : "", false);
            case 'O' -> digits(out, number, 8, "0o", false);
            case 'x' -> digits(out, number, 16, sharp ? "0x" : "", false);
            case 'X' -> digits(out, number, 16, sharp ? "0X" : "", true);
            case 'c' -> pad(out, character(number), zero);
            case 'q' -> pad(out, Quoting.quote(character(number), '\'', plus), zero);
            case 'U' -> {
                String hex = String.format("%0" + Math.max(4, Math.min(precision, 64)) + "X", number);
                boolean shown = sharp && number <= Character.MAX_CODE_POINT && Quoting.printable((int) number);
                pad(out, "U+" + hex + (shown ? " '" + character(number) + "'" : ""), false);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String character(long number) {
        boolean valid = number >= 0
                && number <= Character.MAX_CODE_POINT
                && (number < Character.MIN_SURROGATE || number > Character.MAX_SURROGATE);
        return valid ? Character.toString((int) number) : "\ufffd";
    }

    private void digits(BoundedText out, long number, int base, String prefix, boolean upper) {
        if (precision == 0 && number == 0) {
            pad(out, "", false);
            return;
        }
        String digits = Long.toString(number, base);
        boolean negative = number < 0;
        if (negative) {
            digits = digits.substring(1);
        }
        String sign = negative ? "-" : plus ? "+" : space ? " " : "";
        int least = precision;
        if (precision < 0 && zero && !minus && width > 0) {
            least = width - sign.length();
        }
        out.room(least);
        if (digits.length() < least) {
            digits = "0".repeat(least - digits.length()) + digits;
        }
        String lead = base == 8 && prefix.equals("0") && digits.startsWith("0") ? "" : prefix;
        pad(out, sign + lead + (upper ? digits.toUpperCase(Locale.ROOT) : digits), false);
    }

    private boolean number(BoundedText out, double value, int verb) {
        char format = switch (verb) {
            case 'v', 'g' -> 'g';
            case 'e', 'E', 'G' -> (char) verb;
            case 'f', 'F' -> 'f';
            default -> ' ';
        };
        if (format == ' ') {
            if (verb == 'b' || verb == 'x' || verb == 'X') {
                throw new RenderException(
                        "%" + (char) verb + " of a floating-point number is not supported: use %f, %e or %g");
            }
            return false;
        }
        if (sharp) {
            throw new RenderException("%#" + (char) verb + " of a floating-point number is not supported");
        }
        boolean shortest = precision < 0 && (format == 'g' || format == 'G');
        out.room(precision);
        String text =
                FloatFormat.format(value, format, shortest ? FloatFormat.SHORTEST : precision < 0 ? 6 : precision);
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String sign = signed ? text.substring(0, 1) : "+";
        String digits = signed ? text.substring(1) : text;
        boolean shown = sign.equals("-") || plus || space || (Double.isInfinite(value) && plus);
        if (sign.equals("+") && space && !plus) {
            sign = " ";
        }
        // Only -Inf and +Inf keep their sign: %v of positive infinity is +Inf.
        if (Double.isInfinite(value) && value > 0 && !space) {
            shown = true;
        }
        if (shown && zero && !minus && finite && width > digits.length() + 1) {
            out.append(sign).repeat('0', width - digits.length() - 1L).append(digits);
        } else {
            pad(out, (shown ? sign : "") + digits, zero && finite);
        }
        return true;
    }

    private void pad(BoundedText out, String text, boolean zeros) {
        int missing = width < 0 ? 0 : width - text.codePointCount(0, text.length());
        if (missing > 0 && !minus) {
            out.repeat(zeros ? '0' : ' ', missing);
        }
        out.append(text);
        if (missing > 0 && minus) {
            out.repeat(' ', missing);
        }
    }
}
