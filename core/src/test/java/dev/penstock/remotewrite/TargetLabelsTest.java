package dev.penstock.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetLabelsTest {

    private final RemoteWriteSettingsBuilder settings =
            RemoteWriteSettings.builder().url("http://localhost").job("shop").instance("one");

    private Map<String, String> finish(String name, String... own) {
        Labels labels = TargetLabels.of(settings.build()).finish(name, Labels.of(own));
        return labels == null ? Map.of() : labels.toMap();
    }

    @Test
    void everySeriesHasTheTargetsLabels() {
        assertThat(finish("up", "a", "b"))
                .isEqualTo(Map.of("__name__", "up", "a", "b", "job", "shop", "instance", "one"));
    }

    @Test
    void aMetricsOwnLabelOfThatNameMovesAway() {
        assertThat(finish("x", "job", "own", "exported_job", "taken"))
                .isEqualTo(Map.of(
                        "__name__",
                        "x",
                        "job",
                        "shop",
                        "instance",
                        "one",
                        "exported_job",
                        "taken",
                        "exported_exported_job",
                        "own"));
    }

    @Test
    void honouredLabelsStayAsTheyAre() {
        settings.honorLabels(true);

        assertThat(finish("x", "job", "own")).isEqualTo(Map.of("__name__", "x", "job", "own", "instance", "one"));
    }

    @Test
    void externalLabelsFillGapsAndRulesSeeThem() {
        settings.externalLabels(Map.of("cluster", "eu", "a", "external"));
        settings.writeRelabelRules(labels -> {
            Map<String, String> changed = new HashMap<>(labels);
            changed.put("seen", labels.get("cluster") + "/" + labels.get("a"));
            return changed;
        });

        assertThat(finish("x", "a", "own")).containsEntry("seen", "eu/own").containsEntry("cluster", "eu");
    }

    @Test
    void aRuleDropsASeries() {
        settings.writeRelabelRules(labels -> null);

        assertThat(finish("x")).isEmpty();
    }

    @Test
    void anEmptyJobIsNoLabel() {
        settings.job("").instance("");

        assertThat(finish("x")).isEqualTo(Map.of("__name__", "x"));
    }
}
