package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriteSettingsTest {

    private final RemoteWriteSettingsBuilder builder =
            RemoteWriteSettings.builder().url("http://localhost:9090");

    @Test
    void theDefaultsAreThoseThatAreWrittenDown() {
        RemoteWriteSettings settings = builder.build();

        assertThat(settings.delivery().url()).isEqualTo("http://localhost:9090/api/v1/write");
        assertThat(settings.step()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.maxSamplesPerSend()).isEqualTo(2000);
        assertThat(settings.protobufMessage()).isEqualTo(ProtobufMessage.AUTO);
        assertThat(settings.sendExemplars()).isTrue();
        assertThat(settings.sendScrapeSeries()).isTrue();
        assertThat(settings.sendStartZeros()).isFalse();
        assertThat(settings.honorLabels()).isFalse();
        assertThat(settings.sendsNativeHistograms(ProtobufMessage.V2)).isTrue();
        assertThat(settings.sendsNativeHistograms(ProtobufMessage.V1)).isFalse();
        assertThat(settings.job()).isNotEmpty();
        assertThat(settings.instance()).isNotEmpty();
    }

    @Test
    void aPathIsKept() {
        assertThat(builder.url("http://mimir:9009/api/v1/push")
                        .build()
                        .delivery()
                        .url())
                .isEqualTo("http://mimir:9009/api/v1/push");
    }

    @Test
    void everyWordCanBeSetInEachSpelling() {
        RemoteWriteSettings settings = builder.set("max_samples_per_send", "10")
                .set("protobuf-message", "prometheus.WriteRequest")
                .set("sendNativeHistograms", "true")
                .set("step", "1m")
                .set("external_labels", "env = prod\nregion = eu")
                .set("basic_auth.username", "user")
                .set("basicAuth.password", "s3cret")
                .set("max_age", "2h")
                .build();

        assertThat(settings.maxSamplesPerSend()).isEqualTo(10);
        assertThat(settings.protobufMessage()).isEqualTo(ProtobufMessage.V1);
        assertThat(settings.sendsNativeHistograms(ProtobufMessage.V1)).isTrue();
        assertThat(settings.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.externalLabels()).isEqualTo(Map.of("env", "prod", "region", "eu"));
        assertThat(settings.delivery().maxAge()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step|10ms|step '10ms' is not accepted; expected a duration from 100ms to 1h",
                "step|often|step 'often' is not accepted; expected a duration such as",
                "max_samples_per_send|0|max_samples_per_send '0' is not accepted; expected a number from 1 to 100000",
                "maxSamplesPerSend|many|maxSamplesPerSend 'many' is not accepted; expected a number from 1 to 100000",
                "protobuf_message|3.0|protobuf_message '3.0' is not accepted; expected auto, io.prometheus.write.v2.Request",
                "sendExemplars|maybe|sendExemplars 'maybe' is not accepted; expected true or false",
                "externalLabels|1x = y|expected names of letters, digits and _, not beginning with a digit",
                "externalLabels|nonsense|expected lines of the form name = value",
                "url|localhost|expected a URL such as http://localhost:9090/api/v1/write",
                "batchSize|1MiB|there is no setting 'batchSize'; expected one of job, instance,",
                "overflow|block|overflow 'block' is not accepted; expected drop_newest or drop_oldest",
                "bearerToken|a b\tc|bearerToken '***' is not accepted"
            })
    void whatCannotBeIsRefusedWithNameValueAndWhatIsAccepted(String name, String value, String message) {
        assertThatThrownBy(() -> builder.set(name, value).build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aUrlIsRequired() {
        assertThatThrownBy(() -> RemoteWriteSettings.builder().build())
                .hasMessage("url is missing or empty; expected a URL such as http://localhost:9090/api/v1/write");
    }

    @Test
    void rulesAsTextNeedTheJarThatReadsThem() {
        assertThatThrownBy(() -> builder.writeRelabelRules("rule { }").build())
                .hasMessageContaining("writeRelabelRules")
                .hasMessageContaining("dev.penstock:penstock-pipeline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Prometheus-Remote-Write-Version", "Retry-Attempt", "Content-Type", "User-Agent"})
    void theProtocolsOwnHeadersAreNotOverridden(String header) {
        RemoteWriteSettings settings =
                builder.set("headers", header + " = mine\nX-Other = x").build();

        assertThat(settings.delivery().headers()).isEqualTo(Map.of("X-Other", "x"));
        assertThat(settings.warnings()).anySatisfy(each -> assertThat(each).contains(header));
    }
}
