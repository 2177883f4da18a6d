package dev.penstock.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.settings.RemoteWriteSettings;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsRouteTest {

    private static final String CONFIG = """
            prometheus.scrape "app" {
              targets         = [{ "__address__" = "localhost:8080" }]
              scrape_interval = "30s"
              forward_to      = [prometheus.relabel.keep.receiver]
            }
            prometheus.relabel "keep" {
              rule {
                action = "labelkeep"
                regex  = "__name__|app"
              }
              forward_to = [prometheus.remote_write.mimir.receiver]
            }
            prometheus.remote_write "mimir" {
              external_labels = { cluster = "prod", app = "other" }
              endpoint {
                url = "http://mimir:9009/api/v1/push"
                write_relabel_config {
                  source_labels = ["cluster"]
                  target_label  = "copy"
                }
                write_relabel_config {
                  source_labels = ["__name__"]
                  regex         = "go_.*"
                  action        = "drop"
                }
              }
            }
            """;

    private static MetricsRoute metrics(AlloyConfig config) {
        return Objects.requireNonNull(config.metrics(), () -> config.report().toString());
    }

    @Test
    void rulesActBeforeAndAfterExternalLabelsAreAdded() {
        RemoteWriteSettings settings = metrics(AlloyConfig.parse(CONFIG))
                .applyTo(RemoteWriteSettings.builder())
                .build();
        UnaryOperator<@Nullable Map<String, String>> rules = Objects.requireNonNull(settings.writeRelabelRules());

        // The first rules would have removed the external label.
        assertThat(rules.apply(Map.of("__name__", "up", "app", "shop", "pod", "x")))
                .isEqualTo(Map.of("__name__", "up", "app", "shop", "cluster", "prod", "copy", "prod"));
        assertThat(rules.apply(Map.of("__name__", "go_threads"))).isNull();
        assertThat(settings.externalLabels()).isEmpty();
        assertThat(settings.step()).hasSeconds(30);
    }

    @Test
    void withoutRulesExternalLabelsAreSettings() {
        AlloyConfig config = AlloyConfig.parse("""
                prometheus.remote_write "mimir" {
                  external_labels = { cluster = "prod" }
                  endpoint { url = "http://mimir:9009/api/v1/push" }
                }
                """);
        RemoteWriteSettings settings =
                metrics(config).applyTo(RemoteWriteSettings.builder()).build();

        assertThat(settings.externalLabels()).containsExactly(Map.entry("cluster", "prod"));
        assertThat(settings.writeRelabelRules()).isNull();
        assertThat(config.isUsable()).isTrue();
    }

    @Test
    void aWrongRuleSendsNothing() {
        AlloyConfig config = AlloyConfig.parse(CONFIG.replace("labelkeep", "keepp"));

        assertThat(config.isUsable()).isFalse();
        assertThat(metrics(config).hasEndpoint()).isFalse();
        assertThat(config.report().of(Outcome.ERROR).toString()).contains("8:14", "keepp");
    }

    @Test
    void everythingIsListed() {
        AlloyConfig config = AlloyConfig.parse(CONFIG);

        assertThat(config.isUsable()).isTrue();
        assertThat(config.report().of(Outcome.TAKEN_OVER))
                .extracting(Finding::subject)
                .containsExactly("prometheus.relabel.keep", "prometheus.remote_write.mimir");
        assertThat(config.report().of(Outcome.REPLACED))
                .singleElement()
                .satisfies(each -> assertThat(each.message()).contains("registry", "step"));
    }
}
