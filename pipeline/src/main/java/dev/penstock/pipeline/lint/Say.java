package dev.penstock.pipeline.lint;

import java.util.Collection;
import java.util.List;

/** Words of messages. */
final class Say {

    private Say() {}

    /** A string as it stands in a configuration: in backticks where that spares backslashes. */
    static String literal(String text) {
        boolean raw = (text.indexOf('\\') >= 0 || text.indexOf('"') >= 0) && text.indexOf('`') < 0;
        return raw ? '`' + text + '`' : quoted(text);
    }

    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }

    /** A key of a map: in quotes where it is no identifier. */
    static String key(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quoted(name);
    }

    /** {@code stage.labels { values = { a = "" } }}. */
    static String values(String stage, Collection<String> names) {
        StringBuilder text = new StringBuilder(stage).append(" { values = { ");
        boolean first = true;
        for (String each : names) {
            text.append(first ? "" : ", ").append(key(each)).append(" = \"\"");
            first = false;
        }
        return text.append(" } }").toString();
    }

    /** {@code a, b and c}. */
    static String list(List<String> texts) {
        int last = texts.size() - 1;
        return last < 1
                ? String.join("", texts)
                : String.join(", ", texts.subList(0, last)) + " and " + texts.get(last);
    }

    static String line(Step step) {
        return step.name() + " in line " + step.line();
    }
}
