package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transport.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RemediesTest {

    @Test
    void anErrorOfTheClassPathHasItsOwnRemedy() {
        Outcome outcome = new Outcome.Failed(
                new IOException("java.lang.NoSuchMethodError", new NoSuchMethodError("okio.Okio.socket")));

        assertThat(Remedies.remedy(outcome, Receiver.LOKI))
                .contains("class path")
                .contains("okhttp-jvm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | no org id | tenantId",
                "401 | | basicAuth",
                "403 | | bearerToken",
                "404 | 404 page not found | /loki/api/v1/push",
                "302 | | redirected",
                "407 | | proxyUrl",
                "413 | | batchSize",
                "429 | ingestion rate limit exceeded for user fake (limit: 4194304 bytes/sec) | ingestion_rate_mb",
                "429 | Maximum active stream limit exceeded | each set of label values is a stream",
                "400 | entry for stream '{a=\"b\"}' has timestamp too old: 1970-01-01T00:00:00Z | reject_old_samples_max_age",
                "400 | entry for stream '{a=\"b\"}' has timestamp too new: 2040-01-01T00:00:00Z | clock",
                "400 | entry for stream '{}' has 18 label names; limit 15 | max_label_names_per_series",
                "400 | max entry size '10' bytes exceeded for stream '{}' | maxLineSize",
                "400 | something new | its words above",
                "260 | | blocks",
                "500 | | Loki's own log"
            })
    void anAnswerHasARemedy(int status, String words, String remedy) {
        Outcome outcome = new Outcome.Answered(status, words == null ? "" : words, null);

        assertThat(Remedies.remedy(outcome, Receiver.LOKI)).contains(remedy);
        assertThat(Remedies.describe(outcome)).startsWith("HTTP " + status).contains(words == null ? "" : words);
    }

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(new ConnectException("refused"), "Loki runs there"),
                Arguments.of(new UnknownHostException("loki"), "DNS"),
                Arguments.of(new SSLHandshakeException("PKIX"), "tls"),
                Arguments.of(new SocketTimeoutException("timeout"), "remoteTimeout"),
                Arguments.of(new NoSuchFileException("/run/token"), "bearerTokenFile"),
                Arguments.of(new IOException("reset"), "network"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureHasARemedy(IOException failure, String remedy) {
        assertThat(Remedies.remedy(new Outcome.Failed(failure), Receiver.LOKI)).contains(remedy);
    }

    @Test
    void differentWordsAreDifferentTroubles() {
        assertThat(Remedies.kind(new Outcome.Answered(400, "has timestamp too old: x", null)))
                .isNotEqualTo(Remedies.kind(new Outcome.Answered(400, "has 18 label names; limit 15", null)));
        assertThat(Remedies.kind(new Outcome.Answered(400, "what 1", null)))
                .isEqualTo(Remedies.kind(new Outcome.Answered(400, "what 2", null)));
    }
}
