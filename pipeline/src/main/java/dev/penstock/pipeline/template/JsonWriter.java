package dev.penstock.pipeline.template;

import dev.penstock.pipeline.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as Go's encoding/json writes it. */
final class JsonWriter {

    private final BoundedText out;
    private final boolean html;
    private final boolean pretty;

    private JsonWriter(BoundedText out, boolean html, boolean pretty) {
        this.out = out;
        this.html = html;
        this.pretty = pretty;
    }

    /** The text, {@code null} when there is none, as for NaN. */
    static @Nullable String write(Run run, @Nullable Object value, boolean html, boolean pretty) {
        JsonWriter writer = new JsonWriter(run.text(), html, pretty);
        return writer.value(value, 0) ? writer.out.toString() : null;
    }

    private boolean value(@Nullable Object value, int depth) {
        if (depth > Run.DEEPEST) {
            throw new RenderException("lists and maps nest more than " + Run.DEEPEST + " deep");
        }
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Double number) {
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return false;
            }
            out.append(JsonText.of(number));
        } else if (value instanceof GoList list) {
            return list(list, depth);
        } else if (value instanceof GoMap map) {
            return map(map, depth);
        } else if (value instanceof GoTime time) {
            string(time.json());
        } else if (value instanceof SizedInt sized) {
            out.append(Long.toString(sized.value()));
        } else {
            out.append(String.valueOf(value));
        }
        return true;
    }

    private boolean list(GoList list, int depth) {
        out.append('[');
        boolean first = true;
        for (Object item : list.items()) {
            separate(first, depth + 1);
            first = false;
            if (!value(item, depth + 1)) {
                return false;
            }
        }
        close(first, depth, ']');
        return true;
    }

    private boolean map(GoMap map, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, @Nullable Object> entry : map.entries().entrySet()) {
            separate(first, depth + 1);
            first = false;
            string(entry.getKey());
            out.append(pretty ? ": " : ":");
            if (!value(entry.getValue(), depth + 1)) {
                return false;
            }
        }
        close(first, depth, '}');
        return true;
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        if (pretty) {
            out.append('\n').repeat(' ', 2L * depth);
        }
    }

    private void close(boolean empty, int depth, char bracket) {
        if (pretty && !empty) {
            out.append('\n').repeat(' ', 2L * depth);
        }
        out.append(bracket);
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int simple = "\"\\\b\f\n\r\t".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(simple));
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || (html && (c == '<' || c == '>' || c == '&'))) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
