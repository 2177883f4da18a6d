package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.config.validate.ValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may be configured, and what is said about what may not. */
class RemoteWriteConfigTest {

    @Test
    void defaultsAreThoseOfAPrometheusOnThisMachine() {
        assertThat(RemoteWriteConfig.DEFAULT.validate().isValid()).isTrue();
        assertThat(RemoteWriteConfig.DEFAULT.step()).isEqualTo(Duration.ofSeconds(15));
        assertThat(RemoteWriteConfig.DEFAULT.url()).isEqualTo("http://localhost:9090/api/v1/write");
        assertThat(RemoteWriteConfig.DEFAULT.expiry()).isEqualTo(Duration.ofMinutes(1));
        assertThat(RemoteWriteConfig.DEFAULT.enabled()).isTrue();
    }

    @Test
    void theStepReachesTheShipper() {
        assertThat(ConfiguredSettings.of(PushedRegistry.config(Map.of("step", "90s")), null, null)
                        .step())
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(PushedRegistry.config(Map.of("step", "90s")).expiry()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aBadValueIsNamedWithWhatIsAccepted() {
        assertThatThrownBy(() ->
                        PushedRegistry.config(Map.of("remoteTimeout", "soon")).requireValid())
                .isInstanceOf(ValidationException.class)
                .hasMessage("penstock.metrics.remoteTimeout was 'soon' but it must be a duration such as 500ms, 1s, 5m"
                        + " or 1h30m");
        assertThatThrownBy(() ->
                        PushedRegistry.config(Map.of("url", "ftp://u:p@x")).requireValid())
                .hasMessageContaining("penstock.metrics.url was 'ftp://…@x' but it must be");
        assertThatThrownBy(() -> PushedRegistry.config(Map.of("step", "often")).requireValid())
                .hasMessageStartingWith("penstock.metrics.step was 'often' but it must");
        assertThatThrownBy(() -> PushedRegistry.config(Map.of("step", "0s")).requireValid())
                .hasMessage("penstock.metrics.step was 'PT0S' but it must be a duration from 100ms to 1h");
        assertThatThrownBy(() -> PushedRegistry.config(Map.of("expiry", "0s")).requireValid())
                .hasMessage("penstock.metrics.expiry was 'PT0S' but it must be at least 1ms, such as 1m");
        assertThatThrownBy(() -> PushedRegistry.config(Map.of("bearerTokenFile", "a", "bearerToken", "s3cret"))
                        .requireValid())
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(
                        () -> PushedRegistry.config(Map.of("expiry", "later")).requireValid())
                .hasMessageStartingWith("penstock.metrics.expiry was 'later' but it must");
    }

    @Test
    void aRegistryRefusesABadConfiguration() {
        assertThatThrownBy(() -> new RemoteWriteMeterRegistry(PushedRegistry.config(Map.of("bufferSize", "much"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("penstock.metrics.bufferSize was 'much'");
    }
}
