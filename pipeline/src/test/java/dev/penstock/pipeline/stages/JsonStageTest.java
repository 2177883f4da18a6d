package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.syntax.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStageTest {

    private static Extraction.Outcome run(String expressions, String line) {
        return Extraction.of("stage.json { expressions = { " + expressions + " } }")
                .run(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\1', textBlock = """
            x = ""                  ¦ {"x":"a"}                     ¦ a
            x = null                ¦ {"x":"a"}                     ¦ a
            x = "y"                 ¦ {"y":"a"}                     ¦ a
            x = "a.b"               ¦ {"a":{"b":"c"}}               ¦ c
            x = "a[1]"              ¦ {"a":["b","c"]}               ¦ c
            x = "\\"a-b\\""         ¦ {"a-b":"c"}                   ¦ c
            x = "\\"a.b\\""         ¦ {"a.b":"c"}                   ¦ c
            x = "a || b"            ¦ {"b":"c"}                     ¦ c
            x = ""                  ¦ {"x":1,"x":"last"}            ¦ last
            x = ""                  ¦ {"x":{"a":[1,"<b>"]}}         ¦ {"a":[1,"\\u003cb\\u003e"]}
            x = ""                  ¦ {"x":[]}                      ¦ []
            x = ""                  ¦ {"x":""}                      ¦ ''
            x = ""                  ¦ {"x":"\\u00e9\\n"}            ¦ é\\n
            x = ""                  ¦  { "x" : "a" }                ¦ a
            """)
    void aTextIsExtracted(String expressions, String line, String expected) {
        String wanted = expected.equals("''") ? "" : expected.replace("é\\n", "é\n");
        assertThat(run(expressions, line).get("x")).isEqualTo(wanted);
    }

    @Test
    void numbersAreDoublesAndTruthsAreTruths() {
        Extraction.Outcome outcome = run(
                "i = \"\", f = \"\", e = \"\", big = \"\", t = \"\"",
                "{\"i\":1,\"f\":1.5,\"e\":1e3,\"big\":9007199254740993,\"t\":false}");

        assertThat(outcome.get("i")).isEqualTo(1.0);
        assertThat(outcome.get("f")).isEqualTo(1.5);
        assertThat(outcome.get("e")).isEqualTo(1000.0);
        assertThat(outcome.get("big")).isEqualTo(9007199254740992.0);
        assertThat(outcome.get("t")).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":null}", "{}", "{\"y\":1}", "null", " null "})
    void whatIsNotFoundIsNullAndTakesThePlaceOfALabelsValue(String line) {
        Extraction.Outcome outcome = Extraction.of("stage.json { expressions = { x = \"\" } }")
                .label("x", "label")
                .run(line);

        assertThat(outcome.get("x")).isSameAs(Extracted.NULL);
        assertThat(outcome.labels()).containsEntry("x", "label");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[1]",
                "1",
                "\"x\"",
                "true",
                "{\"x\":1",
                "{\"x\":1} y",
                "{\"x\":1}{}",
                "{'x':1}",
                "{x:1}"
            })
    void whatIsNoObjectExtractsNothingAndIsDroppedWhenAskedFor(String line) {
        Extraction.Outcome kept = Extraction.of("stage.json { expressions = { x = \"\" } }")
                .extracted("x", "before")
                .run(line);
        assertThat(kept.get("x")).isEqualTo("before");
        assertThat(kept.dropped()).isEmpty();
        assertThat(kept.line()).isEqualTo(line);

        Extraction.Outcome dropped = Extraction.of("stage.json { drop_malformed = true \n expressions = { x = \"\" } }")
                .run(line);
        assertThat(dropped.dropped()).containsExactly("stage.json: json_stage");
    }

    @Test
    void nullIsNotMalformed() {
        assertThat(Extraction.of("stage.json { drop_malformed = true \n expressions = { x = \"\" } }")
                        .run("null")
                        .dropped())
                .isEmpty();
    }

    @Test
    void theSourceIsReadInPlaceOfTheLine() {
        Extraction stage =
                Extraction.of("stage.json { source = \"ctx\" \n drop_malformed = true \n expressions = { x = \"\" } }");

        assertThat(stage.extracted("ctx", "{\"x\":\"a\"}").run("{\"x\":\"b\"}").get("x"))
                .isEqualTo("a");
        assertThat(stage.extracted("ctx", Extracted.NULL).run("{\"x\":\"b\"}").extracted())
                .doesNotContainKey("x");
        assertThat(stage.extracted("ctx", 12.0).run("{}").dropped()).hasSize(1);
    }

    @Test
    void aSourceThatIsMissingIsNotMalformed() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.json { source = \"ctx\" \n drop_malformed = true \n expressions = { x = \"\" } }")
                .run("{\"x\":1}");

        assertThat(outcome.dropped()).isEmpty();
        assertThat(outcome.extracted()).isEmpty();
    }

    @Test
    void aValueOfTheEventMayBeTheSource() {
        assertThat(Extraction.of("stage.json { source = \"message\" \n expressions = { x = \"\" } }")
                        .value("message", "{\"x\":\"a\"}")
                        .run("INFO {}")
                        .get("x"))
                .isEqualTo("a");
    }

    @Test
    void keysOfTheTopLevelAreSelectedByARegexAfterTheExpressions() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.json { regex = \"^http|b$\" \n expressions = { http_a = \"other\" } }")
                .run(
                        "{\"http_a\":\"1\",\"other\":\"2\",\"a.b\":3,\"c\":{\"http\":4},\"http_null\":null,\"http_o\":{\"x\":1}}");

        assertThat(outcome.extracted())
                .containsOnlyKeys("http_a", "a.b", "http_null", "http_o")
                .containsEntry("http_a", "1")
                .containsEntry("a.b", 3.0)
                .containsEntry("http_null", Extracted.NULL)
                .containsEntry("http_o", "{\"x\":1}");
    }

    @Test
    void anExpressionThatFailsCostsItsNameAlone() {
        Extraction.Outcome outcome = Extraction.of("stage.json { expressions = { x = \"length(a)\", y = \"a\" } }")
                .extracted("x", "before")
                .run("{\"a\":1}");

        assertThat(outcome.get("x")).isEqualTo("before");
        assertThat(outcome.get("y")).isEqualTo(1.0);
    }

    @Test
    void severalStagesReadTheSameLine() {
        Extraction.Outcome outcome = Extraction.of("""
                        stage.json { expressions = { a = "" } }
                        stage.json { expressions = { b = "" } }
                        stage.json { source = "b" \n expressions = { c = "" } }
                        stage.json { expressions = { d = "" } }
                        stage.output { source = "b" }
                        stage.json { expressions = { e = "c" } }
                        """).run("{\"a\":1,\"b\":\"{\\\"c\\\":2}\",\"d\":3}");

        assertThat(outcome.extracted())
                .containsEntry("a", 1.0)
                .containsEntry("b", "{\"c\":2}")
                .containsEntry("c", 2.0)
                .containsEntry("d", 3.0)
                .containsEntry("e", 2.0);
    }

    @Test
    void aLineThatIsTheSameAsTheOneBeforeIsReadAgain() {
        Extraction stage = Extraction.of("stage.json { expressions = { a = \"\" } }");

        assertThat(stage.run("{\"a\":1}").get("a")).isEqualTo(1.0);
        assertThat(stage.run("{\"a\":2}").get("a")).isEqualTo(2.0);
        assertThat(stage.run("x").extracted()).isEmpty();
        assertThat(stage.run("{\"a\":1}").get("a")).isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            { }                                                | extracts nothing
            { expressions = { } }                              | extracts nothing
            { expressions = { x = "" }; source = "" }          | source is empty
            { expressions = { x = "a[" } }                     | the expression of 'x'
            { expressions = { x = "" }; regex = "(" }          | regex
            { expression = { x = "" } }                        | expressions
            { expressions = "x" }                              | expressions
            """)
    void whatCannotBeIsRefused(String body, String expected) {
        assertThatThrownBy(() -> Extraction.of("stage.json " + body.replace(";", "\n")))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void whatIsWrongIsSaidWhereItIs() {
        assertThatThrownBy(() -> Extraction.of("stage.json {\n  expressions = { x = \"a[\" }\n}"))
                .hasMessageStartingWith("2:23: ");
    }
}
