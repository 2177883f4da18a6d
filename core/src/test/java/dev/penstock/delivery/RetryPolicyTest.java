package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transport.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RetryPolicy policy = new RetryPolicy(Receiver.LOKI, new Backoff(SECOND, 30 * SECOND), () -> 0.5);

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 250, 299})
    void successIsDelivered(int status) {
        assertThat(decide(status, null, 1, 0)).isEqualTo(new Verdict.Delivered());
        assertThat(decide(status, null, 9, SECOND)).isEqualTo(new Verdict.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {260, 402, 410, 415, 499, 100, 101})
    void whatWillNeverBeTakenIsRejected(int status) {
        assertThat(decide(status, "5", 1, 0)).isEqualTo(new Verdict.Reject());
    }

    @Test
    void aBadRecordIsLookedForAndALargeRequestHalved() {
        assertThat(decide(400, "5", 1, 0)).isEqualTo(new Verdict.Isolate());
        assertThat(decide(422, null, 1, 0)).isEqualTo(new Verdict.Isolate());
        assertThat(decide(413, null, 1, 0)).isEqualTo(new Verdict.Halve());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 501, 502, 503, 504, 520, 599})
    void whatPassesByItselfIsRetriedWithBackoff(int status) {
        assertThat(decide(status, null, 1, 0)).isEqualTo(new Verdict.Retry(SECOND / 2));
        assertThat(decide(status, null, 3, 0)).isEqualTo(new Verdict.Retry(2 * SECOND));
        assertThat(decide(status, null, 1000, 0)).isEqualTo(new Verdict.Retry(15 * SECOND));
    }

    @Test
    void tooManyRequestsWaitAsLongAsThePaceSays() {
        assertThat(decide(429, null, 1, 0)).isEqualTo(new Verdict.Retry(SECOND / 2));
        assertThat(decide(429, null, 1, 8 * SECOND)).isEqualTo(new Verdict.Retry(4 * SECOND));
        assertThat(decide(503, null, 1, 8 * SECOND)).isEqualTo(new Verdict.Retry(SECOND / 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 401, 403, 404, 405, 407})
    void aMistakeInTheConfigurationIsRetriedSlowly(int status) {
        assertThat(decide(status, null, 1, 0)).isEqualTo(new Verdict.Retry(30 * SECOND));
        assertThat(decide(status, null, 100, 0)).isEqualTo(new Verdict.Retry(30 * SECOND));
    }

    static List<IOException> failures() {
        return List.of(
                new ConnectException("refused"),
                new SocketTimeoutException("timeout"),
                new SSLHandshakeException("not trusted"),
                new IOException());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfTheNetworkIsRetriedWithBackoff(IOException failure) {
        assertThat(policy.decide(new Outcome.Failed(failure), 2, 0, NOW)).isEqualTo(new Verdict.Retry(SECOND));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 408, 500})
    void aRetryAfterIsNeverCutShortAndSpreadTheMoreTheOftenerItWasInVain(int status) {
        assertThat(decide(status, "120", 1, SECOND)).isEqualTo(new Verdict.Retry(120 * SECOND + SECOND / 2));
        assertThat(decide(status, "7", 5, 16 * SECOND)).isEqualTo(new Verdict.Retry(7 * SECOND + 8 * SECOND));
        assertThat(decide(status, "1", 1, 30 * SECOND)).isEqualTo(new Verdict.Retry(SECOND + SECOND / 2));
        assertThat(decide(status, "99999999999999999999", 1000, 30 * SECOND))
                .isEqualTo(new Verdict.Retry(1_000_000_000L * SECOND + 15 * SECOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "0", "", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void aRetryAfterThatMakesNoSenseLeavesTheBackoff(String header) {
        assertThat(decide(503, header, 2, 0)).isEqualTo(new Verdict.Retry(SECOND));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 401, 404})
    void noNumberOfAttemptsEndsTheRetries(int status) {
        assertThat(decide(status, null, Integer.MAX_VALUE, 30 * SECOND)).isInstanceOf(Verdict.Retry.class);
    }

    private Verdict decide(int status, String retryAfter, int failures, long paceBound) {
        return policy.decide(new Outcome.Answered(status, "", retryAfter), failures, paceBound, NOW);
    }
}
