package dev.penstock.loki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDefaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service_name",
                "service",
                "app",
                "application",
                "app_name",
                "name",
                "app_kubernetes_io_name",
                "container",
                "container_name",
                "k8s_container_name",
                "component",
                "workload",
                "job",
                "k8s_job_name"
            })
    void aStreamThatNamesItsServiceGetsNoServiceName(String label) {
        assertThat(completed(new StreamDefaults(Map.of(), "shop"), Map.of(label, "own")))
                .isEqualTo(Map.of(label, "own"));
        assertThat(completed(new StreamDefaults(Map.of(label, "external"), "shop"), Map.of("level", "INFO")))
                .isEqualTo(Map.of("level", "INFO", label, "external"));
    }

    @Test
    void aStreamThatDoesNotNameItsServiceGetsTheServiceName() {
        assertThat(completed(new StreamDefaults(Map.of("env", "prod"), "shop"), Map.of("level", "INFO")))
                .isEqualTo(Map.of("level", "INFO", "env", "prod", "service_name", "shop"));
    }

    @Test
    void aStreamsOwnLabelWinsOverAnExternalOne() {
        assertThat(completed(new StreamDefaults(Map.of("env", "prod", "app", "a"), "shop"), Map.of("env", "test")))
                .isEqualTo(Map.of("env", "test", "app", "a"));
    }

    @Test
    void anExternalLabelWithoutValueIsNone() {
        assertThat(completed(new StreamDefaults(Map.of("app", ""), "shop"), Map.of()))
                .isEqualTo(Map.of("service_name", "shop"));
    }

    @Test
    void aLaterChangeOfTheGivenMapHasNoEffect() {
        Map<String, String> given = new HashMap<>(Map.of("env", "prod"));
        StreamDefaults defaults = new StreamDefaults(given, "shop");

        given.put("env", "test");

        assertThat(defaults.labels()).isEqualTo(Map.of("env", "prod"));
    }

    private static Map<String, String> completed(StreamDefaults defaults, Map<String, String> own) {
        Map<String, String> labels = new HashMap<>(own);
        defaults.complete(labels);
        return labels;
    }
}
