package dev.penstock.pipeline.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserRecoveryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stages = [ stage.json { a = 1 } ] | 1:23",
                "stages = [;stage.json {;a = 1;},;] | 2:1",
            })
    void blocksInAListAreNoValues(String text, String position) {
        assertThatThrownBy(() -> Parser.parse(text.replace(';', '\n')))
                .hasMessageStartingWith(position + ": ")
                .hasMessageContaining("a list has values in it, no blocks");
    }

    @Test
    void eachWrongLineIsReportedOnce() {
        assertThat(positions("""
                # a comment
                stage.json {
                  expressions = { level: "", msg: "" }
                  source = 'x'
                }
                stage.regex {
                  expression = "\\d+ \\w+"
                  source = "a" labels = "b"
                }
                stage.drop {
                  values = [
                    "a"
                  ]
                  older_than = 24h,
                }
                ok = 1
                wrong = = 2
                """)).isEqualTo("1:1 3:24 4:12 7:17 8:16 12:8 14:16 17:9");
    }

    @Test
    void aListThatIsNotClosedDoesNotSwallowTheBlocksBehindIt() {
        assertThat(positions("a = [\"x\",\nstage.json {\n b = = 1\n}\nc = ?\n")).isEqualTo("2:1 3:6 5:5");
        assertThat(positions("x {\n a = [1, 2\n}\ny {\n b = = 1\n}")).isEqualTo("2:11 5:6");
    }

    @Test
    void aBlockWhoseFirstLineIsWrongLeavesNoErrorsBehind() {
        assertThat(positions("stage.json \"x {\n  a = 1\n}\nb = = 2")).isEqualTo("1:12 4:5");
        assertThat(positions("a\n{\n b = 1\n}\nc = = 1")).isEqualTo("1:2 5:5");
        assertThat(positions("stage.json = {\n  a = 1\n}\nb = = 2")).isEqualTo("1:12 4:5");
    }

    @Test
    void operatorsStandAtTheEndOfALine() {
        assertThatThrownBy(() -> Parser.parse("a = \"x\"\n  + \"y\""))
                .hasMessageStartingWith(
                        "2:3: found '+', expected the name of a block or an attribute; an operator stands at the end");
        assertThat(Parser.parse("a = \"x\" +\n  \"y\"")).hasSize(1);
    }

    @Test
    void whatIsSomethingElseAltogetherHasAnEnd() {
        SyntaxException e = catchThrowableOfType(SyntaxException.class, () -> Parser.parse("?\n".repeat(1000)));
        assertThat(e.problems()).hasSize(100);
        assertThat(e.getMessage().lines()).hasSize(21);
    }

    @Test
    void snippetsShowTheLinesAround() {
        String text = "a {\n\tb = 'ü'\n}\n";
        SyntaxException e = catchThrowableOfType(SyntaxException.class, () -> Parser.parse(text));
        assertThat(e.snippets(text)).isEqualTo("""
                        Error: 2:6: strings are written in double quotes, not in single ones: "ü"

                        1 | a {
                        2 |     b = 'ü'
                          |         ^^^
                        3 | }""");
    }

    @Test
    void placesAreKeptInTheTree() {
        Block block =
                (Block) Parser.parse("stage.x \"l\" {\n  a = `é` + \"b\"\n}").get(0);
        Attribute attribute = (Attribute) block.body().get(0);
        Expression.Binary sum = (Expression.Binary) attribute.value();
        assertThat(block.span()).isEqualTo(new Span(1, 1, 1, 12));
        assertThat(block.end()).isEqualTo(new Position(3, 1));
        assertThat(attribute.span()).isEqualTo(new Span(2, 3, 2, 4));
        assertThat(sum.span()).isEqualTo(new Span(2, 7, 2, 17));
        assertThat(((Expression.Text) sum.left()).raw()).isTrue();
        assertThat(((Expression.Text) sum.right()).raw()).isFalse();
    }

    @Test
    void keysKeepWhatTheirQuotesHold() {
        Expression.Fields map = (Expression.Fields) ((Attribute)
                        Parser.parse("a = { \"b\\\\c\" = 1, \"\" = 2, d = 3, }").get(0))
                .value();
        assertThat(map.fields()).extracting(Expression.Field::name).containsExactly("b\\\\c", "\"\"", "d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "```alloy↵stage.json { }↵``` | 1:1: this is Markdown",
                "text↵```↵stage.json { }↵``` | 2:1: this is Markdown",
                "pipeline_stages:↵  - json:↵      expressions: | 1:1: this looks like Promtail's YAML",
                "- json:↵    expressions:↵      level: level | 1:3: this looks like Promtail's YAML",
                "server:↵  port: 1↵scrape_configs:↵ - job_name: x | 3:1: this looks like Promtail's YAML",
                "- source_labels: [a]↵  regex: b | 1:3: this looks like Prometheus' YAML",
                "apiVersion: v1↵kind: ConfigMap↵data:↵  config.alloy: #124;↵    stage.json { } | 4:3: this is YAML around",
                "foo:↵  bar: 1 | 1:1: this looks like YAML",
                "stage.json {↵ expressions = { a = {{ .Values.a }} }↵} | 2:22: found a placeholder {{ … }}",
                "{% if x %}↵stage.json { }↵{% endif %} | 1:1: found a tag {% … %} of Jinja",
                "stage.template {↵ template = \"{{ .Value }}\"↵ x = = 1↵} | 3:6: found '='",
                "a: 1 | 1:2: found ':', expected '='",
            })
    void otherLanguagesAreRecognized(String text, String message) {
        String written = text.replace('↵', '\n').replace("#124;", "|");
        assertThatThrownBy(() -> Parser.parse(written)).hasMessageStartingWith(message);
    }

    @Test
    void templatesInStringsAreFine() {
        assertThat(Parser.parse("a = \"{{ .Value }}\" // {{ x }}\nb = `{% x %}`"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"labls, labels", "lables, labels", "LABELS, labels", "jsn, json", "xx, ", "completely, "})
    void namesThatAreCloseAreFound(String written, String meant) {
        assertThat(Names.closest(written, java.util.List.of("json", "labels", "match")))
                .isEqualTo(meant);
    }

    private static String positions(String text) {
        SyntaxException e = catchThrowableOfType(SyntaxException.class, () -> Parser.parse(text));
        return e.problems().stream()
                .map(problem -> problem.position().toString())
                .collect(Collectors.joining(" "));
    }
}
