package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.LokiLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tenant's rate limit in bytes refuses a request as a whole, and one larger than the limit for ever. */
class RateLimitTest {

    private static final int LIMIT = 200_000;

    @Test
    void aRequestLargerThanTheLimitIsSentInParts() {
        LokiLimits limits = LokiLimits.builder().ingestionRate(LIMIT, LIMIT).build();
        try (EmbeddedBackend backend = EmbeddedBackend.builder().limits(limits).start();
                LogShipper shipper = LogShipper.builder(backend.url())
                        .listener((severity, message) -> {})
                        .settings(s -> s.batchWait(Duration.ofMinutes(1)).minBackoff(Duration.ofMillis(100)))
                        .build()) {
            String rest = "x".repeat(500);
            for (int i = 0; i < 1000; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), i + rest, Map.of());
            }

            assertThat(shipper.flush(Duration.ofSeconds(60))).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(1000);
            assertThat(shipper.stats().dropped()).isZero();
            assertThat(backend.loki().count()).isEqualTo(1000);
        }
    }
}
