package dev.penstock.pipeline.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the text: it is read, or refused with places in it. */
class ParserPropertyTest {

    private static final String CONFIGURATION = """
            loki.process "default" {
              forward_to = [loki.write.default.receiver]

              stage.json {
                expressions = { level = "", "trace-id" = "trace.id", ts = null, }
              }
              stage.match {
                selector = "{app=\\"x\\"} |~ \\"a\\\\\\\\d\\""
                stage.regex {
                  expression = `(?P<a>\\d+)`
                }
              }
              stage.limit { rate = 5 + 2 * -1.5e3 }
              /* é😀 */ stage.drop {
                older_than = "24h" // old
                values     = [
                  sys.env("X"),
                  coalesce(env("Y"), "z")[0].a,
                ]
              }
            }
            """;

    @Property(tries = 1000)
    void bytesAreReadOrRefused(@ForAll byte[] bytes) {
        readOrRefused(new String(bytes, StandardCharsets.ISO_8859_1));
        readOrRefused(new String(bytes, StandardCharsets.UTF_8));
    }

    @Property(tries = 3000)
    void tokensInAnyOrderAreReadOrRefused(@ForAll("soups") List<String> tokens) {
        readOrRefused(String.join("", tokens));
    }

    @Property(tries = 2000)
    void configurationsWithSomethingTornOutOrPutInAreReadOrRefused(
            @ForAll @IntRange(max = 1000) int from,
            @ForAll @IntRange(max = 30) int length,
            @ForAll("soups") List<String> tokens) {
        int start = Math.min(from, CONFIGURATION.length());
        int end = Math.min(start + length, CONFIGURATION.length());
        readOrRefused(CONFIGURATION.substring(0, start) + String.join("", tokens) + CONFIGURATION.substring(end));
    }

    @Provide
    Arbitrary<List<String>> soups() {
        return Arbitraries.of(
                        "a",
                        "stage.json",
                        "\"x\"",
                        "\"",
                        "`",
                        "`\\d`",
                        "'",
                        "\\",
                        "{",
                        "}",
                        "[",
                        "]",
                        "(",
                        ")",
                        "=",
                        ",",
                        ".",
                        ":",
                        "1",
                        "1.5e3",
                        "1e999",
                        "-",
                        "!",
                        "+",
                        "^",
                        "&&",
                        "==",
                        "\n",
                        "\n",
                        "\n",
                        " ",
                        " ",
                        "//",
                        "/*",
                        "*/",
                        "#",
                        "é",
                        "😀",
                        "\uD800",
                        "\0",
                        "true",
                        "null",
                        "sys.env",
                        "coalesce",
                        "{{",
                        "\t",
                        "\r\n")
                .list()
                .ofMaxSize(25);
    }

    @Example
    void hugeTextsNeedTimeInProportion() {
        int size = 1_000_000;
        for (String part : List.of(
                "a = 1\n",
                "a {\n}\n",
                "[",
                "a = \"x\n",
                "a.",
                "// x",
                "/*",
                "`",
                "\"",
                "\\",
                "a = 1 + ",
                "-",
                "{",
                "}",
                "?",
                "1",
                "a = [1, 2]\n",
                "- json:\n",
                " ",
                "\n",
                "a = \"\\d\"\n",
                "{{",
                "é",
                "\"\\d\" ",
                "1e ",
                "[)",
                "( ]")) {
            readOrRefused(part.repeat(size / part.length() + 1));
            readOrRefused("a = " + part.repeat(size / part.length() + 1));
        }
        readOrRefused("a = [" + "1, ".repeat(3_000_000) + "]");
        readOrRefused("stage.x {\n a = \"b\"\n}\n".repeat(400_000));
        readOrRefused("a = \"" + "\\\\".repeat(size / 2) + "\"");
        readOrRefused("a = 1" + " + 1".repeat(size / 4));
        readOrRefused("a = b" + "[0]".repeat(size / 3));
    }

    private static void readOrRefused(String text) {
        try {
            for (Statement statement : Parser.parse(text)) {
                evaluated(statement);
            }
        } catch (SyntaxException e) {
            assertThat(e.problems()).isNotEmpty();
            assertThat(e.position().line()).isPositive();
            assertThat(e.position().column()).isPositive();
            if (text.length() < 10_000) {
                assertThat(e.snippets(text)).startsWith("Error: " + e.position());
            }
        }
    }

    private static void evaluated(Statement statement) {
        if (statement instanceof Block block) {
            block.body().forEach(ParserPropertyTest::evaluated);
            return;
        }
        try {
            Evaluator.withEnvironment(name -> null).evaluate(((Attribute) statement).value());
        } catch (SyntaxException e) {
            assertThat(e.position().line()).isPositive();
        }
    }
}
