package dev.penstock.benchmarks.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads Loki's JSON push request. */
final class LokiJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private record Value(String line, Map<String, String> metadata) {}

    private LokiJson() {}

    static void decode(byte[] bytes, Consumer<ReceivedLine> out) throws IOException {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                json.nextToken(); // "streams" is the only field
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    stream(json, out);
                }
            }
        }
    }

    private static void stream(JsonParser json, Consumer<ReceivedLine> out) throws IOException {
        Map<String, String> labels = Map.of();
        List<Value> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isLabels = json.currentName().equals("stream");
            json.nextToken();
            if (isLabels) {
                labels = pairs(json);
            } else {
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    values.add(value(json));
                }
            }
        }
        for (Value each : values) {
            out.accept(new ReceivedLine(each.line(), labels, each.metadata()));
        }
    }

    private static Value value(JsonParser json) throws IOException {
        json.nextToken(); // the time
        json.nextToken();
        String line = json.getText();
        Map<String, String> metadata = Map.of();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            metadata = pairs(json);
        }
        return new Value(line, metadata);
    }

    private static Map<String, String> pairs(JsonParser json) throws IOException {
        Map<String, String> pairs = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            pairs.put(name, json.getText());
        }
        return pairs;
    }
}
