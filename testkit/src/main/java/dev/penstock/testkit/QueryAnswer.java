package dev.penstock.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.testkit.push.GoText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the JSON of an answer to a query, which Loki has from Prometheus: streams, a vector or a matrix. */
final class QueryAnswer {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<LogEntry> entries = new ArrayList<>();
    private final List<LogSample> samples = new ArrayList<>();
    private String type = "";

    private QueryAnswer() {}

    static QueryAnswer parse(String body) throws IOException {
        QueryAnswer answer = new QueryAnswer();
        try (JsonParser json = FACTORY.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = json.currentName().equals("data");
                if (json.nextToken() == JsonToken.START_OBJECT && data) {
                    answer.data(json);
                } else {
                    json.skipChildren();
                }
            }
        }
        return answer;
    }

    /** {@code streams}, {@code vector}, {@code matrix} or nothing. */
    String type() {
        return type;
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    List<LogSample> samples() {
        return List.copyOf(samples);
    }

    private void data(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("resultType")) {
                type = json.getText();
            } else if (field.equals("result") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    result(json);
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void result(JsonParser json) throws IOException {
        Map<String, String> labels = Map.of();
        List<String[]> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if ((field.equals("stream") || field.equals("metric")) && token == JsonToken.START_OBJECT) {
                labels = labels(json);
            } else if (field.equals("values") && token == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    values.add(pair(json));
                }
            } else if (field.equals("value") && token == JsonToken.START_ARRAY) {
                values.add(pair(json));
            } else {
                json.skipChildren();
            }
        }
        boolean logs = values.stream().findFirst().isPresent() && type.equals("streams");
        for (String[] value : values) {
            if (logs) {
                entries.add(new LogEntry(GoText.instant(Long.parseLong(value[0])), value[1], labels));
            } else {
                samples.add(new LogSample(seconds(value[0]), labels, number(value[1])));
            }
        }
    }

    private static Map<String, String> labels(JsonParser json) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            labels.put(name, json.getText());
        }
        return Collections.unmodifiableMap(labels);
    }

    private static String[] pair(JsonParser json) throws IOException {
        json.nextToken();
        String first = json.getText();
        json.nextToken();
        String second = json.getText();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            json.skipChildren(); // some versions add the metadata as a third element
        }
        return new String[] {first, second};
    }

    private static Instant seconds(String text) {
        return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
