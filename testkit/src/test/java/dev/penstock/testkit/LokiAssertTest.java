package dev.penstock.testkit;

import static dev.penstock.testkit.Pusher.entry;
import static dev.penstock.testkit.Pusher.protobuf;
import static dev.penstock.testkit.Pusher.stream;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedBackendExtension.class)
class LokiAssertTest {

    @Test
    void passesOnceTheEntriesAreThere(EmbeddedBackend backend) {
        LokiAssertions.assertThat(backend).isEmpty();
        CompletableFuture<?> push = CompletableFuture.runAsync(() -> {
            try {
                protobuf(backend, stream("{app=\"shop\", env=\"prod\"}", entry("hello world", "user", "ann")));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        LokiAssertions.assertThat(backend).hasEntries(1).stream("app", "shop", "env", "prod")
                .withMetadata("user", "ann")
                .hasLine("hello world")
                .hasLineContaining("lo wo")
                .hasAtLeastEntries(1)
                .hasEntry(entry -> entry.labels().containsKey("service_name"));
        push.join();
    }

    @Test
    void failureShowsWhatIsStoredAndWhatWasRefused(EmbeddedBackend backend) throws Exception {
        protobuf(backend, stream("{app=\"shop\"}", entry("hello")));
        protobuf(backend, stream("{a-b=\"x\"}", entry("bad")));

        assertThatThrownBy(() -> LokiAssertions.assertThat(backend)
                        .within(Duration.ZERO)
                        .withLabel("app", "cart")
                        .hasEntries(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 entries with label app=cart within PT0S")
                .hasMessageContaining("<hello>")
                .hasMessageContaining("1 were refused")
                .hasMessageContaining("400 couldn't parse labels: 1:3");
    }

    @Test
    void emptyFailsAtOnceWhenThereIsSomething(EmbeddedBackend backend) throws Exception {
        protobuf(backend, stream("{app=\"shop\"}", entry("100% hello")));

        assertThatThrownBy(() -> LokiAssertions.assertThat(backend).isEmpty()).hasMessageContaining("100% hello");
        LokiAssertions.assertThat(backend).withLabel("app", "cart").isEmpty();
    }
}
