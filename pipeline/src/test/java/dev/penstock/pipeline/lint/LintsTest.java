package dev.penstock.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LintsTest {

    @Test
    void findingsComeInTheOrderOfTheText() {
        List<Problem> found = Found.in("""
                loki.process "b" {
                  forward_to = []
                  stage.limit {
                    rate  = 1
                    burst = 1
                  }
                  stage.regex {
                    expression = "x"
                  }
                  stage.replace {
                    expression = "x"
                  }
                }
                loki.write "a" {
                  endpoint {
                    url = "http://loki:3100"
                  }
                }
                """);
        assertThat(found).extracting(each -> each.span().line()).containsExactly(3, 8, 11, 16);
    }

    @Test
    void stagesByThemselvesAndInComponentsAreLookedAtAlike() {
        String stage = "stage.regex {\n  expression = \"x\"\n}\n";
        assertThat(Found.in(stage)).hasSize(1);
        assertThat(Found.in("loki.process \"p\" {\n  forward_to = []\n" + stage + "}\n"))
                .hasSize(1);
        assertThat(Found.in("stage.match {\n  selector = `{app=\"x\"}`\n" + stage + "}\n"))
                .hasSize(1);
    }

    @Test
    void emptyTextsHaveNoMistakes() {
        Found.nothing("");
        Found.nothing("logging {\n  level = \"info\"\n}\n");
    }

    @Property(tries = 500)
    void nothingThatCanBeParsedMakesItThrow(@ForAll("stages") List<String> stages) {
        try {
            Lints.of(Parser.parse(String.join("\n", stages)), Evaluator.withEnvironment(name -> null));
        } catch (SyntaxException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<List<String>> stages() {
        Arbitrary<String> stage = Arbitraries.of(
                "json",
                "logfmt",
                "regex",
                "pattern",
                "template",
                "replace",
                "labels",
                "static_labels",
                "label_drop",
                "label_keep",
                "structured_metadata",
                "tenant",
                "output",
                "timestamp",
                "pack",
                "match",
                "drop",
                "limit",
                "metrics",
                "cri",
                "nonsense");
        Arbitrary<String> attribute = Arbitraries.of(
                "source",
                "expression",
                "expressions",
                "mapping",
                "values",
                "regex",
                "template",
                "replace",
                "selector",
                "action",
                "format",
                "value",
                "label",
                "labels",
                "pattern",
                "stages",
                "location",
                "fallback_formats",
                "drop");
        Arbitrary<String> value = Arbitraries.of(
                "\"x\"",
                "\"\"",
                "null",
                "1",
                "true",
                "[]",
                "[\"a\", 1, null]",
                "{ a = \"\" }",
                "{ a = null, \"b-c\" = \"d.e\" }",
                "`(`",
                "`{{`",
                "`{{ Trim .a }}`",
                "`{a=\"b\"} |= \"\\\\d\"`",
                "\"{\"",
                "local.file.x.content",
                "sys.env(\"X\")",
                "\"a\" + 1",
                "`(a=)(\\\\d+)`",
                "\"yyyy'\"",
                "\"%\"",
                "[{ json = 1 }]",
                "\"keep\"",
                "{ x = { y = [] } }",
                "\"<a> <b>\"");
        Arbitrary<String> attributes =
                net.jqwik.api.Combinators.combine(attribute, value).as((name, text) -> "  " + name + " = " + text);
        Arbitrary<String> block = net.jqwik.api.Combinators.combine(
                        stage, attributes.list().ofMaxSize(4))
                .as((name, lines) -> "stage." + name + " {\n" + String.join("\n", lines) + "\n}");
        return block.list().ofMaxSize(6);
    }

    @Test
    void aLargeFileIsLookedAtInOneGo() {
        List<String> stages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            stages.add(
                    "stage.json {\n  expressions = { f%1$d = \"\", g%1$d = \"\" }\n}\nstage.labels {\n  values = { f%1$d = \"\" }\n}"
                            .formatted(i));
        }
        assertThat(Found.in(String.join("\n", stages))).hasSize(1000);
    }
}
