package dev.penstock.testkit.promapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes results as Prometheus' JSON. */
final class ApiDocument {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ApiDocument() {}

    /** One point of each series, all at the time of the query. */
    static String vector(List<FoundSeries> found, long time) throws IOException {
        return result("vector", json -> {
            for (FoundSeries series : found) {
                json.writeStartObject();
                labels(json, series.labels());
                for (StoredSample sample : series.samples()) {
                    json.writeFieldName("value");
                    point(json, time, sample.value());
                }
                for (StoredHistogram histogram : series.histograms()) {
                    json.writeFieldName("histogram");
                    point(json, time, histogram);
                }
                json.writeEndObject();
            }
        });
    }

    /** All points of each series at their own times. */
    static String matrix(List<FoundSeries> found) throws IOException {
        return result("matrix", json -> {
            for (FoundSeries series : found) {
                json.writeStartObject();
                labels(json, series.labels());
                if (!series.samples().isEmpty()) {
                    json.writeArrayFieldStart("values");
                    for (StoredSample sample : series.samples()) {
                        point(json, sample.timestampMillis(), sample.value());
                    }
                    json.writeEndArray();
                }
                if (!series.histograms().isEmpty()) {
                    json.writeArrayFieldStart("histograms");
                    for (StoredHistogram histogram : series.histograms()) {
                        point(json, histogram.timestampMillis(), histogram);
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
        });
    }

    static String series(Collection<? extends Map<String, String>> series) throws IOException {
        return success(json -> {
            json.writeStartArray();
            for (Map<String, String> labels : series) {
                object(json, labels);
            }
            json.writeEndArray();
        });
    }

    static String texts(Collection<String> texts) throws IOException {
        return success(json -> {
            json.writeStartArray();
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        });
    }

    static String metadata(Map<String, List<MetricMetadata>> families) throws IOException {
        return success(json -> {
            json.writeStartObject();
            for (Map.Entry<String, List<MetricMetadata>> family : families.entrySet()) {
                json.writeArrayFieldStart(family.getKey());
                for (MetricMetadata metadata : family.getValue()) {
                    json.writeStartObject();
                    json.writeStringField("type", metadata.type());
                    json.writeStringField("help", metadata.help());
                    json.writeStringField("unit", metadata.unit());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    static String error(String text) throws IOException {
        return document(json -> {
            json.writeStringField("status", "error");
            json.writeStringField("errorType", "bad_data");
            json.writeStringField("error", text);
        });
    }

    private static String result(String type, Content result) throws IOException {
        return success(json -> {
            json.writeStartObject();
            json.writeStringField("resultType", type);
            json.writeArrayFieldStart("result");
            result.writeTo(json);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String success(Content data) throws IOException {
        return document(json -> {
            json.writeStringField("status", "success");
            json.writeFieldName("data");
            data.writeTo(json);
        });
    }

    private static String document(Content content) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void labels(JsonGenerator json, Map<String, String> labels) throws IOException {
        json.writeFieldName("metric");
        object(json, labels);
    }

    private static void object(JsonGenerator json, Map<String, String> labels) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    private static void point(JsonGenerator json, long time, double value) throws IOException {
        json.writeStartArray();
        seconds(json, time);
        json.writeString(GoNumber.format(value));
        json.writeEndArray();
    }

    private static void point(JsonGenerator json, long time, StoredHistogram histogram) throws IOException {
        json.writeStartArray();
        seconds(json, time);
        json.writeStartObject();
        json.writeStringField("count", GoNumber.format(histogram.count()));
        json.writeStringField("sum", GoNumber.format(histogram.sum()));
        List<StoredHistogram.Bucket> buckets = histogram.buckets();
        if (!buckets.isEmpty()) {
            json.writeArrayFieldStart("buckets");
            for (StoredHistogram.Bucket bucket : buckets) {
                bucket(json, bucket);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void bucket(JsonGenerator json, StoredHistogram.Bucket bucket) throws IOException {
        json.writeStartArray();
        // 0 open below, 1 open above, 2 open, 3 closed
        json.writeNumber(
                bucket.lowerInclusive() ? (bucket.upperInclusive() ? 3 : 1) : (bucket.upperInclusive() ? 0 : 2));
        json.writeString(GoNumber.format(bucket.lower()));
        json.writeString(GoNumber.format(bucket.upper()));
        json.writeString(GoNumber.format(bucket.count()));
        json.writeEndArray();
    }

    private static void seconds(JsonGenerator json, long millis) throws IOException {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        json.writeNumber(seconds.signum() == 0 ? "0" : seconds.toPlainString());
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
