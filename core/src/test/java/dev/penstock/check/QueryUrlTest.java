package dev.penstock.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.delivery.Receiver;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryUrlTest {

    @ParameterizedTest
    @CsvSource({
        "LOKI, http://a:3100/loki/api/v1/push, http://a:3100/loki/api/v1/query_range",
        "LOKI, https://a/gate/loki/api/v1/push?key=1, https://a/gate/loki/api/v1/query_range?key=1",
        "REMOTE_WRITE, http://a:9090/api/v1/write, http://a:9090/api/v1/query",
        "REMOTE_WRITE, http://a:9090/base/api/v1/write, http://a:9090/base/api/v1/query",
        "REMOTE_WRITE, http://a:9009/api/v1/push, http://a:9009/prometheus/api/v1/query",
        "REMOTE_WRITE, https://a/api/prom/push, https://a/api/prom/api/v1/query",
    })
    void thePushUrlSuggestsIt(Receiver receiver, String push, String query) {
        assertThat(QueryUrl.of(HttpUrl.get(push), receiver)).hasToString(query);
    }

    @Test
    void aUrlOfNoKnownKindSuggestsNone() {
        assertThat(QueryUrl.of(HttpUrl.get("http://a/ingest"), Receiver.LOKI)).isNull();
        assertThat(QueryUrl.of(HttpUrl.get("http://a/ingest"), Receiver.REMOTE_WRITE))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "LOKI, http://a:3100, http://a:3100/loki/api/v1/query_range",
        "LOKI, http://a:3100/gate/, http://a:3100/gate/loki/api/v1/query_range",
        "LOKI, http://a:3100/loki/api/v1/query_range, http://a:3100/loki/api/v1/query_range",
        "LOKI, http://a:3100/loki/api/v1/push, http://a:3100/loki/api/v1/query_range",
        "REMOTE_WRITE, http://a:9090, http://a:9090/api/v1/query",
        "REMOTE_WRITE, http://a:9009/prometheus, http://a:9009/prometheus/api/v1/query",
        "REMOTE_WRITE, http://a:9009/prometheus/api/v1/query, http://a:9009/prometheus/api/v1/query",
    })
    void aBaseIsCompleted(Receiver receiver, String given, String query) {
        assertThat(QueryUrl.parse("queryUrl", given, receiver)).hasToString(query);
    }
}
