package dev.penstock.pipeline.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Go's package strings, where it differs from Java's String: by code points, and with bounded results. */
final class Strings {

    private Strings() {}

    /** Go's unicode.IsSpace. */
    static boolean isSpace(int c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Each character for itself: Go makes no SS of a sharp s. */
    static String upper(String text) {
        return isAscii(text) ? text.toUpperCase(Locale.ROOT) : map(text, Character::toUpperCase);
    }

    static String lower(String text) {
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : map(text, Character::toLowerCase);
    }

    static String map(String text, java.util.function.IntUnaryOperator mapping) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(mapping).forEach(out::appendCodePoint);
        return out.toString();
    }

    static String trimSpace(String text) {
        return trim(text, true, true, Strings::isSpace);
    }

    static String trim(String text, String cutset, boolean left, boolean right) {
        return trim(text, left, right, c -> cutset.indexOf(c) >= 0);
    }

    private static String trim(String text, boolean left, boolean right, java.util.function.IntPredicate cut) {
        int start = 0;
        int end = text.length();
        while (left && start < end && cut.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && cut.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    static String trimPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    static String trimSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /** Replaces the first so many places, all with a negative number; an empty text is found before each character and at the end. */
    static String replace(Run run, String text, String old, String replacement, long most) {
        if (most == 0 || old.equals(replacement) || (!old.isEmpty() && text.indexOf(old) < 0)) {
            return text;
        }
        BoundedText out = run.text();
        long done = 0;
        int at = 0;
        while (most < 0 || done < most) {
            int found = old.isEmpty() ? nextCharacter(text, at, done) : text.indexOf(old, at);
            if (found < 0) {
                break;
            }
            out.append(text.substring(at, found)).append(replacement);
            at = found + old.length();
            done++;
        }
        return out.append(text.substring(at)).toString();
    }

    private static int nextCharacter(String text, int at, long done) {
        if (done == 0) {
            return 0;
        }
        return at >= text.length() ? -1 : at + Character.charCount(text.codePointAt(at));
    }

    /** Go's SplitN: parts between separators, at most so many; single characters with an empty separator. */
    static List<String> split(Run run, String text, String separator, long most) {
        List<String> parts = new ArrayList<>();
        if (most == 0 || (separator.isEmpty() && text.isEmpty())) {
            return parts;
        }
        int at = 0;
        while (most < 0 || parts.size() < most - 1) {
            int end = separator.isEmpty() ? single(text, at) : text.indexOf(separator, at);
            if (end < 0) {
                break;
            }
            parts.add(text.substring(at, end));
            run.room(parts.size());
            at = end + separator.length();
        }
        parts.add(text.substring(at));
        return parts;
    }

    /** The end of the character at a place, -1 when it is the last. */
    private static int single(String text, int at) {
        int end = at + Character.charCount(text.codePointAt(at));
        return end >= text.length() ? -1 : end;
    }

    static String repeat(Run run, String text, long count) {
        if (count < 0) {
            throw new RenderException("error calling repeat: negative count " + count);
        }
        if (count > run.maxText || count * text.length() > run.maxText) {
            if (text.isEmpty()) {
                return "";
            }
            throw BoundedText.tooLong(run.maxText);
        }
        return text.repeat((int) count);
    }

    static String join(Run run, List<String> parts, String separator) {
        BoundedText out = run.text();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            out.append(parts.get(i));
        }
        return out.toString();
    }

    /** What works on bytes in Go, on a text whose characters are the bytes; the work may cut a character. */
    static String bytewise(String text, UnaryOperator<String> work) {
        return isAscii(text) ? work.apply(text) : fromBytes(work.apply(toBytes(text)));
    }

    static String toBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String fromBytes(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
