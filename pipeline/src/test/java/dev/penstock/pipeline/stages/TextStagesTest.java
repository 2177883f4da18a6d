package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.pipeline.syntax.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code stage.template}, {@code stage.replace}, {@code stage.luhn} and {@code stage.decolorize}. */
class TextStagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\1', textBlock = """
            {{ .Value }}                                    ¦ v
            {{ .Value | ToUpper }}-{{ .app }}               ¦ V-shop
            {{ .Entry }}                                    ¦ the line
            {{ .missing }}                                  ¦ <no value>
            {{ .nothing }}                                  ¦ <no value>
            {{ .number }}                                   ¦ 12.5
            {{ .level }}                                    ¦ INFO
            {{ if eq .truth "true" }}yes{{ else }}no{{ end }} ¦ yes
            constant                                        ¦ constant
            {{ ToUpper .missing }}                          ¦ v
            {{ .Value }}{{ regexReplaceAll "(" .Value "x" }} ¦ v
            {{ Sha2Hash "salt" "x" | len }}               ¦ 64
            """)
    void aTemplateMakesAValue(String template, String expected) {
        Extraction stage = Extraction.of("stage.template { source = \"x\" \n template = `" + template + "` }");
        Extraction.Outcome outcome = stage.label("app", "shop")
                .value("level", "INFO")
                .extracted("x", "v")
                .extracted("nothing", Extracted.NULL)
                .extracted("number", 12.5)
                .extracted("truth", true)
                .extracted("Entry", "not this")
                .run("the line");

        assertThat(outcome.get("x")).isEqualTo(expected);
    }

    @Test
    void aTemplateThatAlwaysFailsIsWarnedOf() {
        Extraction stage = Extraction.of("stage.template { source = \"x\" \n template = `{{ Trim .Value }}` }");

        assertThat(stage.extracted("x", "v").run("line").get("x")).isEqualTo("v");
        assertThat(stage.syntax.notes())
                .singleElement()
                .satisfies(
                        note -> assertThat(note.toString()).startsWith("2:13: ").contains("Trim"));
    }

    @Test
    void aTemplateCreatesItsSource() {
        assertThat(Extraction.of("stage.template { source = \"x\" \n template = \"{{ .Value }} {{ .Entry }}\" }")
                        .run("line")
                        .get("x"))
                .isEqualTo("<no value> line");
    }

    @Test
    void anEmptyResultTakesTheValueAway() {
        assertThat(Extraction.of("stage.template { source = \"level\" \n template = \"\" }")
                        .value("level", "INFO")
                        .run("line")
                        .extracted())
                .isEmpty();
    }

    @Test
    void theWholeOfTheDataCanBeRanged() {
        assertThat(Extraction.of(
                                "stage.template { source = \"x\" \n template = `{{ range $k, $v := . }}{{ $k }}={{ $v }};{{ end }}` }")
                        .extracted("a", 1.0)
                        .extracted("n", Extracted.NULL)
                        .extracted("x", "v")
                        .run("line")
                        .get("x"))
                .isEqualTo("Entry=line;Value=v;a=1;x=v;");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\1', textBlock = """
            password=(\\S+)      ¦ ***                     ¦ password=abc x password=d ¦ password=*** x password=***
            (\\d+)               ¦                         ¦ a1b22c                    ¦ abc
            \\d+                 ¦ ***                     ¦ a1b22c                    ¦ a1b22c
            (a)(b)?              ¦ <{{ .Value }}>          ¦ ab a                      ¦ <a><b> <a>
            ((a)b)               ¦ <{{ .Value }}>          ¦ abab                      ¦ <ab><ab>
            (\\w+) (\\w+)        ¦ {{ .Value | ToUpper }} ¦ ann bob, cy dan           ¦ ANN BOB, CY DAN
            (x)                  ¦ {{ .app }}              ¦ axb                       ¦ ashopb
            (x)                  ¦ $1                      ¦ axb                       ¦ a$1b
            (x)                  ¦ {{ .Entry }}            ¦ axb                       ¦ a<no value>b
            (x)                  ¦ {{ ToUpper .missing }}  ¦ axb                       ¦ axb
            (x)                  ¦ y                       ¦ abc                       ¦ abc
            ()b                  ¦ -                       ¦ abab                      ¦ a-ba-b
            """)
    void groupsAreReplaced(String expression, String replace, String line, String expected) {
        assertThat(Extraction.of("stage.replace { expression = `" + expression + "` \n replace = `"
                                + (replace == null ? "" : replace) + "` }")
                        .label("app", "shop")
                        .run(line)
                        .line())
                .isEqualTo(expected);
    }

    @Test
    void namedGroupsAreExtractedAsTheyAreReplaced() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.replace { expression = `(?P<who>(?P<initial>\\w)\\w+) (?P<none>!)?` \n replace = `<{{ .Value }}>` }")
                .run("ann bob ! cy");

        assertThat(outcome.line()).isEqualTo("<ann> <bob> <!> cy");
        assertThat(outcome.extracted()).containsEntry("who", "<ann>").containsEntry("initial", "<a>");
        assertThat(outcome.extracted()).doesNotContainKey("none");
    }

    @Test
    void aSourceIsReplacedInPlace() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.replace { source = \"x\" \n expression = \"(1)\" \n replace = \"2\" }")
                .extracted("x", 11.0)
                .run("1");

        assertThat(outcome.get("x")).isEqualTo("22");
        assertThat(outcome.line()).isEqualTo("1");
    }

    @Test
    void anEmptySourceOfReplaceIsTheLine() {
        assertThat(Extraction.of("stage.replace { source = \"\" \n expression = \"(1)\" }")
                        .run("a1")
                        .line())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
                                   | card 4111111111111111 ok     | card **REDACTED** ok
                                   | card 4111111111111112 ok     | card 4111111111111112 ok
                                   | 4111 1111 1111 1111          | 4111 1111 1111 1111
            delimiters = " -"      | 4111 1111-1111 1111 ok       | **REDACTED** ok
            replacement = "x"      | 4111111111111111             | x
            replacement = ""       | 4111111111111111             | **REDACTED**
            min_length = 2         | 18 19                        | **REDACTED** 19
            min_length = 0         | 18 4111111111111111          | 18 **REDACTED**
            skip_regex = "id=\\\\d+" | id=4111111111111111 4111111111111111 | id=4111111111111111 **REDACTED**
            """)
    void cardNumbersAreMasked(String settings, String line, String expected) {
        assertThat(Extraction.of("stage.luhn { " + (settings == null ? "" : settings) + " }")
                        .run(line)
                        .line())
                .isEqualTo(expected);
    }

    @Test
    void whatLuhnMakesOfItsSourceBecomesTheLine() {
        Extraction stage = Extraction.of("stage.luhn { source = \"x\" }");

        assertThat(stage.run("4111111111111111").line()).isEqualTo("4111111111111111");
        assertThat(stage.extracted("x", 4111111111111111.0)
                        .run("4111111111111111")
                        .line())
                .isEqualTo("4111111111111111");
        Extraction.Outcome outcome = stage.extracted("x", "no 4111111111111111").run("line");
        assertThat(outcome.line()).isEqualTo("no **REDACTED**");
        assertThat(outcome.get("x")).isEqualTo("no 4111111111111111");
    }

    @Test
    void coloursAreTakenOut() {
        Extraction stage = Extraction.of("stage.decolorize { }");

        assertThat(stage.run("\u001b[31mred\u001b[0m \u009b1;32mgreen\u001b[m").line())
                .doesNotContain("\u001b[31m", "\u001b[0m")
                .startsWith("red ");
        assertThat(stage.run("plain [31m").line()).isEqualTo("plain [31m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            stage.template { source = "x" }                              | template
            stage.template { template = "x" }                            | source
            stage.template { source = ""; template = "x" }               | source is empty
            stage.template { source = "x"; template = "{{ .Value" }      | 2:13
            stage.template { source = "x"; template = "{{ nope . }}" }   | nope
            stage.replace { replace = "x" }                              | expression
            stage.replace { expression = ""; replace = "x" }             | expression is empty
            stage.replace { expression = "("; replace = "x" }            | 1:30
            stage.replace { expression = "(x)"; replace = "{{" }         | 2:12
            stage.luhn { source = "" }                                   | source is empty
            stage.luhn { skip_regex = "(" }                              | 1:27
            stage.luhn { min_length = "x" }                              | min_length
            stage.decolorize { source = "x" }                            | source
            """)
    void whatCannotBeIsRefused(String text, String expected) {
        assertThatThrownBy(() -> Extraction.of(text.replace(";", "\n")))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void templatesSeeNothingOfTheEntryBefore() {
        Extraction stage = Extraction.of("stage.json { expressions = { a = \"\" } }\n"
                + "stage.template { source = \"x\" \n template = \"{{ .a }}\" }");

        assertThat(stage.run("{\"a\":1}").extracted()).contains(entry("x", "1"));
        assertThat(stage.run("none").extracted()).containsExactly(entry("x", "<no value>"));
    }
}
