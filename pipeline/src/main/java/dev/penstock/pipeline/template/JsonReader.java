package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoFloat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON texts as values of a template: numbers are floating-point, as in Go. */
final class JsonReader {

    /** The text is no JSON. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private final Run run;
    private final String text;
    private int at;

    private JsonReader(Run run, String text) {
        this.run = run;
        this.text = text;
    }

    static @Nullable Object read(Run run, String text) throws Malformed {
        JsonReader reader = new JsonReader(run, text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.malformed();
        }
        return value;
    }

    private @Nullable Object value(int depth) throws Malformed {
        run.step();
        if (depth > Run.DEEPEST) {
            throw new Malformed("JSON nests more than " + Run.DEEPEST + " deep");
        }
        space();
        char c = peek();
        switch (c) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private GoMap object(int depth) throws Malformed {
        GoMap map = GoMap.any();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            space();
            if (peek() != '"') {
                throw malformed();
            }
            String key = string();
            space();
            expect(':');
            map.entries().put(key, value(depth + 1));
            space();
            if (peek() == '}') {
                at++;
                return map;
            }
            expect(',');
        }
    }

    private GoList array(int depth) throws Malformed {
        List<@Nullable Object> items = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return GoList.any(items);
        }
        while (true) {
            items.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return GoList.any(items);
            }
            expect(',');
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw malformed();
        }
        at += word.length();
        return value;
    }

    private Double number() throws Malformed {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        Double number = GoFloat.parseOrNull(text.substring(start, at));
        if (number == null) {
            throw new Malformed("a JSON number is out of range");
        }
        return number;
    }

    private void digits() throws Malformed {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
    }

    private String string() throws Malformed {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            char c = peek();
            if (at >= text.length() || c < ' ') {
                throw malformed();
            }
            at++;
            if (c == '"') {
                return value.toString();
            }
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char escape = peek();
            int simple = "\"\\/bfnrt".indexOf(escape);
            if (simple >= 0) {
                value.append("\"\\/\b\f\n\r\t".charAt(simple));
                at++;
            } else if (escape == 'u' && at + 5 <= text.length()) {
                Long code = Casts.parseInt(text.substring(at + 1, at + 5), 16);
                if (code == null || code < 0 || text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-') {
                    throw malformed();
                }
                value.append((char) code.intValue());
                at += 5;
            } else {
                throw malformed();
            }
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char c) throws Malformed {
        if (peek() != c) {
            throw malformed();
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Malformed malformed() {
        return new Malformed("malformed JSON at character " + (at + 1));
    }
}
