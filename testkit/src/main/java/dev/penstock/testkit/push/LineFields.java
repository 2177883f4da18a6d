package dev.penstock.testkit.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Looks for a level among the fields of a JSON or logfmt line. */
final class LineFields {

    /** How deep Loki looks into JSON. */
    private static final int DEPTH = 2;

    private static final JsonFactory FACTORY = new JsonFactory();

    private LineFields() {}

    /** The text of the field, empty when there is none. */
    static String level(String line) {
        String trimmed = line.strip();
        if (trimmed.startsWith("{") && trimmed.endsWith("}")) {
            return inJson(trimmed);
        }
        return line.indexOf('=') < 0 ? "" : inLogfmt(line);
    }

    private static String inJson(String line) {
        try (JsonParser json = FACTORY.createParser(line)) {
            int depth = 0;
            String key = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case START_OBJECT -> {
                        if (++depth > DEPTH) {
                            json.skipChildren();
                            depth--;
                        }
                    }
                    case END_OBJECT -> depth--;
                    case START_ARRAY -> json.skipChildren();
                    case FIELD_NAME -> key = json.currentName();
                    case VALUE_STRING -> {
                        if (LevelDetection.FIELDS.contains(key)) {
                            return json.getText();
                        }
                    }
                    default -> {}
                }
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String inLogfmt(String line) {
        int best = LevelDetection.FIELDS.size();
        String level = "";
        int i = 0;
        while (i < line.length()) {
            if (line.charAt(i) <= ' ') {
                i++;
                continue;
            }
            int keyEnd = i;
            while (keyEnd < line.length() && line.charAt(keyEnd) > ' ' && line.charAt(keyEnd) != '=') {
                keyEnd++;
            }
            String key = line.substring(i, keyEnd);
            i = keyEnd;
            if (i < line.length() && line.charAt(i) == '=') {
                int end = valueEnd(line, i + 1);
                int rank = rank(key);
                if (rank < best) {
                    best = rank;
                    level = unquoted(line.substring(i + 1, end));
                }
                i = end;
            }
        }
        return level;
    }

    private static int valueEnd(String line, int from) {
        if (from < line.length() && line.charAt(from) == '"') {
            for (int i = from + 1; i < line.length(); i++) {
                if (line.charAt(i) == '\\') {
                    i++;
                } else if (line.charAt(i) == '"') {
                    return i + 1;
                }
            }
            return line.length();
        }
        int end = from;
        while (end < line.length() && line.charAt(end) > ' ') {
            end++;
        }
        return end;
    }

    private static int rank(String key) {
        for (int i = 0; i < LevelDetection.FIELDS.size(); i++) {
            if (LevelDetection.FIELDS.get(i).equalsIgnoreCase(key)) {
                return i;
            }
        }
        return LevelDetection.FIELDS.size();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
