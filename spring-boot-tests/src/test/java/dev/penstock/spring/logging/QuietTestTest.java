package dev.penstock.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test of an application's that knows nothing of Penstock, but for the URL in its configuration. */
@SpringBootTest(classes = Applications.Empty.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class QuietTestTest {

    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();

    @DynamicPropertySource
    static void url(DynamicPropertyRegistry registry) {
        registry.add("penstock.loki.batch-wait", () -> "1ms");
        registry.add("penstock.loki.url", BACKEND::url);
    }

    @Test
    void shipsNothing() {
        LoggerFactory.getLogger(QuietTestTest.class).error("open");

        assertThat(BACKEND.requests()).isEmpty();
    }
}
