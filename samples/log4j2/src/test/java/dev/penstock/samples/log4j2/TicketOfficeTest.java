package dev.penstock.samples.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TicketOfficeTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String run(String lokiUrl) {
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            assertThat(TicketOffice.run(lokiUrl, out)).isTrue();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutLokiItShowsWhatTheEmbeddedBackendStored() {
        assertThat(run(null))
                .contains("accepted=27 delivered=27 dropped=0 pending=0")
                .contains("DEBUG seat 12 is held")
                .contains("customer=c-1200", "marker=MONEY", "price=18")
                .contains("IllegalStateException: out of paper");
    }

    @Test
    void anotherLokiGetsTheSame() {
        try (EmbeddedBackend loki = EmbeddedBackend.start()) {
            assertThat(run(loki.url())).contains("shipped to " + loki.url());
            assertThat(loki.loki().count()).isEqualTo(27);
        }
    }
}
