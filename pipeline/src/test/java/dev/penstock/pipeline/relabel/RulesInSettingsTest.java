package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesInSettingsTest {

    @Test
    void rulesAreASettingAsText() {
        RemoteWriteSettings settings = RemoteWriteSettings.builder()
                .url("http://localhost:9090")
                .set("write_relabel_rules", """
                        rule {
                          source_labels = ["__name__"]
                          regex         = "jvm_.*"
                          action        = "drop"
                        }
                        rule {
                          target_label = "team"
                          replacement  = "checkout"
                        }
                        """)
                .build();

        assertThat(settings.writeRelabelRules().apply(Map.of("__name__", "jvm_info")))
                .isNull();
        assertThat(settings.writeRelabelRules().apply(Map.of("__name__", "up")))
                .isEqualTo(Map.of("__name__", "up", "team", "checkout"));
    }

    @Test
    void aWrongRuleIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> RemoteWriteSettings.builder()
                        .url("http://localhost:9090")
                        .set("writeRelabelRules", "rule { action = \"explode\" }")
                        .build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("writeRelabelRules")
                .hasMessageContaining("explode")
                .hasMessageContaining("1:");
    }

    @Test
    void rulesThatWereBuiltAreTakenToo() {
        RelabelRules rules = RelabelRules.parse("rule {\n target_label = \"a\"\n replacement = \"b\"\n}");

        RemoteWriteSettings settings = RemoteWriteSettings.builder()
                .url("http://localhost:9090")
                .writeRelabelRules(rules)
                .build();

        assertThat(settings.writeRelabelRules().apply(Map.of("x", "y"))).containsEntry("a", "b");
    }
}
