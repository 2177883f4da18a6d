package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedBackendExtensionTest {

    @RegisterExtension
    static final EmbeddedBackendExtension SHARED = new EmbeddedBackendExtension();

    @RegisterExtension
    final EmbeddedBackendExtension own = new EmbeddedBackendExtension(settings -> settings.authEnabled(true));

    private static String url = "";

    @Test
    @Order(1)
    void firstTestLeavesTracesAndAnOutage() throws Exception {
        url = SHARED.url();
        Pusher.protobuf(SHARED.backend(), Pusher.stream("{app=\"a\"}", Pusher.entry("x")));
        SHARED.faults().always(Fault.status(500));
        assertThat(SHARED.loki().count()).isEqualTo(1);
        SHARED.backend().stop();
    }

    @Test
    @Order(2)
    void nextTestFindsTheSameBackendRunningAndEmpty() throws Exception {
        assertThat(SHARED.url()).isEqualTo(url);
        assertThat(SHARED.loki().count()).isZero();
        assertThat(SHARED.backend().requests()).isEmpty();
        assertThat(Pusher.protobuf(SHARED.backend(), Pusher.stream("{}", Pusher.entry("x")))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Order(3)
    void instanceFieldHasItsOwnSettings() throws Exception {
        assertThat(own.url()).isNotEqualTo(SHARED.url());
        assertThat(Pusher.protobuf(own.backend(), Pusher.stream("{}", Pusher.entry("x")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Nested
    class InANestedClass {

        @Test
        void theSharedOneIsTheSame() {
            assertThat(SHARED.url()).isEqualTo(url.isEmpty() ? SHARED.url() : url);
        }
    }
}
