package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.customBuckets;
import static dev.penstock.testkit.RemoteWrites.exemplar1;
import static dev.penstock.testkit.RemoteWrites.histogram;
import static dev.penstock.testkit.RemoteWrites.one2;
import static dev.penstock.testkit.RemoteWrites.sample1;
import static dev.penstock.testkit.RemoteWrites.sample2;
import static dev.penstock.testkit.RemoteWrites.send;
import static dev.penstock.testkit.RemoteWrites.series1;
import static dev.penstock.testkit.RemoteWrites.version1;
import static dev.penstock.testkit.RemoteWrites.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.penstock.testkit.wire.MetadataV1;
import dev.penstock.testkit.wire.NativeHistogram;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a good request leaves in the store, and what Prometheus answers to it. */
@ExtendWith(EmbeddedBackendExtension.class)
class RemoteWriteTest {

    @Test
    void version2IsStoredWithAllThatItHas(EmbeddedBackend backend) throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "http_seconds_bucket", "le", "0.5")
                .addSamples(sample2(NOW, 3, NOW - 1000))
                .addExemplars(request.exemplar(NOW, 0.25, "trace_id", "abc"))
                .setMetadata(request.metadata(3, "Time it took.", "seconds"));
        request.series("__name__", "sizes").addHistograms(histogram(NOW).setStartTimestamp(NOW - 5));

        HttpResponse<String> response = send(backend, request.build());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(written(response)).isEqualTo("1/1/1");
        MetricStore metrics = backend.metrics();
        assertThat(metrics.sampleCount()).isEqualTo(2);
        assertThat(metrics.exemplarCount()).isEqualTo(1);
        assertThat(metrics.violations()).isEmpty();
        StoredSeries bucket = metrics.select("http_seconds_bucket{le='0.5'}").get(0);
        assertThat(bucket.tenant()).isEqualTo("fake");
        assertThat(bucket.samples()).containsExactly(new StoredSample(NOW, Double.doubleToRawLongBits(3), NOW - 1000));
        assertThat(bucket.exemplars()).containsExactly(new StoredExemplar(NOW, 0.25, Map.of("trace_id", "abc")));
        assertThat(bucket.metadata()).contains(new MetricMetadata("histogram", "Time it took.", "seconds"));
        assertThat(metrics.metadata())
                .containsExactly(Map.entry(
                        "http_seconds", List.of(new MetricMetadata("histogram", "Time it took.", "seconds"))));
        StoredHistogram sizes = metrics.select("sizes").get(0).lastHistogram().orElseThrow();
        assertThat(sizes.startTimestampMillis()).isEqualTo(NOW - 5);
        assertThat(sizes.sum()).isEqualTo(42.5);
        assertThat(sizes.buckets())
                .containsExactly(
                        new StoredHistogram.Bucket(-0.001, 0.001, true, true, 4),
                        new StoredHistogram.Bucket(1, 2, false, true, 1),
                        new StoredHistogram.Bucket(2, 4, false, true, 3),
                        new StoredHistogram.Bucket(16, 32, false, true, 2));
    }

    @Test
    void version1IsStoredWithAllThatItHas(EmbeddedBackend backend) throws Exception {
        MetadataV1 metadata = MetadataV1.newBuilder()
                .setType(1)
                .setMetricFamilyName(ByteString.copyFromUtf8("a_total"))
                .setHelp(ByteString.copyFromUtf8("Ä."))
                .build();

        HttpResponse<String> response = send(
                backend,
                version1(
                                series1("__name__", "a_total", "job", "x")
                                        .addSamples(sample1(NOW, 1))
                                        .addSamples(sample1(NOW + 1, 2))
                                        .addExemplars(exemplar1(NOW, 1, "trace_id", "abc")),
                                series1("__name__", "sizes").addHistograms(histogram(NOW)))
                        .toBuilder()
                        .addMetadata(metadata)
                        .build());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(written(response)).isEqualTo("-/-/-");
        assertThat(backend.metrics().sampleCount()).isEqualTo(3);
        assertThat(backend.metrics().metadata())
                .containsExactly(Map.entry("a_total", List.of(new MetricMetadata("counter", "Ä.", ""))));
        StoredSeries series = backend.metrics().select("a_total").get(0);
        assertThat(series.labels()).containsExactly(Map.entry("__name__", "a_total"), Map.entry("job", "x"));
        assertThat(series.samples()).extracting(StoredSample::value).containsExactly(1.0, 2.0);
        assertThat(series.exemplars()).hasSize(1);
        assertThat(series.metadata()).isEmpty();
    }

    @Test
    void bitsOfNansStayWhatTheyAre(EmbeddedBackend backend) throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        for (long bits :
                new long[] {StoredSample.STALE_MARKER, 0x7ff8000000000001L, Double.doubleToRawLongBits(-0.0)}) {
            request.series("__name__", "x", "bits", Long.toHexString(bits))
                    .addSamples(sample2(NOW, 0).toBuilder().setValue(bits));
        }
        request.series("__name__", "x", "bits", "histogram")
                .addHistograms(NativeHistogram.newBuilder()
                        .setTimestamp(NOW)
                        .setCountInt(0)
                        .setSum(StoredSample.STALE_MARKER));

        assertThat(send(backend, request.build()).statusCode()).isEqualTo(204);

        assertThat(backend.metrics().select("x{bits='7ff0000000000002'}").get(0).isStale())
                .isTrue();
        StoredSeries nan =
                backend.metrics().select("x{bits='7ff8000000000001'}").get(0);
        assertThat(nan.isStale()).isFalse();
        assertThat(nan.samples().get(0).bits()).isEqualTo(0x7ff8000000000001L);
        assertThat(backend.metrics()
                        .select("x{bits='8000000000000000'}")
                        .get(0)
                        .samples()
                        .get(0)
                        .value())
                .isEqualTo(-0.0);
        assertThat(backend.metrics().select("x{bits='histogram'}").get(0).isStale())
                .isTrue();
        assertThat(backend.metrics().sampleCount()).isEqualTo(4);
    }

    @Test
    void allKindsOfHistogramsAreTaken(EmbeddedBackend backend) throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "custom").addHistograms(customBuckets(NOW));
        request.series("__name__", "floats")
                .addHistograms(NativeHistogram.newBuilder()
                        .setTimestamp(NOW)
                        .setCountFloat(Double.doubleToRawLongBits(1.5))
                        .setSum(Double.doubleToRawLongBits(3))
                        .setSchema(1)
                        .setResetHint(3)
                        .addNegativeSpans(RemoteWrites.span(0, 2))
                        .addNegativeCounts(Double.doubleToRawLongBits(1))
                        .addNegativeCounts(Double.doubleToRawLongBits(0.5)));

        assertThat(send(backend, request.build()).body()).isEmpty();

        assertThat(last(backend, "custom").buckets())
                .containsExactly(
                        new StoredHistogram.Bucket(Double.NEGATIVE_INFINITY, 1, true, true, 2),
                        new StoredHistogram.Bucket(5, Double.POSITIVE_INFINITY, false, true, 1));
        StoredHistogram floats = last(backend, "floats");
        assertThat(floats.floatCounts()).isTrue();
        assertThat(floats.resetHint()).isEqualTo(StoredHistogram.ResetHint.GAUGE);
        assertThat(floats.buckets())
                .containsExactly(
                        new StoredHistogram.Bucket(-1.4142135623730951, -1, true, false, 0.5),
                        new StoredHistogram.Bucket(-1, -0.7071067811865476, true, false, 1));
    }

    @Test
    void samplesOfLaterRequestsAreAppended(EmbeddedBackend backend) throws Exception {
        send(backend, one2(NOW, 1, "__name__", "x"));
        send(backend, one2(NOW + 1000, 2, "__name__", "x"));

        assertThat(backend.metrics().mostSamplesPerRequest()).isEqualTo(1);
        assertThat(backend.metrics().series()).hasSize(1);
        assertThat(backend.metrics().series().get(0).samples())
                .extracting(StoredSample::timestampMillis)
                .containsExactly(NOW, NOW + 1000);
    }

    @Test
    void sampleThatIsThereAlreadyIsTakenAndCounted(EmbeddedBackend backend) throws Exception {
        send(backend, one2(NOW, 1, "__name__", "x"));
        HttpResponse<String> again = send(backend, one2(NOW, 1, "__name__", "x"));

        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(written(again)).isEqualTo("1/0/0");
        assertThat(backend.metrics().sampleCount()).isEqualTo(1);
        assertThat(backend.metrics().duplicateCount()).isEqualTo(1);
    }

    @Test
    void utf8NamesAreForVersion2(EmbeddedBackend backend) throws Exception {
        assertThat(send(backend, one2(NOW, 1, "__name__", "http.größe", "a b", "c"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(backend.metrics().select("{\"http.größe\", \"a b\"=\"c\"}")).hasSize(1);
    }

    @Test
    void labelsAreSortedByTheirBytes(EmbeddedBackend backend) throws Exception {
        // In UTF-16 the surrogates of the second stand before the first.
        assertThat(send(backend, one2(NOW, 1, "__name__", "x", "\uffee", "a", "\ud83d\ude00", "b"))
                        .body())
                .isEmpty();
        assertThat(send(backend, one2(NOW, 1, "__name__", "y", "\ud83d\ude00", "b", "\uffee", "a"))
                        .body())
                .contains("labels are not sorted");
    }

    @Test
    void clearForgetsEverything(EmbeddedBackend backend) throws Exception {
        send(backend, one2(NOW, 1, "__name__", "x"));
        send(backend, one2(NOW, 1, "x", "y"));
        backend.clear();

        assertThat(backend.metrics().sampleCount()).isZero();
        assertThat(backend.metrics().series()).isEmpty();
        assertThat(backend.metrics().violationCount()).isZero();
        assertThat(backend.metricRequests()).isEmpty();
        assertThat(send(backend, one2(NOW - 1, 1, "__name__", "x")).statusCode())
                .isEqualTo(204);
    }

    private static StoredHistogram last(EmbeddedBackend backend, String selector) {
        return backend.metrics().select(selector).get(0).lastHistogram().orElseThrow();
    }
}
