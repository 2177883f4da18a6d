package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.pipeline.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelStagesTest {

    @Test
    void labelsComeFromWhatTheEventHas() {
        Stages stages = Stages.of("stage.labels { values = { level = \"\", class = \"logger\" } }")
                .value("level", "INFO")
                .value("logger", "shop.Orders");

        assertThat(stages.one("placed").labels())
                .containsExactly(entry("level", "INFO"), entry("class", "shop.Orders"));
    }

    @Test
    void aSourceThatIsMissingLeavesTheLabelAsItIs() {
        Stages stages = Stages.of("stage.labels { values = { level = \"severity\", app = null } }")
                .label("level", "WARN");

        assertThat(stages.one("placed").labels()).containsExactly(entry("level", "WARN"));
    }

    @Test
    void anEmptyValueTakesTheLabelAway() {
        Stages stages = Stages.of("""
                stage.regex { expression = "level=(?P<level>\\\\w*)" }
                stage.labels { values = { level = "" } }
                """).label("level", "WARN");

        assertThat(stages.one("level= rest").labels()).isEmpty();
    }

    @Test
    void jsonNullLeavesTheLabelAsItIs() {
        Stages stages = Stages.of("""
                stage.json { expressions = { level = "" } }
                stage.labels { values = { level = "" } }
                """).label("level", "WARN");

        assertThat(stages.one("{\"level\":null}").labels()).containsExactly(entry("level", "WARN"));
    }

    @Test
    void labelsMayComeFromStructuredMetadata() {
        Stages stages = Stages.of("stage.labels { source_type = \"structured_metadata\" \n values = { pod = \"\" } }")
                .metadata("pod", "shop-1")
                .value("pod", "other");

        assertThat(stages.one("x").labels()).containsExactly(entry("pod", "shop-1"));
    }

    @Test
    void numbersAndTruthsBecomeTheirText() {
        Stages stages = Stages.of("""
                stage.json { expressions = { status = "", ratio = "", big = "", ok = "" } }
                stage.labels { values = { status = "", ratio = "", big = "", ok = "" } }
                """);

        assertThat(stages.one("{\"status\":200,\"ratio\":12.340,\"big\":1e21,\"ok\":true}")
                        .labels())
                .containsExactly(
                        entry("status", "200"),
                        entry("ratio", "12.34"),
                        entry("big", "1000000000000000000000"),
                        entry("ok", "true"));
    }

    @Test
    void staticLabelsAreSetButNotExtracted() {
        Stages stages = Stages.of("""
                stage.static_labels { values = { env = "prod", none = null, empty = "" } }
                stage.labels { values = { copy = "env" } }
                """).label("env", "test");

        assertThat(stages.one("x").labels()).containsExactly(entry("env", "prod"), entry("copy", "test"));
    }

    @Test
    void labelDropAndKeepTakeExactNames() {
        Stages drop = Stages.of("stage.label_drop { values = [\"a\", \"b.*\"] }")
                .label("a", "1")
                .label("b1", "2");
        Stages keep = Stages.of("stage.label_keep { values = [\"a\"] }")
                .label("a", "1")
                .label("b", "2")
                .label("__tenant_id__", "shop");

        assertThat(drop.one("x").labels()).containsExactly(entry("b1", "2"));
        assertThat(keep.one("x").labels()).containsExactly(entry("a", "1"));
    }

    @Test
    void structuredMetadataTakesValuesAndMovesLabels() {
        Stages stages = Stages.of("stage.structured_metadata { values = { trace_id = \"traceId\", pod = \"\" } }")
                .value("traceId", "4bf9")
                .label("pod", "shop-1")
                .label("app", "shop");

        Stages.Result result = stages.one("x");

        assertThat(result.metadata()).containsExactly(entry("trace_id", "4bf9"), entry("pod", "shop-1"));
        assertThat(result.labels()).containsExactly(entry("app", "shop"));
    }

    @Test
    void aLabelWinsOverAValueOfTheSameName() {
        Stages stages = Stages.of("""
                stage.json { expressions = { pod = "" } }
                stage.structured_metadata { values = { pod = "" } }
                """).label("pod", "label");

        assertThat(stages.one("{\"pod\":\"json\"}").metadata()).containsExactly(entry("pod", "label"));
    }

    @Test
    void structuredMetadataByRegexTakesAllThatMatch() {
        Stages stages = Stages.of("stage.structured_metadata { regex = \"^ctx_\" }")
                .value("ctx_user", "u1")
                .value("other", "o")
                .label("ctx_pod", "p")
                .metadata("ctx_user", "before")
                .metadata("kept", "k");

        Stages.Result result = stages.one("x");

        assertThat(result.metadata()).containsOnly(entry("ctx_user", "u1"), entry("kept", "k"), entry("ctx_pod", "p"));
        assertThat(result.labels()).isEmpty();
    }

    @Test
    void structuredMetadataDropTakesExactNames() {
        Stages stages = Stages.of("stage.structured_metadata_drop { values = [\"a\"] }")
                .metadata("a", "1")
                .metadata("ab", "2");

        assertThat(stages.one("x").metadata()).containsExactly(entry("ab", "2"));
    }

    @Test
    void theTenantIsALabelValueOrConstant() {
        assertThat(Stages.of("stage.tenant { value = \"acme\" }").one("x").label("__tenant_id__"))
                .isEqualTo("acme");
        assertThat(Stages.of("stage.tenant { label = \"team\" }")
                        .label("team", "red")
                        .one("x")
                        .label("__tenant_id__"))
                .isEqualTo("red");
        assertThat(Stages.of("stage.tenant { source = \"customer\" }")
                        .value("customer", "c7")
                        .one("x")
                        .label("__tenant_id__"))
                .isEqualTo("c7");
        assertThat(Stages.of("stage.tenant { source = \"nothing\" }").one("x").label("__tenant_id__"))
                .isEqualTo("(none)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stage.tenant { }",
                "stage.tenant { value = \"a\"\n source = \"b\" }",
                "stage.labels { }",
                "stage.labels { values = { \"\" = \"x\" } }",
                "stage.labels { source_type = \"label\"\n values = {} }",
                "stage.label_drop { values = [] }",
                "stage.label_keep { }",
                "stage.structured_metadata { regex = \"(\" }",
                "stage.static_labels { value = {} }",
                "stage.output { source = \"\" }",
            })
    void refusesWhatCannotBe(String text) {
        assertThatThrownBy(() -> Pipeline.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1:")
                .message()
                .containsAnyOf("expected", "needs", "What to do", "; write", "RE2 has no");
    }

    @Test
    void aMisspeltStageIsNamedWithTheOneThatIsMeant() {
        assertThatThrownBy(() -> Pipeline.parse("stage.lables { values = {} }"))
                .hasMessageContaining("1:1")
                .hasMessageContaining("stage.lables")
                .hasMessageContaining("did you mean 'stage.labels'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage.cri", "stage.docker", "stage.eventlogmessage", "stage.windowsevent", "stage.geoip"})
    void stagesThatMakeNoSenseHereAreRefusedWithTheReason(String stage) {
        assertThatThrownBy(() -> Pipeline.parse(stage + " { }"))
                .hasMessageContaining(stage + " is not taken over: it ");
    }
}
