package dev.penstock.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.LokiAssertions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test of an application's that wants its logs shipped. */
@DirtiesContext
@SpringBootTest(
        classes = Applications.Empty.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"penstock.enabled=true", "penstock.loki.url=${url.of.the.application}"})
class AskingByPropertyTest {

    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();
    private static final EmbeddedBackend OF_THE_APPLICATION = EmbeddedBackend.start();

    static {
        System.setProperty("url.of.the.application", OF_THE_APPLICATION.url());
    }

    @DynamicPropertySource
    static void url(DynamicPropertyRegistry registry) {
        registry.add("penstock.loki.url", BACKEND::url);
    }

    @Test
    void ships() {
        LoggerFactory.getLogger(AskingByPropertyTest.class).error("open");

        LokiAssertions.assertThat(BACKEND).within(Duration.ofSeconds(20)).hasLine("open");
        LokiAssertions.assertThat(BACKEND).hasLineContaining("Starting ");
        assertThat(OF_THE_APPLICATION.requests()).isEmpty();
    }
}
