package dev.penstock.testkit;

import static dev.penstock.testkit.Pusher.entry;
import static dev.penstock.testkit.Pusher.protobuf;
import static dev.penstock.testkit.Pusher.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final EmbeddedBackend backend =
            EmbeddedBackend.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
    private final LokiClient client = LokiClient.of(backend.url());

    @BeforeEach
    void threeEntriesOfShopAndOneOfCart() throws Exception {
        protobuf(
                backend,
                stream(
                        "{app=\"shop\", env=\"prod\"}",
                        entry(NOW.minusSeconds(300), "error: first", "user", "ann"),
                        entry(NOW.minusSeconds(200), "second", "user", "bob"),
                        entry(NOW.minusSeconds(100), "third [error]", "user", "ann")),
                stream("{app=\"cart\", env=\"prod\"}", entry(NOW.minusSeconds(50), "cart")));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{app=\"shop\"}; 3",
                "{app=~\"sh.*\"}; 3",
                "{app=~\"sh\"}; 0",
                "{app=~\"[*+]x|sh[o]p\"}; 3",
                "{app=~\".+\", app!~\"c.*\"}; 3",
                "{env=\"prod\", app!=\"cart\"}; 3",
                "{env=`prod`}; 4",
                "{env=\"prod\", other=\"\"}; 4",
                "{app=\"shop\"} |= \"error\"; 2",
                "{app=\"shop\"} != \"error\"; 1",
                "{app=\"shop\"} |~ \"^error|cond$\"; 2",
                "{app=\"shop\"} !~ `e[r]+or` |= \"s\"; 1",
                "{app=\"shop\"} | user=\"ann\"; 2",
                "{app=\"shop\"} | user!=\"ann\"; 1",
                "{app=\"shop\"} | user=~\"a.*\", env=\"prod\" |= \"third\"; 1",
                "{app=\"shop\"} | user=\"bob\" or user=\"ann\" and detected_level=\"error\"; 3",
                "{app=\"shop\"} | detected_level=\"error\" # comment; 2"
            })
    void logQueryFinds(String logql, int count) {
        assertThat(client.queryRange(logql, NOW.minusSeconds(3600), NOW, 100)).hasSize(count);
        assertThat(backend.loki().entries("fake", logql)).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{app=~\".*\"}",
                "{app!=\"shop\"}",
                "{app=\"shop\"",
                "{app=\"shop\"} | json",
                "{app=\"shop\"} | line_format \"x\"",
                "{app=\"shop\"} | size > 5",
                "{app=\"shop\"} | size = 5",
                "{app=~\"(\"}",
                "{app=~\"a(?=b)\"}",
                "avg(rate({app=\"shop\"}[5m]))",
                "sum({app=\"shop\"})",
                "rate({app=\"shop\"})",
                "rate({app=\"shop\"}[5x])",
                "rate({app=\"shop\"}[5m]) > 1",
                "count_over_time({app=\"shop\"}[5m] offset 1m)",
                "{app=\"shop\"} trailing",
                "{app=\"a\nb\"}"
            })
    void whatIsNotUnderstoodIsA400(String logql) throws Exception {
        HttpResponse<String> answer = get("query_range?query=" + encode(logql));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("parse error");
    }

    @Test
    void selectorWithoutAValueIsRefusedInLokisWords() throws Exception {
        assertThat(get("query_range?query=" + encode("{app=~\".*\"}")).body())
                .startsWith("parse error : queries require at least one regexp or equality matcher that does not have"
                        + " an empty-compatible value.");
    }

    @Test
    void resultsCarryTheMetadataAmongTheLabels() throws Exception {
        assertThat(get("query_range?query=" + encode("{app=\"cart\"}")).body())
                .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":"
                        + "{\"app\":\"cart\",\"detected_level\":\"unknown\",\"env\":\"prod\",\"service_name\":\"cart\"},"
                        + "\"values\":[[\"1795262350000000000\",\"cart\"]]}],\"stats\":{}}}");
        assertThat(get("query_range?query=" + encode("{app=\"shop\"}")).body().split("\"stream\":"))
                .hasSize(3);
    }

    @Test
    void rangeIncludesItsStartAndNotItsEnd() {
        List<LogEntry> found = client.queryRange("{app=\"shop\"}", NOW.minusSeconds(300), NOW.minusSeconds(100), 10);

        assertThat(found).extracting(LogEntry::line).containsExactly("second", "error: first");
    }

    @Test
    void limitTakesTheNewestUnlessForward() throws Exception {
        assertThat(client.queryRange("{app=\"shop\"}", NOW.minusSeconds(3600), NOW, 1))
                .extracting(LogEntry::line)
                .containsExactly("third [error]");
        assertThat(get("query_range?limit=1&direction=forward&query=" + encode("{app=\"shop\"}"))
                        .body())
                .contains("error: first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start=1795262050&end=1795262399",
                "start=1795262050.5&end=1795262399.25",
                "start=1795262000000000000&end=1795262399000000000",
                "start=2026-11-21T11:54:00Z&end=2026-11-21T13:00:00%2B01:00",
                "since=10m",
                ""
            })
    void timesAreReadInEveryFormOfLoki(String range) throws Exception {
        assertThat(get("query_range?" + range + "&query=" + encode("{app=\"shop\"}"))
                        .body())
                .contains("third");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start=yesterday",
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=5001",
                "direction=up",
                "start=200&end=100",
                "start=0",
                "step=0",
                "since=x"
            })
    void impossibleParametersAreA400(String parameters) throws Exception {
        assertThat(get("query_range?" + parameters + "&query=" + encode("{app=\"shop\"}"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "count_over_time({app=\"shop\"}[1h]); 3",
                "sum(count_over_time({env=\"prod\"}[1h])); 4",
                "sum by (app) (count_over_time({app=\"shop\"}[1h])); 3",
                "sum(count_over_time({app=\"shop\"} |= \"error\" [1h])) by (app, env); 2",
                "sum(rate({app=\"shop\"}[300s])); 0.006666666666666667",
                "sum(count_over_time({app=\"shop\"}[100s])); 0",
                "sum(count_over_time({app=\"shop\"}[100001ms])); 1",
                "sum(bytes_over_time({app=\"cart\"}[1h])); 4"
            })
    void metricQueryYields(String logql, double value) {
        assertThat(client.query(logql, NOW).stream()
                        .mapToDouble(LogSample::value)
                        .sum())
                .isCloseTo(value, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void rangeOfAMetricExcludesItsBeginningAndIncludesItsEnd() {
        assertThat(client.query("sum(count_over_time({app=\"shop\"}[100s]))", NOW.minusSeconds(200)))
                .extracting(LogSample::value)
                .containsExactly(1.0);
    }

    @Test
    void matrixHasAValueForEachStepWithEntries() throws Exception {
        HttpResponse<String> answer = get("query_range?start=1795262100&end=1795262400&step=100&query="
                + encode("sum by (app) (count_over_time({app=\"shop\"}[100s]))"));

        assertThat(answer.body())
                .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
                        + "{\"app\":\"shop\"},\"values\":[[1795262100,\"1\"],[1795262200,\"1\"],[1795262300,\"1\"]]}],"
                        + "\"stats\":{}}}");
    }

    @Test
    void logQueryIsNoInstantQuery() {
        assertThatThrownBy(() -> client.query("{app=\"shop\"}", NOW))
                .isInstanceOfSatisfying(
                        LokiQueryException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("log queries are not supported as an instant query type");
    }

    @Test
    void labelsValuesAndSeriesAreListed() throws Exception {
        assertThat(get("labels").body())
                .isEqualTo("{\"status\":\"success\",\"data\":[\"app\",\"env\",\"service_name\"]}");
        assertThat(get("label/app/values").body()).contains("[\"cart\",\"shop\"]");
        assertThat(get("label/app/values?query=" + encode("{app=\"cart\"}")).body())
                .contains("[\"cart\"]");
        assertThat(get("label/nope/values").body()).isEqualTo("{\"status\":\"success\"}");
        assertThat(get("series?match[]=" + encode("{app=\"cart\"}")).body())
                .contains("[{\"app\":\"cart\",\"env\":\"prod\",\"service_name\":\"cart\"}]");
    }

    @Test
    void formsArePostedAsWell() throws Exception {
        HttpResponse<String> answer = Pusher.post(
                backend.url() + "/loki/api/v1/query_range",
                ("query=" + encode("{app=\"cart\"}")).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(answer.body()).contains("\"cart\"");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(get("nope").statusCode()).isEqualTo(404);
        assertThat(get("nope").body()).isEqualTo("404 page not found\n");
        assertThat(get("push").statusCode()).isEqualTo(405);
        assertThat(Pusher.get(backend.url() + "/ready").body()).isEqualTo("ready\n");
        assertThat(client.ready()).isTrue();
        assertThat(LokiClient.of("http://127.0.0.1:1").ready()).isFalse();
    }

    @Test
    void clientCountsWhatArrivedLately() throws Exception {
        try (EmbeddedBackend live = EmbeddedBackend.start()) {
            protobuf(live, stream("{app=\"shop\"}", entry("a", "k", "1"), entry("b", "k", "2")));
            LokiClient counter = LokiClient.of(live.url() + "/");

            assertThat(counter.count("{app=\"shop\"}", Duration.ofMinutes(5))).isEqualTo(2);
            assertThat(counter.count("{app=\"other\"}", Duration.ofMinutes(5))).isZero();
        }
    }

    private HttpResponse<String> get(String target) throws Exception {
        return Pusher.get(backend.url() + "/loki/api/v1/" + target.replace("[]", "%5B%5D"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
