package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.customBuckets;
import static dev.penstock.testkit.RemoteWrites.histogram;
import static dev.penstock.testkit.RemoteWrites.sample2;
import static dev.penstock.testkit.RemoteWrites.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusApiTest {

    /** A whole number of seconds. */
    private static final long T = NOW / 1000 * 1000 - 60_000;

    @RegisterExtension
    static final EmbeddedBackendExtension BACKEND = new EmbeddedBackendExtension();

    @BeforeEach
    void push() throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "up", "instance", "b:1", "job", "shop")
                .addSamples(sample2(T - 30_000, 1))
                .addSamples(sample2(T - 15_500, 0))
                .setMetadata(request.metadata(2, "Whether it is up.", ""));
        request.series("__name__", "up", "instance", "a:1", "job", "shop").addSamples(sample2(T - 30_000, Double.NaN));
        request.series("__name__", "http_seconds_sum", "code", "500")
                .addSamples(sample2(T, Double.POSITIVE_INFINITY))
                .setMetadata(request.metadata(5, "Time.", "seconds"));
        request.series("__name__", "gone")
                .addSamples(sample2(T - 30_000, 7))
                .addSamples(sample2(T - 15_000, 0).toBuilder().setValue(StoredSample.STALE_MARKER));
        request.series("__name__", "sizes").addHistograms(histogram(T));
        request.series("__name__", "custom").addHistograms(customBuckets(T));
        assertThat(send(BACKEND.backend(), request.build()).body()).isEmpty();
    }

    @Test
    void instantQueryReturnsTheNewestOfEachSeries() throws Exception {
        assertThat(query("up", T))
                .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + "{\"metric\":{\"__name__\":\"up\",\"instance\":\"a:1\",\"job\":\"shop\"},\"value\":["
                        + seconds(T) + ",\"NaN\"]},"
                        + "{\"metric\":{\"__name__\":\"up\",\"instance\":\"b:1\",\"job\":\"shop\"},\"value\":["
                        + seconds(T) + ",\"0\"]}]}}");
        assertThat(query("up{instance=\"b:1\"}", T - 20_000)).contains("\"1\"]");
        assertThat(query("http_seconds_sum", T)).contains("\"+Inf\"]");
    }

    @Test
    void staleSeriesAndOldOnesAreNotThere() throws Exception {
        assertThat(query("gone", T - 20_000)).contains("\"7\"");
        assertThat(query("gone", T)).endsWith("\"result\":[]}}");
        assertThat(query("up{instance='a:1'}", T - 30_000 + 299_999)).contains("NaN");
        assertThat(query("up{instance='a:1'}", T - 30_000 + 300_000)).endsWith("\"result\":[]}}");
        assertThat(query("up", T - 30_001)).endsWith("\"result\":[]}}");
    }

    @Test
    void rangeReturnsAllPointsButStaleMarkers() throws Exception {
        assertThat(query("up{instance=\"b:1\"}[5m]", T))
                .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                        + "{\"metric\":{\"__name__\":\"up\",\"instance\":\"b:1\",\"job\":\"shop\"},\"values\":[["
                        + seconds(T - 30_000) + ",\"1\"],[" + seconds(T - 15_500) + ",\"0\"]]}]}}");
        assertThat(query("up{instance=\"b:1\"}[30s]", T))
                .doesNotContain("\"1\"]")
                .contains("\"0\"]");
        assertThat(query("gone[1m]", T)).contains("\"7\"]]");
    }

    @Test
    void histogramsLookAsInPrometheus() throws Exception {
        assertThat(query("sizes", T))
                .contains("\"histogram\":[" + seconds(T) + ",{\"count\":\"10\",\"sum\":\"42.5\",\"buckets\":["
                        + "[3,\"-0.001\",\"0.001\",\"4\"],[0,\"1\",\"2\",\"1\"],[0,\"2\",\"4\",\"3\"],"
                        + "[0,\"16\",\"32\",\"2\"]]}]");
        assertThat(query("custom[1m]", T))
                .contains("\"histograms\":[[" + seconds(T) + ",{\"count\":\"3\",\"sum\":\"7\",\"buckets\":["
                        + "[3,\"-Inf\",\"1\",\"2\"],[0,\"5\",\"+Inf\",\"1\"]]}]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "up ; 2",
                "up{} ; 2",
                " up { job = 'shop' , } # all ; 2",
                "{__name__=\"up\"} ; 2",
                "{\"up\"} ; 2",
                "{\"up\", instance=`a:1`} ; 1",
                "{\"up\", \"instance\"=\"a:1\"} ; 1",
                "up{instance!=\"a:1\"} ; 1",
                "up{instance=~\"[ab]:.\"} ; 2",
                "up{instance=~\"[ab]\"} ; 0",
                "up{instance!~\"b.*\"} ; 1",
                "up{job=\"shop\", nothing=\"\"} ; 2",
                "up{nothing!=\"\"} ; 0",
                "{job=~\".+\"} ; 2",
                "{__name__=~\"u.|http.*\"} ; 3",
                "missing:name ; 0",
            })
    void selectorsSelect(String selector, int series) throws Exception {
        String answer = query(selector, T);

        assertThat(answer).startsWith("{\"status\":\"success\"");
        assertThat(answer.split("\"metric\"", -1)).hasSize(series + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "rate(up[5m]) | 1:5: parse error: unexpected \"(\"",
                "up + 1 | 1:4: parse error: unexpected \"+\"",
                "up offset 5m | plain selectors only",
                "sum by (job) (up) | plain selectors only",
                "1 | unexpected \"1\", expected a metric name or {",
                "^^ | no expression found in input",
                "{} | must contain at least one non-empty matcher",
                "{job=~\".*\"} | must contain at least one non-empty matcher",
                "up{job} | expected a label matching operator",
                "up{job==\"a\"} | expected a label matching operator",
                "up{job=shop} | expected a string",
                "up{job=\"a} | unterminated quoted string",
                "up{job=\"a\" | unexpected end of input",
                "up{__name__=\"x\"} | metric name must not be set twice: \"up\" or \"x\"",
                "up{job=~\"(\"} | error parsing regexp",
                "up{job=~\"a(?=b)\"} | invalid or unsupported Perl syntax",
                "up[5x] | not a valid duration string: \"5x\"",
                "up[0s] | duration must be greater than 0",
                "up[5m | unclosed [",
            })
    void whatIsNoPlainSelectorIsBadData(String query, String words) throws Exception {
        HttpResponse<String> response = Pusher.get(BACKEND.url() + "/api/v1/query?query=" + encode(query));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .startsWith(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter \\\"query\\\": ")
                .contains(words.replace("\"", "\\\""));
    }

    @Test
    void timesAreSecondsOrRfc3339() throws Exception {
        String expected = query("up", T);
        String root = BACKEND.url() + "/api/v1/query?query=up&time=";

        assertThat(Pusher.get(root + encode(Instant.ofEpochMilli(T).toString())).body())
                .isEqualTo(expected);
        assertThat(Pusher.get(root + T / 1000 + ".0").body()).isEqualTo(expected);
        HttpResponse<String> wrong = Pusher.get(root + "yesterday");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("invalid parameter \\\"time\\\": cannot parse \\\"yesterday\\\" to a valid timestamp");
        assertThat(Pusher.get(BACKEND.url() + "/api/v1/query?query=up").body()).contains("\"0\"]");
    }

    @Test
    void formsAndMimirsPrefixAreTaken() throws Exception {
        HttpResponse<String> form = Pusher.post(
                BACKEND.url() + "/prometheus/api/v1/query",
                ("query=up&time=" + seconds(T)).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(form.body()).isEqualTo(query("up", T));
        assertThat(Pusher.get(BACKEND.url() + "/prometheus/api/v1/labels").body())
                .isEqualTo(get("labels"));
    }

    @Test
    void seriesNeedsASelectorAndKnowsTimes() throws Exception {
        assertThat(get("series?match[]=gone&match[]=" + encode("up{instance=\"a:1\"}")))
                .isEqualTo("{\"status\":\"success\",\"data\":[{\"__name__\":\"gone\"},"
                        + "{\"__name__\":\"up\",\"instance\":\"a:1\",\"job\":\"shop\"}]}");
        assertThat(get("series?match[]=up&start=" + seconds(T - 20_000)))
                .contains("b:1")
                .doesNotContain("a:1");
        assertThat(get("series?match[]=up&end=" + seconds(T - 60_000)))
                .isEqualTo("{\"status\":\"success\",\"data\":[]}");
        assertThat(get("series")).contains("no match[] parameter provided");
        assertThat(get("series?match[]=up[5m]")).contains("a range is not allowed");
    }

    @Test
    void labelsAndValuesAreSorted() throws Exception {
        assertThat(get("labels"))
                .isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\",\"code\",\"instance\",\"job\"]}");
        assertThat(get("labels?match[]=gone")).isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\"]}");
        assertThat(get("label/__name__/values?limit=2"))
                .isEqualTo("{\"status\":\"success\",\"data\":[\"custom\",\"gone\"]}");
        assertThat(get("label/instance/values?match[]=up"))
                .isEqualTo("{\"status\":\"success\",\"data\":[\"a:1\",\"b:1\"]}");
        assertThat(get("label/none/values")).isEqualTo("{\"status\":\"success\",\"data\":[]}");
    }

    @Test
    void metadataIsByFamily() throws Exception {
        assertThat(get("metadata"))
                .isEqualTo("{\"status\":\"success\",\"data\":{"
                        + "\"http_seconds\":[{\"type\":\"summary\",\"help\":\"Time.\",\"unit\":\"seconds\"}],"
                        + "\"up\":[{\"type\":\"gauge\",\"help\":\"Whether it is up.\",\"unit\":\"\"}]}}");
        assertThat(get("metadata?metric=up")).doesNotContain("http_seconds").contains("gauge");
    }

    @Test
    void otherPathsAndMethodsAreNotThere() throws Exception {
        assertThat(Pusher.get(BACKEND.url() + "/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(Pusher.get(BACKEND.remoteWriteUrl()).statusCode()).isEqualTo(405);
    }

    private static String query(String query, long time) throws Exception {
        return get("query?query=" + encode(query) + "&time=" + seconds(time));
    }

    private static String get(String target) throws Exception {
        return Pusher.get(
                        BACKEND.url() + "/api/v1/" + target.replace("[", "%5B").replace("]", "%5D"))
                .body();
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
