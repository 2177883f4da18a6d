package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.Pipeline;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeStagesTest {

    @Test
    void outputMakesAValueTheLine() {
        Stages stages = Stages.of("""
                stage.json { expressions = { msg = "message", none = "nothing" } }
                stage.output { source = "msg" }
                stage.output { source = "none" }
                """);

        assertThat(stages.one("{\"message\":\"hello\"}").line()).isEqualTo("hello");
        assertThat(stages.one("{\"message\":\"\"}").line()).isEmpty();
        assertThat(stages.one("no json").line()).isEqualTo("no json");
    }

    @Test
    void packPutsValuesBesideTheLine() {
        Stages stages = Stages.of("""
                stage.static_labels { values = { late = "l" } }
                stage.pack { labels = ["pod", "app", "late", "none"] }
                """)
                .label("pod", "<shop>")
                .label("app", "a")
                .label("kept", "k")
                .at(Instant.EPOCH);

        Stages.Result result = stages.one("say \"hi\"");

        assertThat(result.line())
                .isEqualTo("{\"app\":\"a\",\"pod\":\"\\u003cshop\\u003e\",\"_entry\":\"say \\\"hi\\\"\"}");
        assertThat(result.labels().toString()).isEqualTo("{kept=k}");
        assertThat(result.time()).isEqualTo(Stages.NOW);
    }

    @Test
    void packKeepsTheTimeWhereThatIsAsked() {
        Stages stages = Stages.of("stage.pack {\n labels = []\n ingest_timestamp = false\n}")
                .at(Instant.EPOCH);

        assertThat(stages.one("x").time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void truncateCutsTheLine() {
        Stages stages = Stages.of("""
                stage.truncate {
                  rule {
                    limit  = "10B"
                    suffix = "..."
                  }
                }
                stage.labels { values = { truncated = "" } }
                """);

        assertThat(stages.one("1234567").line()).isEqualTo("1234567");
        assertThat(stages.one("12345678").line()).isEqualTo("1234567...");
        assertThat(stages.one("12345678").label("truncated")).isEqualTo("line");
    }

    @Test
    void truncateNeverLeavesHalfACharacter() {
        Stages stages = Stages.of("stage.truncate {\n rule {\n limit = \"4B\"\n }\n}");

        assertThat(stages.one("aaaäb").line()).isEqualTo("aaa");
    }

    @Test
    void truncateCutsLabelsMetadataAndValues() {
        Stages stages = Stages.of("""
                stage.truncate {
                  rule {
                    limit       = "3B"
                    source_type = "label"
                    sources     = ["app"]
                  }
                  rule {
                    limit       = "3B"
                    source_type = "structured_metadata"
                  }
                  rule {
                    limit       = "3B"
                    source_type = "extracted"
                    sources     = ["user"]
                  }
                }
                stage.labels { values = { user = "", truncated = "" } }
                """)
                .label("app", "shopping")
                .label("other", "untouched")
                .metadata("pod", "shop-1")
                .value("user", "somebody");

        Stages.Result result = stages.one("a long line");

        assertThat(result.labels().toString())
                .isEqualTo("{app=sho, other=untouched, user=som, truncated=extracted,label,structured_metadata}");
        assertThat(result.metadata("pod")).isEqualTo("sho");
        assertThat(result.line()).isEqualTo("a long line");
    }

    @Test
    void splitJsonMakesAnEntryOfEachElement() {
        Stages stages = Stages.of("""
                stage.split_json { }
                stage.json { expressions = { id = "" } }
                stage.drop {
                  source = "id"
                  value  = "2"
                }
                stage.labels { values = { id = "" } }
                """).label("app", "shop");

        stages.send("[{\"id\":1}, {\"id\":2},{\"id\":3}]")
                .send("[]")
                .send("no json")
                .send("{\"id\":7}");

        assertThat(stages.shipped)
                .extracting(Stages.Result::line)
                .containsExactly("{\"id\":1}", "{\"id\":3}", "no json", "{\"id\":7}");
        assertThat(stages.shipped.get(1).labels().toString()).isEqualTo("{app=shop, id=3}");
        assertThat(stages.dropped)
                .containsExactly("stage.drop (line 3): drop_stage", "stage.split_json (line 1): split_json_stage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stage.truncate { }",
                "stage.truncate {\n rule { }\n}",
                "stage.truncate {\n rule { limit = \"0\" }\n}",
                "stage.truncate {\n rule {\n limit = \"3B\"\n suffix = \"...\"\n }\n}",
                "stage.truncate {\n rule {\n limit = \"3B\"\n sources = [\"a\"]\n }\n}",
                "stage.truncate {\n rule {\n limit = \"3B\"\n source_type = \"words\"\n }\n}",
                "stage.split_json { source = \"\" }",
                "stage.pack { }",
            })
    void refusesWhatCannotBe(String text) {
        assertThatThrownBy(() -> Pipeline.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)\\d+:\\d+: .*")
                .message()
                .containsAnyOf("expected", "needs", "What to do", "; write", "RE2 has no");
    }
}
