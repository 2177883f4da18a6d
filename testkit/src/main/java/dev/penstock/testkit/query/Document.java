package dev.penstock.testkit.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.testkit.store.Labels;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes results as Loki's JSON. */
final class Document {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Document() {}

    /** One result per label set, the structured metadata among the labels. */
    static String streams(List<FoundEntry> entries) throws IOException {
        Map<Labels, List<FoundEntry>> streams = new LinkedHashMap<>();
        for (FoundEntry entry : entries) {
            streams.computeIfAbsent(entry.labels(), labels -> new ArrayList<>()).add(entry);
        }
        return result("streams", json -> {
            for (Map.Entry<Labels, List<FoundEntry>> stream : streams.entrySet()) {
                json.writeStartObject();
                labels(json, "stream", stream.getKey());
                json.writeArrayFieldStart("values");
                for (FoundEntry entry : stream.getValue()) {
                    json.writeStartArray();
                    json.writeString(Long.toString(entry.nanos()));
                    json.writeString(entry.line());
                    json.writeEndArray();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        });
    }

    static String vector(Map<Labels, Map<Long, Double>> series) throws IOException {
        return result("vector", json -> {
            for (Map.Entry<Labels, Map<Long, Double>> one : series.entrySet()) {
                for (Map.Entry<Long, Double> value : one.getValue().entrySet()) {
                    json.writeStartObject();
                    labels(json, "metric", one.getKey());
                    json.writeFieldName("value");
                    sample(json, value);
                    json.writeEndObject();
                }
            }
        });
    }

    static String matrix(Map<Labels, Map<Long, Double>> series) throws IOException {
        return result("matrix", json -> {
            for (Map.Entry<Labels, Map<Long, Double>> one : series.entrySet()) {
                json.writeStartObject();
                labels(json, "metric", one.getKey());
                json.writeArrayFieldStart("values");
                for (Map.Entry<Long, Double> value : one.getValue().entrySet()) {
                    sample(json, value);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        });
    }

    /** Names or values; Loki leaves {@code data} out when there are none. */
    static String texts(Collection<String> texts) throws IOException {
        return document(json -> {
            if (!texts.isEmpty()) {
                json.writeArrayFieldStart("data");
                for (String text : texts) {
                    json.writeString(text);
                }
                json.writeEndArray();
            }
        });
    }

    static String series(Collection<Labels> series) throws IOException {
        return document(json -> {
            json.writeArrayFieldStart("data");
            for (Labels labels : series) {
                object(json, labels);
            }
            json.writeEndArray();
        });
    }

    private static String result(String type, Content result) throws IOException {
        return document(json -> {
            json.writeObjectFieldStart("data");
            json.writeStringField("resultType", type);
            json.writeArrayFieldStart("result");
            result.writeTo(json);
            json.writeEndArray();
            json.writeObjectFieldStart("stats");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String document(Content content) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", "success");
            content.writeTo(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void labels(JsonGenerator json, String field, Labels labels) throws IOException {
        json.writeFieldName(field);
        object(json, labels);
    }

    private static void object(JsonGenerator json, Labels labels) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    /** Times are seconds with three decimals, values are strings. */
    private static void sample(JsonGenerator json, Map.Entry<Long, Double> value) throws IOException {
        json.writeStartArray();
        json.writeNumber(plain(BigDecimal.valueOf(Math.floorDiv(value.getKey(), 1_000_000L), 3)));
        json.writeString(plain(BigDecimal.valueOf(value.getValue())));
        json.writeEndArray();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
