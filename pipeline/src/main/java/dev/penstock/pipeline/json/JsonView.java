package dev.penstock.pipeline.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text to look into: one pass checks it and notes where the top level's members are, and only what is asked for becomes
 * an object. Reusable for one text after another; not thread-safe.
 *
 * <p>Values are {@link String}, {@link Double}, {@link Boolean} or {@code null}, and what contains others is its JSON text.
 * All numbers have double precision. Of members with one name the last counts.
 */
public final class JsonView {

    private final JsonScanner scanner = new JsonScanner();
    private String text = "";
    private boolean valid;
    private @Nullable StringBuilder scratch;

    /** A view of nothing yet. */
    public JsonView() {}

    /**
     * Looks at a text.
     *
     * @param json any text
     * @return whether it is one JSON value with nothing behind it; if not, there is nothing to look into
     */
    public boolean scan(String json) {
        text = json;
        valid = scanner.scan(json);
        if (!valid) {
            scanner.size = 0;
        }
        return valid;
    }

    /**
     * The text last scanned.
     *
     * @return as it was given
     */
    public String text() {
        return text;
    }

    /**
     * What the whole is.
     *
     * @return its kind; {@link JsonKind#NULL} when the text is not JSON
     */
    public JsonKind kind() {
        return valid ? JsonKind.of(scanner.chars[scanner.root]) : JsonKind.NULL;
    }

    /**
     * How many members or elements the whole has.
     *
     * @return 0 when it is neither an object nor an array; members with the same name are counted each
     */
    public int size() {
        return scanner.size;
    }

    /**
     * Finds a member.
     *
     * @param name its name
     * @return the index of the last one of that name, -1 when there is none or the whole is not an object
     */
    public int indexOf(String name) {
        JsonScanner s = scanner;
        for (int i = s.size - 1; i >= 0; i--) {
            int start = s.nameStarts[i];
            // An array's elements have no names, and no name begins at the text's begin.
            if (start > 0 && isName(start, s.nameEnds[i], name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isName(int start, int end, String name) {
        if (end < 0) {
            return unescaped(start, -end - 1).equals(name);
        }
        int length = name.length();
        if (end - start != length) {
            return false;
        }
        char[] chars = scanner.chars;
        for (int i = 0; i < length; i++) {
            if (chars[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A member's name.
     *
     * @param index from 0, below {@link #size()}
     * @return its name, empty for an array's element
     */
    public String name(int index) {
        int start = scanner.nameStarts[check(index)];
        int end = scanner.nameEnds[index];
        return end < 0 ? unescaped(start, -end - 1) : text.substring(start, end);
    }

    /**
     * What a member or element is.
     *
     * @param index from 0, below {@link #size()}
     * @return its kind
     */
    public JsonKind kind(int index) {
        return JsonKind.of(scanner.chars[scanner.valueStarts[check(index)]]);
    }

    /**
     * A member's or element's value.
     *
     * @param index from 0, below {@link #size()}
     * @return text, number, truth value, or {@code null} for null; an object or array as JSON text, without spaces and with
     *     {@code <}, {@code >} and {@code &} escaped
     */
    public @Nullable Object value(int index) {
        return value(scanner.valueStarts[check(index)], scanner.valueEnds[index]);
    }

    /**
     * The value of the last member of a name.
     *
     * @param name the member's name
     * @return as {@link #value}; {@code null} too when there is no such member
     */
    public @Nullable Object get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : value(index);
    }

    /**
     * A member or element as it was written.
     *
     * @param index from 0, below {@link #size()}
     * @return its JSON text
     */
    public String raw(int index) {
        return text.substring(scanner.valueStarts[check(index)], scanner.valueEnds[index]);
    }

    /**
     * The whole as maps, lists, texts, numbers, truth values and {@code null}.
     *
     * @return a tree that nothing else refers to; {@code null} when the text is not JSON
     */
    public @Nullable Object tree() {
        return valid ? new TreeReader(scanner.root).value() : null;
    }

    /**
     * A member or element as maps, lists, texts, numbers, truth values and {@code null}.
     *
     * @param index from 0, below {@link #size()}
     * @return a tree that nothing else refers to
     */
    public @Nullable Object tree(int index) {
        return new TreeReader(scanner.valueStarts[check(index)]).value();
    }

    /**
     * Follows names from the top level down, without building trees.
     *
     * @param names of the members, from the outermost
     * @return as {@link #value}; {@code null} when there is no such member, or what should contain it is not an object
     */
    public @Nullable Object path(String... names) {
        int index = indexOf(names[0]);
        if (index < 0) {
            return null;
        }
        int start = scanner.valueStarts[index];
        for (int i = 1; i < names.length && start >= 0; i++) {
            start = member(start, names[i]);
        }
        return start < 0 ? null : value(start, skip(start));
    }

    /** Where the value of the last member of a name begins, in the object that begins here; -1 when there is none. */
    private int member(int start, String name) {
        char[] chars = scanner.chars;
        if (chars[start] != '{') {
            return -1;
        }
        int found = -1;
        int at = scanner.skipSpace(start + 1);
        while (chars[at] != '}') {
            int nameEnd = skipString(at);
            boolean named = isName(at + 1, hasEscape(at, nameEnd) ? -nameEnd : nameEnd - 1, name);
            at = scanner.skipSpace(scanner.skipSpace(nameEnd) + 1);
            found = named ? at : found;
            at = scanner.skipSpace(skip(at));
            if (chars[at] == ',') {
                at = scanner.skipSpace(at + 1);
            }
        }
        return found;
    }

    /** The index behind the value that begins here. What is walked over has been checked. */
    private int skip(int start) {
        char[] chars = scanner.chars;
        char first = chars[start];
        if (first == '"') {
            return skipString(start);
        }
        int at = start;
        if (first == '{' || first == '[') {
            int depth = 0;
            do {
                char c = chars[at];
                if (c == '"') {
                    at = skipString(at);
                    continue;
                }
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            } while (depth > 0);
            return at;
        }
        while (at < scanner.length && ",]} \n\r\t".indexOf(chars[at]) < 0) {
            at++;
        }
        return at;
    }

    private int skipString(int start) {
        char[] chars = scanner.chars;
        int at = start + 1;
        while (chars[at] != '"') {
            at += chars[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private boolean hasEscape(int start, int end) {
        for (int i = start; i < end; i++) {
            if (scanner.chars[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private @Nullable Object value(int start, int end) {
        return switch (JsonKind.of(scanner.chars[start])) {
            case STRING -> string(start, end);
            case NUMBER -> JsonNumber.parse(scanner.chars, start, end);
            case BOOLEAN -> scanner.chars[start] == 't';
            case NULL -> null;
            case OBJECT, ARRAY -> JsonText.of(new TreeReader(start).value());
        };
    }

    private String string(int start, int end) {
        return hasEscape(start, end) ? unescaped(start + 1, end - 1) : text.substring(start + 1, end - 1);
    }

    private String unescaped(int start, int end) {
        if (scratch == null) {
            scratch = new StringBuilder();
        }
        StringBuilder out = scratch;
        out.setLength(0);
        char[] chars = scanner.chars;
        int at = start;
        while (at < end) {
            char c = chars[at++];
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = chars[at++];
            switch (escape) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) scanner.hex(at));
                    at += 4;
                }
                default -> out.append(escape);
            }
        }
        return WellFormed.of(out);
    }

    private int check(int index) {
        return java.util.Objects.checkIndex(index, scanner.size);
    }

    /** Builds a tree of what has been checked; its recursion is bounded by {@link JsonScanner#MAX_DEPTH}. */
    private final class TreeReader {

        private int at;

        TreeReader(int start) {
            at = start;
        }

        @Nullable Object value() {
            int start = at;
            switch (scanner.chars[start]) {
                case '{' -> {
                    return object();
                }
                case '[' -> {
                    return array();
                }
                default -> {
                    at = skip(start);
                    return JsonView.this.value(start, at);
                }
            }
        }

        private Map<String, @Nullable Object> object() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            at = scanner.skipSpace(at + 1);
            while (scanner.chars[at] != '}') {
                int start = at;
                at = skipString(start);
                String name = string(start, at);
                at = scanner.skipSpace(scanner.skipSpace(at) + 1);
                members.put(name, value());
                next();
            }
            at++;
            return members;
        }

        private List<@Nullable Object> array() {
            List<@Nullable Object> elements = new ArrayList<>();
            at = scanner.skipSpace(at + 1);
            while (scanner.chars[at] != ']') {
                elements.add(value());
                next();
            }
            at++;
            return elements;
        }

        private void next() {
            at = scanner.skipSpace(at);
            if (scanner.chars[at] == ',') {
                at = scanner.skipSpace(at + 1);
            }
        }
    }
}
