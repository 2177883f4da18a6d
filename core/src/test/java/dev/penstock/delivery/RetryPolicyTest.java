package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.DropReason;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MAX_AGE = 3600 * SECOND;

    private final RetryPolicy policy = new RetryPolicy(new Backoff(SECOND, 30 * SECOND), MAX_AGE, () -> 0.5);

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 250, 299})
    void successIsDelivered(int status) {
        assertThat(decide(status, null, 1, 0)).isEqualTo(new Verdict.Delivered());
        assertThat(decide(status, null, 9, MAX_AGE)).isEqualTo(new Verdict.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {260, 400, 402, 410, 413, 415, 422, 499, 100, 101})
    void whatWillNeverBeTakenIsDroppedAsRejected(int status) {
        assertThat(decide(status, "5", 1, 0)).isEqualTo(new Verdict.Drop(DropReason.REJECTED));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 501, 502, 503, 504, 520, 599})
    void whatPassesByItselfIsRetriedWithBackoff(int status) {
        assertThat(decide(status, null, 1, 0)).isEqualTo(new Verdict.Retry(SECOND / 2));
        assertThat(decide(status, null, 3, 0)).isEqualTo(new Verdict.Retry(2 * SECOND));
        assertThat(decide(status, null, 1000, 0)).isEqualTo(new Verdict.Retry(15 * SECOND));
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
        assertThat(policy.decide(new Outcome.Failed(failure), 2, MAX_AGE, NOW))
                .isEqualTo(new Verdict.Drop(DropReason.EXPIRED));
    }

    @ParameterizedTest
    @CsvSource({"429, 7", "503, 7", "408, 7", "500, 7"})
    void retryAfterReplacesTheBackoff(int status, long seconds) {
        assertThat(decide(status, "7", 5, 0)).isEqualTo(new Verdict.Retry(seconds * SECOND));
        assertThat(decide(status, "120", 1, 0)).isEqualTo(new Verdict.Retry(120 * SECOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void aRetryAfterThatMakesNoSenseLeavesTheBackoff(String header) {
        assertThat(decide(503, header, 2, 0)).isEqualTo(new Verdict.Retry(SECOND));
    }

    @Test
    void noWaitPassesTheAgeAtWhichTheBatchIsGivenUp() {
        assertThat(decide(503, "86400", 1, MAX_AGE - 5)).isEqualTo(new Verdict.Retry(5));
        assertThat(decide(503, null, 1000, MAX_AGE - 5)).isEqualTo(new Verdict.Retry(5));
        assertThat(decide(401, null, 1, MAX_AGE - 5)).isEqualTo(new Verdict.Retry(5));
        assertThat(decide(503, "99999999999999999999", 1, 0)).isEqualTo(new Verdict.Retry(MAX_AGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503, 302, 401, 403, 404})
    void aBatchThatIsTooOldExpiresHoweverFewTheAttempts(int status) {
        assertThat(decide(status, null, 1, MAX_AGE)).isEqualTo(new Verdict.Drop(DropReason.EXPIRED));
        assertThat(decide(status, "1", 1, MAX_AGE + 1)).isEqualTo(new Verdict.Drop(DropReason.EXPIRED));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 401, 404})
    void noNumberOfAttemptsEndsTheRetries(int status) {
        assertThat(decide(status, null, Integer.MAX_VALUE, MAX_AGE - 1)).isEqualTo(new Verdict.Retry(1));
    }

    private Verdict decide(int status, String retryAfter, int attempts, long age) {
        return policy.decide(new Outcome.Answered(status, "", retryAfter), attempts, age, NOW);
    }
}
