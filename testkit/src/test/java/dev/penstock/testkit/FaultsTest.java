package dev.penstock.testkit;

import static dev.penstock.testkit.Pusher.entry;
import static dev.penstock.testkit.Pusher.protobuf;
import static dev.penstock.testkit.Pusher.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void queueIsFollowedInOrderAndThenAllIsWell() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults()
                    .next(2, Fault.status(503))
                    .next(Fault.status(429).retryAfter("3").body("slow down"));

            assertThat(push(backend).statusCode()).isEqualTo(503);
            assertThat(push(backend).statusCode()).isEqualTo(503);
            HttpResponse<String> third = push(backend);
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).contains("3");
            assertThat(third.body()).isEqualTo("slow down");
            assertThat(backend.loki().count()).isZero();
            assertThat(backend.faults().pending()).isZero();
            assertThat(push(backend).statusCode()).isEqualTo(204);
            assertThat(backend.requests()).extracting(ReceivedRequest::status).containsExactly(503, 503, 429, 204);
        }
    }

    @Test
    void resetsStoreNothingButTheOneThatSaysSo() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            // java.net.http resends once on its own when a reused connection is reset, so the fault stands.
            for (Fault fault : new Fault[] {Fault.reset(), Fault.resetMidBody()}) {
                backend.faults().always(fault);
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> push(backend));
                assertThat(backend.loki().count()).as(fault.toString()).isZero();
            }
            backend.faults().always(Fault.storeThenReset());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> push(backend));
            assertThat(backend.loki().count()).isPositive();
        }
    }

    @Test
    void heldRequestIsCutWhenTheScriptIsCleared() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults().always(Fault.noAnswer());
            CompletableFuture<HttpResponse<String>> push = CompletableFuture.supplyAsync(() -> unchecked(backend));
            await().until(() -> !backend.requests().isEmpty());
            assertThat(push).isNotDone();

            backend.faults().clear();

            // Cut off, or resent by the client on its own and answered then.
            await().until(push::isDone);
            assertThat(backend.requests().get(0).status()).isZero();
        }
    }

    @Test
    void stoppingEndsDelaysAndHoldsAtOnce() throws Exception {
        EmbeddedBackend backend = EmbeddedBackend.start();
        backend.faults().next(Fault.delay(Duration.ofHours(1))).next(Fault.noAnswer());
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> unchecked(backend));
        CompletableFuture<HttpResponse<String>> second = CompletableFuture.supplyAsync(() -> unchecked(backend));
        await().until(() -> backend.faults().pending() == 0);

        backend.close();

        await().until(() -> first.isDone() && second.isDone());
        assertThat(first).isCompletedExceptionally();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("penstock-testkit-"))
                .allMatch(Thread::isDaemon);
    }

    @Test
    void closingLeavesNoThread() throws Exception {
        Set<Thread> before = threads();
        EmbeddedBackend backend = EmbeddedBackend.start();
        push(backend);
        assertThat(threads()).hasSizeGreaterThan(before.size());

        backend.close();

        await().until(() -> before.containsAll(threads()));
    }

    @Test
    void delayedRequestIsStored() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults().next(Fault.delay(Duration.ofMillis(20)));
            assertThat(push(backend).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void ruleHitsTheRequestsItFits() throws Exception {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            backend.faults().when(request -> request.tenant().equals("red"), Fault.status(500));

            assertThat(push(backend, "red").statusCode()).isEqualTo(500);
            assertThat(push(backend, "blue").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void outageRefusesConnectionsAndKeepsWhatIsStored() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            String url = backend.url();
            push(backend);
            backend.stop();
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> push(backend));
            backend.restart();

            assertThat(backend.url()).isEqualTo(url);
            assertThat(push(backend).statusCode()).isEqualTo(204);
            assertThat(backend.loki().count()).isEqualTo(2);
        }
    }

    @Test
    void onlyAStatusHasHeaders() {
        assertThatThrownBy(() -> Fault.reset().retryAfter("1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only Fault.status");
        assertThatThrownBy(() -> Fault.status(99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void credentialsAreDemandedButNotPrinted() throws Exception {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().basicAuth("u", "secret").start()) {
            assertThat(push(backend).statusCode()).isEqualTo(401);
            LokiClient client =
                    LokiClient.builder(backend.url()).basicAuth("u", "secret").build();
            Pusher.post(backend.lokiPushUrl(), new byte[0], "Authorization", "Basic dTpzZWNyZXQ=");

            assertThat(client.count("{app=\"a\"}", Duration.ofMinutes(1))).isZero();
            assertThat(backend.requests().toString())
                    .contains("Authorization: <hidden>")
                    .doesNotContain("dTpzZWNyZXQ=");
        }
    }

    private static HttpResponse<String> push(EmbeddedBackend backend) throws Exception {
        return protobuf(backend, stream("{app=\"a\"}", entry("x")));
    }

    private static HttpResponse<String> push(EmbeddedBackend backend, String tenant) throws Exception {
        return Pusher.post(
                backend.lokiPushUrl(),
                Pusher.body(stream("{app=\"a\"}", entry("x"))),
                "Content-Type",
                Pusher.PROTOBUF,
                "X-Scope-OrgID",
                tenant);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("penstock-testkit-"))
                .collect(Collectors.toSet());
    }

    private static HttpResponse<String> unchecked(EmbeddedBackend backend) {
        try {
            return push(backend);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
