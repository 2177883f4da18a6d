package dev.penstock.prometheus;

import dev.penstock.remotewrite.GoFloat;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the client's own writers make of snapshots, as Prometheus takes it in: series without empty labels, bounds in Go's form. */
final class TextExposition {

    /** One line. */
    record Sample(
            String series,
            double value,
            @Nullable Long timestamp,
            @Nullable String exemplar) {}

    final List<Sample> samples = new ArrayList<>();
    final Map<String, String> types = new TreeMap<>();
    final Map<String, String> helps = new TreeMap<>();

    private String line = "";
    private int at;

    private TextExposition() {}

    static TextExposition of(MetricSnapshots snapshots) {
        return read(PrometheusTextFormatWriter.create(), snapshots);
    }

    static TextExposition openMetrics(MetricSnapshots snapshots) {
        return read(new OpenMetricsTextFormatWriter(false, false), snapshots);
    }

    private static TextExposition read(ExpositionFormatWriter writer, MetricSnapshots snapshots) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TextExposition exposition = new TextExposition();
        out.toString(StandardCharsets.UTF_8).lines().forEach(exposition::read);
        return exposition;
    }

    /** Series and their values. */
    Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        samples.forEach(sample -> values.put(sample.series(), sample.value()));
        return values;
    }

    /** Series and their exemplars. */
    Map<String, String> exemplars() {
        Map<String, String> exemplars = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.exemplar() != null) {
                exemplars.put(sample.series(), sample.exemplar());
            }
        }
        return exemplars;
    }

    static String series(String name, Map<String, String> labels) {
        StringBuilder text = new StringBuilder(name);
        new TreeMap<>(labels).forEach((label, value) -> {
            if (!value.isEmpty()) {
                text.append('|').append(label).append('=').append(value);
            }
        });
        return text.toString();
    }

    private void read(String each) {
        line = each;
        at = 0;
        if (each.startsWith("# TYPE ")) {
            String[] words = each.split(" ");
            types.put(words[2], words[3]);
        } else if (each.startsWith("# HELP ")) {
            String[] words = each.split(" ", 4);
            helps.put(words[2], words[3].replace("\\n", "\n").replace("\\\\", "\\"));
        } else if (!each.startsWith("#")) {
            sample();
        }
    }

    private void sample() {
        String name = until("{ ");
        Map<String, String> labels = labels();
        at++;
        double value = number(until(" "));
        Long timestamp = null;
        String exemplar = null;
        if (at < line.length() && line.charAt(at + 1) != '#') {
            at++;
            timestamp = Long.valueOf(until(" "));
        }
        if (at < line.length()) {
            at += " # ".length();
            Map<String, String> context = labels();
            at++;
            exemplar = series("", context) + " " + number(until(" "));
            if (at < line.length()) {
                at++;
                exemplar += " @" + Math.round(1000 * number(until(" ")));
            }
        }
        samples.add(new Sample(series(name, labels), value, timestamp, exemplar));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        if (line.charAt(at) != '{') {
            return labels;
        }
        at++;
        while (line.charAt(at) != '}') {
            String label = until("=");
            String value = quoted();
            boolean bound = label.equals("le") || label.equals("quantile");
            labels.put(label, bound ? GoFloat.format(number(value)) : value);
            if (line.charAt(at) == ',') {
                at++;
            }
        }
        at++;
        return labels;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at += 2;
        while (line.charAt(at) != '"') {
            char c = line.charAt(at++);
            if (c == '\\') {
                char escaped = line.charAt(at++);
                c = escaped == 'n' ? '\n' : escaped;
            }
            value.append(c);
        }
        at++;
        return value.toString();
    }

    private String until(String ends) {
        int begin = at;
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(begin, at);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
