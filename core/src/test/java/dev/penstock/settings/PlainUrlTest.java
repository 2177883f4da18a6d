package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3100",
                "http://loki:3100/",
                "https://logs-prod-012.grafana.net/loki/api/v1/push",
                "http://loki_gateway/api/prom/push",
                "http://10.0.0.1:9090/api/v1/write",
                "https://mimir.example.com/a.b/c_d-e/"
            })
    void whatIsUsualIsPlain(String url) {
        assertThat(PlainUrl.isPlain(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:3100",
                "ftp://loki",
                "http://",
                "http:///push",
                "http://:3100",
                "http://loki:",
                "http://loki:0",
                "http://loki:080",
                "http://loki:80",
                "https://loki:443/push",
                "http://loki:65536",
                "http://loki:31x0",
                "http://Loki:3100",
                "HTTP://loki",
                "http://me:secret@loki",
                "http://loki@evil/",
                "http://loki..example",
                "http://loki.",
                "http://-loki",
                "http://xn--lki-sna",
                "http://löki",
                "http://[::1]:3100",
                "http://loki?x=1",
                "http://loki/push#x",
                "http://loki/a/../b",
                "http://loki/./b",
                "http://loki//push",
                "http://loki/a%2fb",
                "http://loki/a b",
                "http://loki/LOKI_URL_IS_UNDEFINED"
            })
    void whatNeedsAParserIsNot(String url) {
        assertThat(PlainUrl.isPlain(url)).isFalse();
    }

    @Property
    void whatIsPlainIsWhatOkHttpMakesOfIt(@ForAll("urls") String url) {
        if (PlainUrl.isPlain(url)) {
            HttpUrl parsed = HttpUrl.parse(url);

            assertThat(parsed).isNotNull();
            String normal = parsed.toString();
            assertThat(normal).isIn(url, url + "/");
        }
    }

    @Provide
    Arbitrary<String> urls() {
        Arbitrary<String> scheme = Arbitraries.of("http://", "https://");
        Arbitrary<String> host =
                Arbitraries.strings().withChars("abxyz0189.-_").ofMinLength(1).ofMaxLength(70);
        Arbitrary<String> port = Arbitraries.integers()
                .between(0, 70_000)
                .map(number -> ":" + number)
                .injectNull(0.5);
        Arbitrary<String> path = Arbitraries.strings()
                .withChars("abAB09/._-~%?#@:")
                .ofMaxLength(12)
                .map(each -> "/" + each)
                .injectNull(0.3);
        return Combinators.combine(scheme, host, port, path)
                .as((s, h, p, rest) -> s + h + (p == null ? "" : p) + (rest == null ? "" : rest));
    }
}
