package dev.penstock.spring.logging;

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
        properties = "penstock.enabled=true")
class AskingByPropertyTest {

    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();

    @DynamicPropertySource
    static void url(DynamicPropertyRegistry registry) {
        registry.add("penstock.loki.url", BACKEND::url);
    }

    @Test
    void ships() {
        LoggerFactory.getLogger(AskingByPropertyTest.class).error("open");

        LokiAssertions.assertThat(BACKEND).within(Duration.ofSeconds(20)).hasLine("open");
        LokiAssertions.assertThat(BACKEND).hasLineContaining("Starting ");
    }
}
