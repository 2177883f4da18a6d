package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.one2;
import static dev.penstock.testkit.RemoteWrites.sample2;
import static dev.penstock.testkit.RemoteWrites.send;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedBackendExtension.class)
class MetricAssertTest {

    @Test
    void passesOnceTheSamplesAreThere(EmbeddedBackend backend) {
        MetricAssertions.assertThat(backend).isEmpty().hasNoViolations().hasNoSeries("up");
        CompletableFuture<?> push = CompletableFuture.runAsync(() -> {
            try {
                RemoteWrites.Version2 request = new RemoteWrites.Version2();
                request.series("__name__", "up", "job", "shop").addSamples(sample2(NOW, 1));
                request.series("__name__", "gone")
                        .addSamples(sample2(NOW, 0).toBuilder().setValue(StoredSample.STALE_MARKER));
                send(backend, request.build());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        MetricAssertions.assertThat(backend)
                .hasValue("up{job=\"shop\"}", 1)
                .hasSamples(2)
                .hasAtLeastSamples(1)
                .hasSeries("{job=~\".+\"}")
                .hasSeries("up", series -> series.exemplars().isEmpty())
                .isStale("gone")
                .tenant("fake")
                .hasSamples(2)
                .hasNoViolations();
        push.join();
    }

    @Test
    void failureShowsWhatIsStoredAndWhatWasWrong(EmbeddedBackend backend) throws Exception {
        send(backend, one2(NOW, 1.5, "__name__", "up", "job", "shop"));
        send(backend, one2(NOW, 1, "a", "b"));

        assertThatThrownBy(() -> MetricAssertions.assertThat(backend)
                        .within(Duration.ZERO)
                        .hasValue("up", 2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a series up with the value 2.0 within PT0S")
                .hasMessageContaining("it has 1 series")
                .hasMessageContaining("{__name__=up, job=shop} 1.5 @" + NOW)
                .hasMessageContaining(
                        "1 violations of the protocol\n  /api/v1/write: timeseries[0] {a=\"b\"}: no label")
                .hasMessageContaining("of the last 2 remote write requests 1 were refused");
        assertThatThrownBy(() -> MetricAssertions.assertThat(backend).hasNoViolations())
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> MetricAssertions.assertThat(backend).isEmpty()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> MetricAssertions.assertThat(backend)
                        .within(Duration.ZERO)
                        .isStale("up"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void selectorIsCheckedAtOnce(EmbeddedBackend backend) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricAssertions.assertThat(backend).hasSeries("rate(up[5m])"))
                .withMessageContaining("1:5: parse error");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend.metrics().select("up[5m]"))
                .withMessageContaining("without a range");
    }
}
