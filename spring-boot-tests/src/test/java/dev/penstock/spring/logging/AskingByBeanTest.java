package dev.penstock.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.spring.LokiConnectionDetails;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.LokiAssertions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;

/** A test of an application's with a backend of its own, as Testcontainers gives it one. */
@DirtiesContext
@SpringBootTest(
        classes = AskingByBeanTest.Loki.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"penstock.enabled=true", "penstock.loki.url=${url.of.the.application}"})
class AskingByBeanTest {

    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();
    private static final EmbeddedBackend OF_THE_APPLICATION = EmbeddedBackend.start();

    static {
        System.setProperty("url.of.the.application", OF_THE_APPLICATION.url());
    }

    @Configuration(proxyBeanMethods = false)
    static class Loki {

        @Bean
        LokiConnectionDetails loki() {
            return BACKEND::url;
        }
    }

    @Test
    void ships() {
        LoggerFactory.getLogger(AskingByBeanTest.class).error("open");

        LokiAssertions.assertThat(BACKEND).within(Duration.ofSeconds(20)).hasLine("open");
        LokiAssertions.assertThat(BACKEND).hasLineContaining("Starting ");
        assertThat(OF_THE_APPLICATION.requests()).isEmpty();
    }
}
