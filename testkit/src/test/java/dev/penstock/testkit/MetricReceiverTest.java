package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.one2;
import static dev.penstock.testkit.RemoteWrites.sample1;
import static dev.penstock.testkit.RemoteWrites.sample2;
import static dev.penstock.testkit.RemoteWrites.send;
import static dev.penstock.testkit.RemoteWrites.series1;
import static dev.penstock.testkit.RemoteWrites.version1;
import static dev.penstock.testkit.RemoteWrites.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Message;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The manners of the receivers, where they differ. */
class MetricReceiverTest {

    private static final Message FIRST = version1(series1("__name__", "x").addSamples(sample1(NOW, 1)));
    private static final Message SECOND = one2(NOW, 1, "__name__", "x");

    @Test
    void versionThatIsNotAcceptedIsAnswered415() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.builder()
                .remoteWriteVersions(RemoteWriteVersion.V1)
                .start()) {
            HttpResponse<String> second = send(backend, SECOND);
            assertThat(second.statusCode()).isEqualTo(415);
            assertThat(second.body())
                    .contains("io.prometheus.write.v2.Request protobuf message is not accepted")
                    .contains("application/x-protobuf;proto=prometheus.WriteRequest");
            assertThat(backend.metrics().violations()).isEmpty();
            assertThat(send(backend, FIRST).statusCode()).isEqualTo(204);
        }
        try (EmbeddedBackend backend = EmbeddedBackend.builder()
                .remoteWriteVersions(RemoteWriteVersion.V2)
                .start()) {
            assertThat(send(backend, FIRST).statusCode()).isEqualTo(415);
            assertThat(send(backend, SECOND).statusCode()).isEqualTo(204);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedBackend.builder().remoteWriteVersions())
                .withMessageContaining("one or more of V1 and V2");
    }

    @Test
    void oldPrometheusAnswersVersion2WellAndStoresNothing() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.builder()
                .metricReceiver(MetricReceiver.OLD_PROMETHEUS)
                .start()) {
            HttpResponse<String> second = send(backend, SECOND);

            assertThat(second.statusCode()).isEqualTo(204);
            assertThat(written(second)).isEqualTo("-/-/-");
            assertThat(backend.metrics().sampleCount()).isZero();
            assertThat(backend.metrics().ignoredRequestCount()).isEqualTo(1);
            assertThat(send(backend, FIRST).statusCode()).isEqualTo(204);
            assertThat(backend.metrics().sampleCount()).isEqualTo(1);
        }
    }

    @Test
    void mimirStoresThePartThatIsGoodAndSaysTheFirstError() throws Exception {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().metricReceiver(MetricReceiver.MIMIR).start()) {
            HttpResponse<String> good = send(backend, FIRST);
            HttpResponse<String> first = send(
                    backend,
                    version1(
                            series1("__name__", "bad.name").addSamples(sample1(NOW, 1)),
                            series1("no", "name").addSamples(sample1(NOW, 1)),
                            series1("__name__", "good").addSamples(sample1(NOW, 1))));
            RemoteWrites.Version2 request = new RemoteWrites.Version2();
            request.series("__name__", "good").addSamples(sample2(NOW - 1, 1));
            request.series("__name__", "better").addSamples(sample2(NOW, 1));
            HttpResponse<String> second = send(backend.url() + "/api/v1/push", request.build());

            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(first.statusCode()).isEqualTo(400);
            assertThat(first.body()).contains("bad.name").doesNotContain("no label __name__");
            assertThat(second.statusCode()).isEqualTo(400);
            assertThat(second.body()).contains("out of order sample").contains("{__name__=\"good\"}");
            assertThat(written(second)).isEqualTo("1/0/0");
            assertThat(backend.metrics().series())
                    .extracting(StoredSeries::name)
                    .containsExactly("x", "good", "better");
            assertThat(backend.metrics().skippedSeriesCount()).isZero();
            assertThat(backend.metrics().violationCount()).isEqualTo(3);
        }
    }

    @Test
    void mimirSaysWhenToComeAgain() throws Exception {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().metricReceiver(MetricReceiver.MIMIR).start()) {
            backend.metricFaults()
                    .next(3, Fault.status(429))
                    .next(Fault.status(503).retryAfter("1"))
                    .next(Fault.status(503))
                    .next(Fault.status(400));

            assertThat(retryAfter(backend)).isEqualTo("6");
            assertThat(retryAfter(backend, "Retry-Attempt", "2")).isEqualTo("12");
            assertThat(retryAfter(backend, "Retry-Attempt", "40")).isEqualTo("96");
            assertThat(retryAfter(backend)).isEqualTo("1");
            assertThat(retryAfter(backend)).isEqualTo("6");
            assertThat(retryAfter(backend)).isEqualTo("none");
        }
    }

    @Test
    void tenantsAreKeptApart() throws Exception {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            assertThat(send(backend, FIRST).statusCode()).isEqualTo(401);
            send(backend.remoteWriteUrl(), FIRST, "X-Scope-OrgID", "red");
            send(backend.remoteWriteUrl(), FIRST, "X-Scope-OrgID", "blue");

            assertThat(backend.metrics().tenants()).containsExactly("blue", "red");
            assertThat(backend.metrics().series("red")).hasSize(1);
            assertThat(backend.metrics().select("blue", "x")).hasSize(1);
            assertThat(backend.metrics().select("x")).hasSize(2);
            assertThat(backend.metrics().sampleCount()).isEqualTo(2);
            assertThat(Pusher.get(backend.url() + "/api/v1/query?query=x").statusCode())
                    .isEqualTo(401);
            assertThat(Pusher.get(backend.url() + "/api/v1/query?query=x", "X-Scope-OrgID", "green")
                            .body())
                    .contains("\"result\":[]");
        }
    }

    private static String retryAfter(EmbeddedBackend backend, String... headers) throws Exception {
        return send(backend.remoteWriteUrl(), FIRST, headers)
                .headers()
                .firstValue("Retry-After")
                .orElse("none");
    }
}
