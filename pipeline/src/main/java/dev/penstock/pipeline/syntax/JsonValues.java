package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes values as JSON; its numbers are floating-point ones, as in Go. Source: RFC 8259 and Go's encoding/json. */
final class JsonValues {

    private static final int MAX_DEPTH = 200;

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,400}+)(\\.[0-9]{1,400}+)?([eE][+-]?[0-9]{1,6}+)?");

    private final String text;
    private int at;
    private int depth;

    private JsonValues(String text) {
        this.text = text;
    }

    /**
     * The value of a JSON text.
     *
     * @throws IllegalArgumentException with what is wrong, without its contents
     */
    static Value read(String text) {
        JsonValues json = new JsonValues(text);
        Value value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong("the end of the text");
        }
        return value;
    }

    /** One object, its keys sorted; no secrets and no references. */
    static String write(Value.Fields map, Arguments arguments) {
        StringBuilder out = new StringBuilder();
        write(map, out, arguments);
        return out.toString();
    }

    private Value value() {
        space();
        char c = at < text.length() ? text.charAt(at) : 0;
        switch (c) {
            case '{' -> {
                return object();
            }
            case '[' -> {
                return array();
            }
            case '"' -> {
                return new Value.Text(string());
            }
            case 't' -> {
                word("true");
                return new Value.Truth(true);
            }
            case 'f' -> {
                word("false");
                return new Value.Truth(false);
            }
            case 'n' -> {
                word("null");
                return new Value.Nothing();
            }
            default -> {
                return number();
            }
        }
    }

    private Value object() {
        Map<String, Value> fields = new LinkedHashMap<>();
        deeper();
        at++;
        if (!closed('}')) {
            do {
                space();
                if (at >= text.length() || text.charAt(at) != '"') {
                    throw wrong("a key in double quotes");
                }
                String key = string();
                space();
                word(":");
                fields.put(key, value());
            } while (another('}'));
        }
        depth--;
        return new Value.Fields(fields);
    }

    private Value array() {
        List<Value> elements = new ArrayList<>();
        deeper();
        at++;
        if (!closed(']')) {
            do {
                elements.add(value());
            } while (another(']'));
        }
        depth--;
        return new Value.Elements(elements);
    }

    private boolean closed(char bracket) {
        space();
        boolean closed = at < text.length() && text.charAt(at) == bracket;
        at += closed ? 1 : 0;
        return closed;
    }

    private boolean another(char bracket) {
        if (closed(bracket)) {
            return false;
        }
        if (at >= text.length() || text.charAt(at) != ',') {
            throw wrong("',' or '" + bracket + "'");
        }
        at++;
        return true;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) >= ' ') {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            string.append(c == '\\' ? escape() : c);
        }
        throw wrong("the end of a string");
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int end = at + 4;
                if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
                    throw wrong("four hexadecimal digits");
                }
                char character = (char) Integer.parseInt(text, at, end, 16);
                at = end;
                yield character;
            }
            default -> throw wrong("an escape");
        };
    }

    private Value number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong("a value");
        }
        double number = Double.parseDouble(matcher.group());
        if (Double.isInfinite(number)) {
            throw wrong("a smaller number");
        }
        at = matcher.end();
        return Value.Numeral.of(number);
    }

    private void word(String word) {
        if (!text.startsWith(word, at)) {
            throw wrong("'" + word + "'");
        }
        at += word.length();
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested more than " + MAX_DEPTH + " deep");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("expected " + expected + " at character " + (at + 1));
    }

    private static void write(Value value, StringBuilder out, Arguments arguments) {
        if (value instanceof Value.Fields map) {
            String separator = "{";
            for (Map.Entry<String, Value> entry : new TreeMap<>(map.fields()).entrySet()) {
                JsonText.quote(out.append(separator), entry.getKey());
                write(entry.getValue(), out.append(':'), arguments);
                separator = ",";
            }
            out.append(map.fields().isEmpty() ? "{}" : "}");
        } else if (value instanceof Value.Elements list) {
            String separator = "[";
            for (Value element : list.elements()) {
                write(element, out.append(separator), arguments);
                separator = ",";
            }
            out.append(list.elements().isEmpty() ? "[]" : "]");
        } else if (value instanceof Value.Text text) {
            JsonText.quote(out, text.value());
        } else if (value instanceof Value.Numeral number) {
            out.append(number.floating() ? JsonText.of(number.value().doubleValue()) : number.toString());
        } else if (value instanceof Value.Truth || value instanceof Value.Nothing) {
            out.append(value);
        } else {
            throw arguments.error(
                    0, "has " + value.kind() + " in it; expected strings, numbers, bools, lists and maps");
        }
    }
}
