package dev.penstock.testkit.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the JSON form as strictly as Loki: one malformed entry and the request is lost. */
final class JsonPush {

    private static final String NO_STRING = "Value is string, but can't find closing '\"' symbol";
    private static final String NO_OBJECT = "Value looks like object, but can't find closing '}' symbol";
    private static final String NO_ARRAY = "Value looks like array, but can't find closing ']' symbol";
    private static final String NO_VALUE =
            "Value looks like Number/Boolean/None, but can't find its end (',' or '}' symbol)";
    private static final String BAD_ESCAPE = "Encountered an invalid escape sequence in a string";

    /** Where an entry without a timestamp ends up: at Go's zero time, which is always too old. */
    private static final long NO_TIME = Long.MIN_VALUE;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(PushDecoder.MOST_BYTES)
                    .build())
            .build();

    private final JsonParser json;

    private JsonPush(JsonParser json) {
        this.json = json;
    }

    static List<PushedStream> decode(byte[] body) throws PushRefusedException {
        // Loki does not look for UTF-8 here either: decoding first turns what is not into U+FFFD.
        String text = new String(body, StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonPush(parser).request();
        } catch (IOException e) {
            throw refused(e.getMessage() == null ? "EOF" : firstLine(e.getMessage()));
        }
    }

    private List<PushedStream> request() throws IOException, PushRefusedException {
        List<PushedStream> streams = new ArrayList<>();
        JsonToken first = json.nextToken();
        if (first == null) {
            throw new PushRefusedException(400, "EOF");
        }
        expect(first, JsonToken.START_OBJECT, NO_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (!"streams".equals(key) || value == JsonToken.VALUE_NULL) {
                json.skipChildren();
                continue;
            }
            expect(value, JsonToken.START_ARRAY, NO_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                streams.add(stream());
            }
        }
        if (json.nextToken() != null) {
            throw refused("there are bytes left after unmarshal");
        }
        return streams;
    }

    private PushedStream stream() throws IOException, PushRefusedException {
        expect(json.currentToken(), JsonToken.START_OBJECT, NO_OBJECT);
        String labels = "";
        List<PushedLine> lines = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if ("stream".equals(key)) {
                labels = GoText.labels(labels(value));
            } else if ("values".equals(key) && value != JsonToken.VALUE_NULL) {
                expect(value, JsonToken.START_ARRAY, NO_ARRAY);
                lines = lines();
            } else {
                json.skipChildren();
            }
        }
        return new PushedStream(labels, lines);
    }

    /** Loki takes a number or a boolean for a label value by its text. */
    private Map<String, String> labels(JsonToken value) throws IOException, PushRefusedException {
        expect(value, JsonToken.START_OBJECT, NO_OBJECT);
        Map<String, String> labels = new TreeMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = checked(json.currentName());
            if (!json.nextToken().isScalarValue()) {
                throw refused(NO_VALUE);
            }
            labels.put(name, checked(json.getText()));
        }
        return labels;
    }

    private List<PushedLine> lines() throws IOException, PushRefusedException {
        List<PushedLine> lines = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                lines.add(line());
            }
        }
        return lines;
    }

    private PushedLine line() throws IOException, PushRefusedException {
        expect(json.currentToken(), JsonToken.START_ARRAY, NO_ARRAY);
        long nanos = NO_TIME;
        String line = "";
        List<PushedLine.Pair> metadata = List.of();
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == 0) {
                nanos = timestamp(string());
            } else if (i == 1) {
                line = string();
            } else if (i == 2) {
                metadata = metadata();
            } else {
                json.skipChildren();
            }
        }
        return new PushedLine(nanos, line, length(line), metadata);
    }

    private List<PushedLine.Pair> metadata() throws IOException, PushRefusedException {
        expect(json.currentToken(), JsonToken.START_OBJECT, NO_OBJECT);
        List<PushedLine.Pair> pairs = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = checked(json.currentName());
            json.nextToken();
            String value = string();
            pairs.add(new PushedLine.Pair(name, value, length(name) + length(value)));
        }
        return pairs;
    }

    private String string() throws IOException, PushRefusedException {
        expect(json.currentToken(), JsonToken.VALUE_STRING, NO_STRING);
        return checked(json.getText());
    }

    private static long timestamp(String digits) throws PushRefusedException {
        if (!digits.matches("-?[0-9]+")) {
            throw refused(NO_VALUE);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw refused("Value is number, but overflowed while parsing");
        }
    }

    /** Half a surrogate pair can come from an escape only, and Loki's parser does not take it. */
    private static String checked(String text) throws PushRefusedException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw refused(BAD_ESCAPE);
                }
                i++;
            }
        }
        return text;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void expect(JsonToken is, JsonToken wanted, String otherwise) throws PushRefusedException {
        if (is != wanted) {
            throw refused(otherwise);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static PushRefusedException refused(String why) {
        return new PushRefusedException(
                400, "loghttp.PushRequest.Streams: []loghttp.LogProtoStream: unmarshalerDecoder: " + why);
    }
}
