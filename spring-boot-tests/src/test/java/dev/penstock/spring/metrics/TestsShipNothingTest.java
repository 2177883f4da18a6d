package dev.penstock.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.MetricAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tests ship metrics only when they ask for it. Their contexts are closed: a shipper that goes on is seen by other tests. */
class TestsShipNothingTest {

    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();

    @AfterAll
    static void stopBackend() {
        BACKEND.close();
    }

    @Nested
    @DirtiesContext
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    class Quiet {

        @DynamicPropertySource
        static void backend(DynamicPropertyRegistry properties) {
            properties.add("penstock.remote-write.url", BACKEND::url);
        }

        @Test
        void nothingIsShipped(@Autowired ObjectProvider<RemoteWriteMeterRegistry> registry) {
            assertThat(registry.getIfAvailable()).isNull();
        }
    }

    @Nested
    @DirtiesContext
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {"penstock.enabled=true", "penstock.remote-write.step=200ms"})
    class Asking {

        @DynamicPropertySource
        static void backend(DynamicPropertyRegistry properties) {
            properties.add("penstock.remote-write.url", BACKEND::url);
        }

        @Test
        void metricsArrive(@Autowired RemoteWriteMeterRegistry registry) {
            registry.counter("tested").increment();

            MetricAssertions.assertThat(BACKEND).hasValue("tested_total", 1);
        }
    }

    @Configuration
    @EnableAutoConfiguration
    static class App {}
}
