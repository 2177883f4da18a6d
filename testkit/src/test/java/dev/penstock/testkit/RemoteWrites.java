package dev.penstock.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.penstock.testkit.wire.ExemplarV1;
import dev.penstock.testkit.wire.ExemplarV2;
import dev.penstock.testkit.wire.HistogramSpan;
import dev.penstock.testkit.wire.LabelV1;
import dev.penstock.testkit.wire.MetadataV2;
import dev.penstock.testkit.wire.NativeHistogram;
import dev.penstock.testkit.wire.SampleV1;
import dev.penstock.testkit.wire.SampleV2;
import dev.penstock.testkit.wire.TimeSeriesV1;
import dev.penstock.testkit.wire.TimeSeriesV2;
import dev.penstock.testkit.wire.WriteRequestV1;
import dev.penstock.testkit.wire.WriteRequestV2;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Builds remote write requests of both versions and sends them over real HTTP. */
final class RemoteWrites {

    static final long NOW = Instant.now().toEpochMilli();

    private RemoteWrites() {}

    static HttpResponse<String> send(EmbeddedBackend backend, Message request) throws Exception {
        return send(backend.remoteWriteUrl(), request);
    }

    static HttpResponse<String> send(String url, Message request, String... headers) throws Exception {
        boolean second = request instanceof WriteRequestV2;
        List<String> all = new ArrayList<>(List.of(
                "Content-Encoding",
                "snappy",
                "Content-Type",
                second ? "application/x-protobuf;proto=io.prometheus.write.v2.Request" : "application/x-protobuf",
                "X-Prometheus-Remote-Write-Version",
                second ? "2.0.0" : "0.1.0",
                "User-Agent",
                "test/1"));
        all.addAll(List.of(headers));
        return Pusher.post(url, Snappy.compress(request.toByteArray()), all.toArray(new String[0]));
    }

    static String written(HttpResponse<String> response) {
        return header(response, "Samples") + "/" + header(response, "Histograms") + "/" + header(response, "Exemplars");
    }

    private static String header(HttpResponse<String> response, String what) {
        return response.headers()
                .firstValue("X-Prometheus-Remote-Write-" + what + "-Written")
                .orElse("-");
    }

    // 1.0

    static WriteRequestV1 version1(TimeSeriesV1.Builder... series) {
        WriteRequestV1.Builder request = WriteRequestV1.newBuilder();
        for (TimeSeriesV1.Builder one : series) {
            request.addTimeseries(one);
        }
        return request.build();
    }

    static TimeSeriesV1.Builder series1(String... labels) {
        TimeSeriesV1.Builder series = TimeSeriesV1.newBuilder();
        for (int i = 0; i < labels.length; i += 2) {
            series.addLabels(label1(labels[i], labels[i + 1]));
        }
        return series;
    }

    static LabelV1 label1(String name, String value) {
        return LabelV1.newBuilder()
                .setName(ByteString.copyFromUtf8(name))
                .setValue(ByteString.copyFromUtf8(value))
                .build();
    }

    static SampleV1 sample1(long time, double value) {
        return SampleV1.newBuilder()
                .setTimestamp(time)
                .setValue(Double.doubleToRawLongBits(value))
                .build();
    }

    static ExemplarV1 exemplar1(long time, double value, String... labels) {
        ExemplarV1.Builder exemplar =
                ExemplarV1.newBuilder().setTimestamp(time).setValue(Double.doubleToRawLongBits(value));
        for (int i = 0; i < labels.length; i += 2) {
            exemplar.addLabels(label1(labels[i], labels[i + 1]));
        }
        return exemplar.build();
    }

    // 2.0

    /** A request of 2.0 under construction, with its table of symbols. */
    static final class Version2 {
        private final List<String> symbols = new ArrayList<>(List.of(""));
        private final WriteRequestV2.Builder request = WriteRequestV2.newBuilder();

        int symbol(String text) {
            if (!symbols.contains(text)) {
                symbols.add(text);
            }
            return symbols.indexOf(text);
        }

        TimeSeriesV2.Builder series(String... labels) {
            TimeSeriesV2.Builder series = request.addTimeseriesBuilder();
            for (String text : labels) {
                series.addLabelsRefs(symbol(text));
            }
            return series;
        }

        ExemplarV2 exemplar(long time, double value, String... labels) {
            ExemplarV2.Builder exemplar =
                    ExemplarV2.newBuilder().setTimestamp(time).setValue(Double.doubleToRawLongBits(value));
            for (String text : labels) {
                exemplar.addLabelsRefs(symbol(text));
            }
            return exemplar.build();
        }

        MetadataV2 metadata(int type, String help, String unit) {
            return MetadataV2.newBuilder()
                    .setType(type)
                    .setHelpRef(symbol(help))
                    .setUnitRef(symbol(unit))
                    .build();
        }

        WriteRequestV2 build() {
            return request.clone()
                    .clearSymbols()
                    .addAllSymbols(
                            symbols.stream().map(ByteString::copyFromUtf8).toList())
                    .build();
        }
    }

    static SampleV2 sample2(long time, double value) {
        return sample2(time, value, 0);
    }

    static SampleV2 sample2(long time, double value, long start) {
        return SampleV2.newBuilder()
                .setTimestamp(time)
                .setValue(Double.doubleToRawLongBits(value))
                .setStartTimestamp(start)
                .build();
    }

    /** A request of 2.0 with one series and one sample. */
    static WriteRequestV2 one2(long time, double value, String... labels) {
        Version2 request = new Version2();
        request.series(labels).addSamples(sample2(time, value));
        return request.build();
    }

    // both

    /** Counts 1, 3 and 2 in buckets 1, 2 and 5 of schema 0, and 4 in the zero bucket. */
    static NativeHistogram.Builder histogram(long time) {
        return NativeHistogram.newBuilder()
                .setTimestamp(time)
                .setCountInt(10)
                .setSum(Double.doubleToRawLongBits(42.5))
                .setSchema(0)
                .setZeroThreshold(Double.doubleToRawLongBits(0.001))
                .setZeroCountInt(4)
                .addPositiveSpans(span(1, 2))
                .addPositiveSpans(span(2, 1))
                .addPositiveDeltas(1)
                .addPositiveDeltas(2)
                .addPositiveDeltas(-1);
    }

    /** Counts 2 and 1 in the first and the last of three custom buckets. */
    static NativeHistogram.Builder customBuckets(long time) {
        return NativeHistogram.newBuilder()
                .setTimestamp(time)
                .setCountInt(3)
                .setSum(Double.doubleToRawLongBits(7))
                .setSchema(-53)
                .addCustomValues(Double.doubleToRawLongBits(1))
                .addCustomValues(Double.doubleToRawLongBits(5))
                .addPositiveSpans(span(0, 1))
                .addPositiveSpans(span(1, 1))
                .addPositiveDeltas(2)
                .addPositiveDeltas(-1);
    }

    static HistogramSpan span(int offset, int length) {
        return HistogramSpan.newBuilder().setOffset(offset).setLength(length).build();
    }
}
