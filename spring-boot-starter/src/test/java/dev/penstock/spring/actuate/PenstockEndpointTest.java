package dev.penstock.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.check.CheckReport;
import dev.penstock.check.Step;
import dev.penstock.health.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** The endpoint's answers, to the letter: dashboards and scripts read them. */
class PenstockEndpointTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shippersAreToldInThisForm() throws Exception {
        PenstockEndpoint endpoint = endpoint(List.of(new FakeShipper("PENSTOCK", Health.degraded("late"))), List.of());

        assertThat(json.readTree(json.writeValueAsString(endpoint.shippers()))).isEqualTo(json.readTree("""
                        {"shippers": [{
                          "name": "PENSTOCK",
                          "kind": "logs",
                          "url": "http://loki:3100/loki/api/v1/push",
                          "tenant": "",
                          "status": "DEGRADED",
                          "reason": "late",
                          "ledger": {
                            "accepted": 0, "delivered": 0, "pending": 0,
                            "dropped": {
                              "queue_full": 0, "buffer_full": 0, "too_large": 0, "rejected": 0,
                              "retries_exhausted": 0, "expired": 0, "rate_limited": 0, "stage": 0,
                              "shutdown": 0, "internal_error": 0}},
                          "sentBytes": 0,
                          "retries": 0,
                          "buffer": {"bytes": 100, "limit": 1000, "onDiskRecords": 0, "onDiskBytes": 0},
                          "lastSuccess": "2026-01-02T03:04:06Z",
                          "lastFailure": {
                            "at": "2026-01-02T03:04:05Z", "message": "429 too many",
                            "remedy": "raise the limit", "status": 429},
                          "droppedByStages": {"noise": 4},
                          "truncatedLines": 0,
                          "demotedLabels": {},
                          "queue": {"records": 1, "limit": 8192},
                          "streams": {
                            "seen": 1,
                            "largest": [{"labels": "{app=\\"shop\\"}", "records": 12}],
                            "otherRecords": 3}
                        }]}
                        """));
    }

    @Test
    void checkIsToldInThisForm() throws Exception {
        CheckReport report = new CheckReport(
                "Loki",
                "http://loki:3100/loki/api/v1/push",
                List.of(
                        new Step("dns", Step.Status.PASSED, "loki is 10.0.0.7", ""),
                        new Step("connect", Step.Status.FAILED, "refused", "start it")));
        PenstockEndpoint endpoint = endpoint(List.of(), List.of(report));

        assertThat(json.readTree(json.writeValueAsString(endpoint.operate("check"))))
                .isEqualTo(json.readTree(json.writeValueAsString(endpoint.check())))
                .isEqualTo(json.readTree("""
                        {"passed": false,
                         "text": %s,
                         "backends": [{
                           "backend": "Loki",
                           "url": "http://loki:3100/loki/api/v1/push",
                           "passed": false,
                           "steps": [
                             {"name": "dns", "status": "passed", "message": "loki is 10.0.0.7", "remedy": ""},
                             {"name": "connect", "status": "failed", "message": "refused", "remedy": "start it"}]
                         }]}
                        """.formatted(json.writeValueAsString(report.toString()))));
    }

    @Test
    void whereNothingIsShippedTheCheckSaysWhatToSet() {
        assertThat(endpoint(List.of(), List.of()).check())
                .containsEntry("passed", false)
                .hasEntrySatisfying(
                        "text",
                        text -> assertThat(String.valueOf(text))
                                .contains("penstock.loki.url", "penstock.remote-write.url"));
    }

    /** Where nothing answers a check takes long: those who ask again and again must not queue up. */
    @Test
    void whoAsksDuringACheckGetsItsAnswer() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        PenstockEndpoint endpoint = new PenstockEndpoint(List::of, () -> {
            checks.incrementAndGet();
            awaitOpen(go);
            return List.of();
        });
        List<FutureTask<Map<String, Object>>> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FutureTask<Map<String, Object>> each = new FutureTask<>(endpoint::check);
            Thread thread = new Thread(each);
            thread.setDaemon(true);
            thread.start();
            asked.add(each);
            await().until(() -> thread.getState() == Thread.State.WAITING);
        }
        go.countDown();

        for (FutureTask<Map<String, Object>> each : asked) {
            assertThat(each.get()).containsEntry("passed", false);
        }
        assertThat(checks).hasValue(1);
        endpoint.check();
        assertThat(checks).hasValue(2);
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thereIsNoOtherOperation() {
        assertThatThrownBy(() -> endpoint(List.of(), List.of()).operate("restart"))
                .isInstanceOf(InvalidEndpointRequestException.class);
    }

    private static PenstockEndpoint endpoint(List<FakeShipper> shippers, List<CheckReport> reports) {
        return new PenstockEndpoint(() -> shippers, () -> reports);
    }
}
