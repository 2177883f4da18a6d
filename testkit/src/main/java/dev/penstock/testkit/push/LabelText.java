package dev.penstock.testkit.push;

import dev.penstock.testkit.store.Labels;
import java.util.TreeMap;

/**
 * Parses the label text of a stream by the grammar Loki borrows from Prometheus ({@code promql/parser}).
 *
 * <p>It is a little stricter in two places: a metric name before the braces and names in quotes are refused.
 */
final class LabelText {

    private final String text;
    private final LabelTokens tokens;

    private LabelText(String text) {
        this.text = text;
        this.tokens = new LabelTokens(text);
    }

    /**
     * Reads {@code {name="value", …}}; a label without a value is as good as absent.
     *
     * @throws LabelTextException if it cannot be read, which costs the whole request
     */
    static ParsedLabels parse(String text) throws LabelTextException {
        return new LabelText(text).parse();
    }

    private ParsedLabels parse() throws LabelTextException {
        TreeMap<String, String> labels = new TreeMap<>();
        String duplicate = "";
        if (tokens.next() == LabelTokens.Kind.END) {
            return new ParsedLabels(Labels.EMPTY, duplicate);
        }
        if (tokens.kind() != LabelTokens.Kind.OPEN) {
            throw unexpected("");
        }
        tokens.next();
        while (tokens.kind() != LabelTokens.Kind.CLOSE) {
            String name = want(LabelTokens.Kind.NAME, "identifier or \"}\"");
            want(LabelTokens.Kind.EQUALS, "\"=\"");
            String value = want(LabelTokens.Kind.STRING, "string");
            if (labels.put(name, value) != null) {
                duplicate = name;
            }
            if (tokens.kind() == LabelTokens.Kind.COMMA) {
                tokens.next();
            } else if (tokens.kind() != LabelTokens.Kind.CLOSE) {
                throw unexpected(" in label set, expected \",\" or \"}\"");
            }
        }
        if (tokens.next() != LabelTokens.Kind.END) {
            throw unexpected("");
        }
        labels.values().removeIf(String::isEmpty);
        return new ParsedLabels(Labels.of(labels), duplicate);
    }

    private String want(LabelTokens.Kind kind, String expected) throws LabelTextException {
        if (tokens.kind() != kind) {
            throw unexpected(" in label set, expected " + expected);
        }
        String value = tokens.value();
        tokens.next();
        return value;
    }

    private LabelTextException unexpected(String where) {
        return new LabelTextException(text, tokens.start(), "unexpected " + tokens.describe() + where);
    }

    /** The labels, and the name that was there twice if one was: that costs the stream. */
    record ParsedLabels(Labels labels, String duplicate) {}
}
