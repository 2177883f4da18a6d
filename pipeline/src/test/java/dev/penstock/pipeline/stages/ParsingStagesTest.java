package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.pipeline.syntax.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stage.logfmt}, {@code stage.regex} and {@code stage.pattern}. */
class ParsingStagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            a=1                      | 1
            b=2 a=1                  | 1
            a="x y"                  | x y
            a="x\\"y\\u00e9"         | x"yé
            a                        | EMPTY
            a=                       | EMPTY
            a=1 a=2                  | 2
            a=1 b=x"y a=2            | 1
            a=1 b="open              | 1
            b=x"y a=2                | NONE
            one two three            | NONE
            """)
    void logfmtPairsAreExtractedAsTexts(String line, String expected) {
        Object found = Extraction.of("stage.logfmt { mapping = { a = \"\" } }")
                .run(line)
                .get("a");

        assertThat(found).isEqualTo(expected.equals("NONE") ? null : expected.replace("EMPTY", ""));
    }

    @Test
    void logfmtReadsLineByLine() {
        assertThat(Extraction.of("stage.logfmt { mapping = { x = \"a\", b = null } }")
                        .run("a=1 b=2\na=3")
                        .extracted())
                .containsExactly(entry("b", "2"), entry("x", "3"));
    }

    @Test
    void oneLogfmtKeyHasOneTarget() {
        assertThat(Extraction.of("stage.logfmt { mapping = { x = \"a\", y = \"a\" } }")
                        .run("a=1")
                        .extracted())
                .hasSize(1);
    }

    @Test
    void logfmtKeysAreSelectedByARegex() {
        assertThat(Extraction.of("stage.logfmt { regex = \"^http\" \n mapping = { m = \"http_method\" } }")
                        .run("http_method=GET status=200 http_path=/a")
                        .extracted())
                .containsExactly(entry("http_method", "GET"), entry("http_path", "/a"), entry("m", "GET"));
    }

    @Test
    void anEmptySourceOfLogfmtIsTheLine() {
        assertThat(Extraction.of("stage.logfmt { source = \"\" \n mapping = { a = \"\" } }")
                        .run("a=1")
                        .get("a"))
                .isEqualTo("1");
        assertThat(Extraction.of("stage.logfmt { source = \"ctx\" \n mapping = { a = \"\" } }")
                        .extracted("ctx", "a=2")
                        .run("a=1")
                        .get("a"))
                .isEqualTo("2");
        assertThat(Extraction.of("stage.logfmt { source = \"ctx\" \n mapping = { a = \"\" } }")
                        .run("a=1")
                        .extracted())
                .isEmpty();
    }

    @Test
    void namedGroupsOfTheFirstMatchAreExtracted() {
        assertThat(Extraction.of("""
                        stage.regex { expression = "(?P<user_1>\\\\w+)@(?<host>\\\\w+)(?P<port>:\\\\d+)?(x)?" }
                        """).run("to ann@shop and bob@home:1").extracted())
                .containsExactly(entry("host", "shop"), entry("port", ""), entry("user_1", "ann"));
    }

    @Test
    void aRegexThatDoesNotMatchChangesNothing() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.regex { labels_from_groups = true \n expression = \"(?P<a>x)$\" }")
                .label("a", "label")
                .run("x\n");

        assertThat(outcome.extracted()).containsExactly(entry("a", "label"));
        assertThat(outcome.labels()).containsExactly(entry("a", "label"));
    }

    @Test
    void theDotOfARegexIsNoLineBreak() {
        assertThat(Extraction.of("stage.regex { expression = \"(?P<a>x.*)\" }")
                        .run("wx1\ny")
                        .get("a"))
                .isEqualTo("x1");
    }

    @Test
    void groupsBecomeLabelsWhenAskedFor() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.regex { labels_from_groups = true \n expression = `(?P<a>x)(?P<b>y)?` }")
                .label("a", "old")
                .label("b", "old")
                .run("x");

        assertThat(outcome.labels()).containsExactly(entry("a", "x"), entry("b", ""));
        assertThat(outcome.extracted()).containsExactly(entry("a", "x"), entry("b", ""));
    }

    @Test
    void aRegexReadsItsSource() {
        Extraction stage = Extraction.of("stage.regex { source = \"n\" \n expression = `^(?P<a>\\d+)$` }");
        assertThat(stage.run("1").extracted()).isEmpty();
        assertThat(stage.extracted("n", 12.0).run("x").get("a")).isEqualTo("12");
        assertThat(stage.extracted("n", Extracted.NULL).run("1").extracted()).doesNotContainKey("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            <ip> - <_> "<method> <path>"  | 1.2.3.4 - ann "GET /a b" rest | 1.2.3.4 | GET  | /a b
            <ip> <method>                 | 1.2.3.4 GET /a                | 1.2.3.4 | GET /a | NONE
            <ip> - <method> <path>        | 1.2.3.4 - GET                 | 1.2.3.4 | GET  | NONE
            at <ip>                       | not at 1.2.3.4                | NONE    | NONE | NONE
            <ip> x <path>                 | 1.2.3.4                       | 1.2.3.4 | NONE | NONE
            """)
    void patternsCapture(String pattern, String line, String ip, String method, String path) {
        Extraction.Outcome outcome =
                Extraction.of("stage.pattern { pattern = `" + pattern + "` }").run(line);

        assertThat(String.valueOf(outcome.extracted().getOrDefault("ip", "NONE")))
                .isEqualTo(ip);
        assertThat(String.valueOf(outcome.extracted().getOrDefault("method", "NONE")))
                .isEqualTo(method);
        assertThat(String.valueOf(outcome.extracted().getOrDefault("path", "NONE")))
                .isEqualTo(path);
    }

    @Test
    void capturesBecomeLabelsWhenAskedFor() {
        Extraction.Outcome outcome = Extraction.of(
                        "stage.pattern { source = \"m\" \n labels_from_groups = true \n pattern = \"<a> <b>\" }")
                .label("a", "old")
                .extracted("m", "x y")
                .run("line");

        assertThat(outcome.labels()).containsExactly(entry("a", "x"), entry("b", "y"));
        assertThat(outcome.get("a")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            stage.logfmt { }                                        | extracts nothing
            stage.logfmt { mapping = {} }                           | extracts nothing
            stage.logfmt { regex = "(" }                            | 1:24
            stage.regex { }                                         | expression
            stage.regex { expression = "" }                         | expression is empty
            stage.regex { expression = "(?=x)" }                    | 1:28
            stage.regex { expression = "(?P<a>x)(?P<a>y)" }         | 1:28
            stage.regex { expression = "(x)"; source = "" }         | source is empty
            stage.pattern { }                                       | pattern
            stage.pattern { pattern = "" }                          | 1:27
            stage.pattern { pattern = "x" }                         | 1:27
            stage.pattern { pattern = "<_> x" }                     | 1:27
            stage.pattern { pattern = "<a><b>" }                    | 1:27
            stage.pattern { pattern = "<a> <a>" }                   | 1:27
            stage.pattern { pattern = "<a>"; source = "" }          | source is empty
            stage.regex { expresion = "(x)" }                       | expression
            """)
    void whatCannotBeIsRefused(String text, String expected) {
        assertThatThrownBy(() -> Extraction.of(text.replace(";", "\n")))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "=", "\"", "\u0000", "\uD800", "a=\uDC00"})
    void oddLinesAreHarmless(String line) {
        for (String stage : new String[] {
            "stage.logfmt { regex = \".\" }",
            "stage.regex { expression = `(?P<a>.?)` }",
            "stage.pattern { pattern = \"<a> <b>\" }"
        }) {
            assertThat(Extraction.of(stage).run(line).line()).isEqualTo(line);
        }
    }
}
