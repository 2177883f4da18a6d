package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class PrometheusClientTest {

    @Test
    void anEmptyBackendHasNothing() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Assertions.assertThat(PrometheusClient.of(backend.url()).query("up"))
                    .isEmpty();
            Assertions.assertThat(PrometheusClient.of(backend.url() + "/prometheus/")
                            .tenant("a")
                            .query("up[5m]"))
                    .isEmpty();
        }
    }

    @Test
    void aBadQueryIsRefusedInTheBackendsWords() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            assertThatThrownBy(() -> PrometheusClient.of(backend.url()).query("up{"))
                    .isInstanceOf(PrometheusQueryException.class)
                    .hasMessageContaining("HTTP 400");
        }
    }

    @Test
    void nobodyThereIsNoAnswer() {
        assertThatThrownBy(() -> PrometheusClient.of("http://127.0.0.1:1").query("up"))
                .isInstanceOf(PrometheusQueryException.class)
                .hasMessageContaining("127.0.0.1:1");
    }
}
