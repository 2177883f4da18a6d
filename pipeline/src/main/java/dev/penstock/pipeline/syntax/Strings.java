package dev.penstock.pipeline.syntax;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Go's functions for strings, which work on whole characters. Source: Go's package strings. */
final class Strings {

    private Strings() {}

    static String toLower(String text) {
        return mapped(text.codePoints().map(Character::toLowerCase).toArray());
    }

    static String toUpper(String text) {
        return mapped(text.codePoints().map(Character::toUpperCase).toArray());
    }

    private static String mapped(int[] characters) {
        return new String(characters, 0, characters.length);
    }

    /** Without the characters of a set on both ends. */
    static String trim(String text, String set) {
        int start = 0;
        int end = text.length();
        while (start < end && set.indexOf(text.codePointAt(start)) >= 0) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (start < end && set.indexOf(text.codePointBefore(end)) >= 0) {
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

    static String replace(String text, String old, String with) {
        return old.isEmpty()
                ? with + String.join(with, split(text, "")) + (text.isEmpty() ? "" : with)
                : text.replace(old, with);
    }

    /** What stands between separators; of an empty one, each character. */
    static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
            return parts;
        }
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** As in a URL's query. Go leaves the tilde and encodes the asterisk, Java does the opposite. */
    static String queryEscape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
