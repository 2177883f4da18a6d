package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.one2;
import static dev.penstock.testkit.RemoteWrites.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Remote write has a script of its own. */
@ExtendWith(EmbeddedBackendExtension.class)
class MetricFaultsTest {

    @Test
    void scriptsOfLogsAndOfMetricsAreApart(EmbeddedBackend backend) throws Exception {
        backend.metricFaults()
                .next(Fault.status(503).retryAfter("7").header("X-Other", "y"))
                .next(Fault.status(200));
        backend.faults().always(Fault.status(500));

        HttpResponse<String> first = push(backend);
        HttpResponse<String> lie = push(backend);

        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("Retry-After")).contains("7");
        assertThat(lie.statusCode()).isEqualTo(200);
        assertThat(RemoteWrites.written(lie)).isEqualTo("-/-/-");
        assertThat(backend.metrics().sampleCount()).isZero();
        assertThat(push(backend).statusCode()).isEqualTo(204);
        assertThat(backend.metricRequests()).extracting(ReceivedRequest::status).containsExactly(503, 200, 204);
        assertThat(backend.requests()).isEmpty();
        assertThat(backend.faults().pending()).isZero();
    }

    @Test
    void networkFailsAsItDoesForLogs(EmbeddedBackend backend) throws Exception {
        // java.net.http resends once on its own when a reused connection is reset, so the fault stands.
        for (Fault fault : new Fault[] {Fault.reset(), Fault.resetMidBody()}) {
            backend.metricFaults().always(fault);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> push(backend));
            assertThat(backend.metrics().sampleCount()).as(fault.toString()).isZero();
        }
        backend.metricFaults().always(Fault.storeThenReset());
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> push(backend));
        assertThat(backend.metrics().sampleCount()).isEqualTo(1);
        backend.metricFaults().clear();
        backend.metricFaults().next(Fault.delay(Duration.ofMillis(20)));
        assertThat(push(backend).statusCode()).isEqualTo(204);
        assertThat(backend.metrics().duplicateCount()).isPositive();
    }

    @Test
    void requestThatIsHeldIsCutWhenTheScriptIsCleared(EmbeddedBackend backend) throws Exception {
        backend.metricFaults().always(Fault.noAnswer());
        CompletableFuture<HttpResponse<String>> push = CompletableFuture.supplyAsync(() -> {
            try {
                return push(backend);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> !backend.metricRequests().isEmpty());
        assertThat(push).isNotDone();

        backend.metricFaults().clear();

        await().until(push::isDone);
    }

    @Test
    void rulesSeeTheRequest(EmbeddedBackend backend) throws Exception {
        backend.metricFaults()
                .when(
                        request -> "2.0.0".equals(request.header("X-Prometheus-Remote-Write-Version")),
                        Fault.status(415));

        assertThat(push(backend).statusCode()).isEqualTo(415);
    }

    private static HttpResponse<String> push(EmbeddedBackend backend) throws Exception {
        return send(backend, one2(NOW, 1, "__name__", "x"));
    }
}
