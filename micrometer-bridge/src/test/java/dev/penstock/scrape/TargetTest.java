package dev.penstock.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://a:1, http://a:1/metrics, a:1",
        "http://a:1/, http://a:1/, a:1",
        "http://a/x?y=z, http://a/x, a:80",
        "http://a?y=z, http://a/metrics, a:80",
        "https://u:p@a/m#f, https://a/m, a:443",
        "http://[::1]:9/m, http://[::1]:9/m, [::1]:9",
        "http://my_host:9, http://my_host:9/metrics, my_host:9",
    })
    void theUrlSaysWhereAndWho(String text, String shown, String instance) {
        Target target = Target.parse(text);

        assertThat(target).hasToString(shown);
        assertThat(target.instance()).isEqualTo(instance);
    }
}
