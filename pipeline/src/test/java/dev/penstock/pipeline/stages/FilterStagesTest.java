package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.Pipeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterStagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expression = \"debug\"                              | a debug line | dropped",
                "expression = \"debug\"                              | info         | kept",
                "expression = \"^debug$\"                            | a debug line | kept",
                "longer_than = \"5B\"                                | 12345        | kept",
                "longer_than = \"5B\"                                | 123456       | dropped",
                "longer_than = \"5B\"                                | äöü          | dropped",
                "source = \"level\"                                  | x            | dropped",
                "source = \"nothing\"                                | x            | kept",
                "source = \"level,nothing\"                          | x            | kept",
                "source = \"level,user\"                             | x            | dropped",
                "source = \"level\"; value = \"INFO\"                | x            | dropped",
                "source = \"level\"; value = \"INF\"                 | x            | kept",
                "source = \"level\"; expression = \"IN.O\"           | x            | dropped",
                "source = \"level,user\"; value = \"INFO;u1\"        | x            | dropped",
                "source = \"level,none,user\"; value = \"INFO;u1\"   | x            | dropped",
                "source = \"level,user\"; separator = \"-\"; expression = \"^INFO-u1$\" | x | dropped",
                "source = \"nothing\"; expression = \"^$\"           | x            | dropped",
                "source = \"nothing\"; expression = \"a\"            | x            | kept",
                "source = \"level, user\"; value = \"INFO\"          | x            | dropped",
                "expression = \"debug\"; longer_than = \"100B\"      | debug        | kept",
            })
    void dropsWhatMeetsAllConditions(String conditions, String line, String outcome) {
        Stages stages = Stages.of("stage.drop {\n" + conditions.replace("; ", "\n") + "\n}")
                .value("level", "INFO")
                .value("user", "u1");

        stages.send(line);

        assertThat(stages.shipped).hasSize(outcome.equals("kept") ? 1 : 0);
        if (outcome.equals("dropped")) {
            assertThat(stages.dropped).containsExactly("stage.drop (line 1): drop_stage");
        }
    }

    @Test
    void dropsWhatIsTooOld() {
        Stages stages = Stages.of("stage.drop {\n older_than = \"1h\"\n drop_counter_reason = \"old\"\n }");

        stages.at(Stages.NOW.minus(Duration.ofMinutes(61))).send("old");
        stages.at(Stages.NOW.minus(Duration.ofMinutes(59))).send("new");

        assertThat(stages.dropped).containsExactly("stage.drop (line 1): old");
        assertThat(stages.shipped).hasSize(1);
    }

    @Test
    void matchSendsOnlyWhatMatchesThroughItsStages() {
        Stages stages = Stages.of("""
                stage.match {
                  selector = "{app=\\"shop\\"} |= \\"order\\""
                  stage.static_labels { values = { kind = "order" } }
                }
                stage.static_labels { values = { all = "yes" } }
                """).label("app", "shop");

        assertThat(stages.one("an order").labels().toString()).isEqualTo("{app=shop, kind=order, all=yes}");
        assertThat(stages.one("a visit").labels().toString()).isEqualTo("{app=shop, all=yes}");
    }

    @Test
    void matchDropsByLabelAndLine() {
        Stages stages = Stages.of("""
                stage.match {
                  selector            = "{level=~\\"DEBUG|TRACE\\"} != \\"keep\\""
                  action              = "drop"
                  drop_counter_reason = "noise"
                }
                """).label("level", "DEBUG");

        stages.send("a").send("keep");

        assertThat(stages.dropped).containsExactly("stage.match (line 1): noise");
        assertThat(stages.shipped).hasSize(1);
    }

    @Test
    void aNestedPipelineBeginsWithTheLabelsAsTheyAre() {
        Stages stages = Stages.of("""
                stage.json { expressions = { level = "" } }
                stage.match {
                  selector = "{level!=\\"\\"}"
                  stage.template {
                    source   = "out"
                    template = "{{ .level }}"
                  }
                  stage.output { source = "out" }
                }
                """).label("level", "label");

        assertThat(stages.one("{\"level\":\"json\"}").line()).isEqualTo("label");
    }

    @Test
    void stagesAfterANestedDropAreNotReached() {
        Stages stages = Stages.of("""
                stage.match {
                  selector = "{app=\\"shop\\"}"
                  stage.drop { expression = "debug" }
                }
                """).label("app", "shop");

        stages.send("debug").send("info");

        assertThat(stages.dropped).containsExactly("stage.drop (line 3): drop_stage");
        assertThat(stages.shipped).hasSize(1);
    }

    @Test
    void limitHasEntriesWait() {
        Stages stages = Stages.of("stage.limit {\n rate = 10\n burst = 2\n}");

        stages.send("a").send("b").send("c").send("d");

        assertThat(stages.shipped).hasSize(4);
        assertThat(stages.nanos.get()).isBetween(199_999_000L, 200_001_000L);
    }

    @Test
    void limitHasNobodyWaitOnceTheShipperCloses() {
        Stages stages = Stages.of("stage.limit {\n rate = 1\n burst = 1\n}");
        stages.closing = true;

        stages.send("a").send("b").send("c");

        assertThat(stages.shipped).hasSize(3);
    }

    @Test
    void limitDrops() {
        Stages stages = Stages.of("stage.limit {\n rate = 1\n burst = 2\n drop = true\n}");

        stages.send("a").send("b").send("c");
        stages.nanos.addAndGet(1_000_000_000);
        stages.send("d");

        assertThat(stages.shipped).hasSize(3);
        assertThat(stages.dropped).containsExactly("stage.limit (line 1): ratelimit_drop_stage");
    }

    @Test
    void limitByLabelHasABucketForEachValue() {
        Stages stages = Stages.of("stage.limit {\n rate = 1\n burst = 1\n drop = true\n by_label_name = \"user\"\n}");

        stages.send("no label").send("no label");
        stages.label("user", "a").send("1").send("2");
        stages.label("user", "b").send("3");

        assertThat(stages.shipped).hasSize(4);
        assertThat(stages.dropped).hasSize(1);
    }

    @Test
    void samplingKeepsAllOrNone() {
        Stages all = Stages.of("stage.sampling { rate = 1 }");
        Stages none = Stages.of("stage.sampling { rate = 0 }");

        for (int i = 0; i < 100; i++) {
            all.send("x");
            none.send("x");
        }

        assertThat(all.shipped).hasSize(100);
        assertThat(none.dropped).hasSize(100).allMatch("stage.sampling (line 1): sampling_stage"::equals);
    }

    @Test
    void relabelRulesChangeAndDrop() {
        Stages stages = Stages.of("""
                rule {
                  source_labels = ["pod"]
                  regex         = "(.*)-\\\\d+"
                  target_label  = "app"
                }
                rule {
                  regex  = "pod"
                  action = "labeldrop"
                }
                rule {
                  source_labels = ["app"]
                  regex         = "noise"
                  action        = "drop"
                }
                """).label("pod", "shop-1");

        assertThat(stages.one("x").labels().toString()).isEqualTo("{app=shop}");
        stages.label("pod", "noise-1").send("x");
        assertThat(stages.dropped).containsExactly("rule (line 10): relabel");
    }

    @Test
    void rulesThatLeaveNoLabelDropNothing() {
        Stages stages = Stages.of("rule {\n regex = \".*\"\n action = \"labeldrop\"\n}");

        assertThat(stages.label("a", "b").one("x").labels()).isEmpty();
        assertThat(Stages.of("rule {\n regex = \".*\"\n action = \"labeldrop\"\n}")
                        .one("x")
                        .labels())
                .isEmpty();
    }

    @Test
    void multilineIsAcceptedWithANote() {
        Pipeline pipeline = Pipeline.parse("stage.multiline { firstline = \"^\\\\d\" }");

        assertThat(pipeline.notes()).singleElement().asString().contains("1:1").contains("whole already");
        assertThat(Stages.of("stage.multiline { firstline = \"^\\\\d\" }")
                        .one("no digit")
                        .line())
                .isEqualTo("no digit");
    }

    @Test
    void aListOfStagesIsToldToBeBlocks() {
        assertThatThrownBy(() -> Pipeline.parse("""
                        stage.match {
                          selector = "{app=\\"shop\\"}"
                          stages   = [{ json = { expressions = { level = "" } } }]
                        }"""))
                .hasMessageStartingWith("3:14: ")
                .hasMessageContaining("stages stand as blocks in stage.match: stage.match { selector = …")
                .hasMessageNotContaining("does nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stage.drop { }",
                "stage.drop { value = \"x\" }",
                "stage.drop {\n source = \"a\"\n value = \"x\"\n expression = \"y\"\n}",
                "stage.drop { expression = \"(?=a)\" }",
                "stage.drop { longer_than = \"8kb\" }",
                "stage.drop { older_than = \"1d\" }",
                "stage.match { selector = \"{app=\\\"a\\\"}\" }",
                "stage.match { selector = \"app\" }",
                "stage.match {\n selector = \"{a=\\\"b\\\"}\"\n action = \"drop\"\n stage.drop { expression = \"x\" }\n}",
                "stage.match {\n selector = \"{a=\\\"b\\\"}\"\n action = \"discard\"\n}",
                "stage.limit { rate = 0\n burst = 1 }",
                "stage.limit { burst = 1 }",
                "stage.limit {\n rate = 1\n burst = 1\n by_label_name = \"a\"\n}",
                "stage.sampling { rate = 1.5 }",
                "stage.sampling { }",
                "stage.multiline { }",
                "rule { action = \"explode\" }",
            })
    void refusesWhatCannotBe(String text) {
        assertThatThrownBy(() -> Pipeline.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)\\d+:\\d+: .*")
                .message()
                .containsAnyOf("expected", "needs", "What to do", "; write", "RE2 has no");
    }
}
