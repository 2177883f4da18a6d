package dev.penstock.pipeline.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    @Test
    void blocksAttributesAndLiteralsComeInTheOrderInWhichTheyAreWritten() {
        List<Statement> body = Parser.parse("""
                        // a comment
                        stage.json "label_1" {
                          a = "x" // another
                          b = [1, 2.5, -3, true, null, ["y"],]
                          /* one
                             more */
                          nested { c = `raw
                        \\d` }
                        }
                        d = false
                        """);

        assertThat(body).hasSize(2);
        Block block = (Block) body.get(0);
        assertThat(block.name()).isEqualTo("stage.json");
        assertThat(block.label()).isEqualTo("label_1");
        assertThat(block.position()).isEqualTo(new Position(2, 1));
        assertThat(block.body()).extracting(Statement::name).containsExactly("a", "b", "nested");
        Expression.Elements list =
                (Expression.Elements) ((Attribute) block.body().get(1)).value();
        assertThat(list.elements()).hasSize(6);
        assertThat(((Expression.Numeral) list.elements().get(2)).value()).isEqualTo(new BigDecimal(-3));
        Attribute raw = (Attribute) ((Block) block.body().get(2)).body().get(0);
        assertThat(((Expression.Text) raw.value()).value()).isEqualTo("raw\n\\d");
        assertThat(((Expression.Truth) ((Attribute) body.get(1)).value()).value())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"plain\" | plain",
                "\"a\\\\.b\" | a\\.b",
                "\"\\\"\" | \"",
                "\"\\x41\\101\\u00e9\\U0001F600\" | AAé😀",
                "\"\\xc3\\xa9\" | é",
                "`a\\.b\"c` | a\\.b\"c",
                "\"// no comment\" | // no comment",
            })
    void stringsStandForWhatTheyEscape(String written, String meant) {
        assertThat(text(written)).isEqualTo(meant);
    }

    @Test
    void controlCharactersHaveEscapes() {
        assertThat(text("\"\\a\\b\\f\\n\\r\\t\\v\"")).isEqualTo("\u0007\b\f\n\r\t\u000b");
    }

    @Test
    void carriageReturnsAreWhiteSpaceAndNotPartOfRawStrings() {
        assertThat(text("`a\r\nb`\r\n")).isEqualTo("a\nb");
    }

    @ParameterizedTest
    @CsvSource({
        "010, 8",
        "10, 10",
        "08, 8.0",
        "1., 1.0",
        ".5, 0.5",
        "1e3, 1.0E+3",
        "18446744073709551615, 18446744073709551615"
    })
    void numbersAreReadAsAlloyReadsThem(String written, BigDecimal meant) {
        Attribute attribute = (Attribute) Parser.parse("a = " + written).get(0);
        assertThat(((Expression.Numeral) attribute.value()).value()).isEqualByComparingTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "\uFEFFa = 1",
                "a {}",
                "a { }\n\nb { }",
                "a \"\" { }",
                "a { b = 1 }",
                "a = [\n1,\n2,\n]",
                "a = [1, 2,]",
                "a = [\n1, 2]",
                "a = [1,\n\n// x\n2]",
                "größe = 1",
                "a = 1 /* x */ // y",
                "a = 1 /* x\n */ b = 2",
                "a =\n1",
            })
    void whatAlloyTakesIsTaken(String text) {
        assertThat(Parser.parse(text)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a = 1 b = 2 | 1:7: found 'b', expected the end of the line",
                "a { b = 1 c = 2 } | 1:11: found 'c', expected the end of the line",
                "a = | 1:4: found the end of the text, expected a string",
                "a | 1:2: found the end of the line, expected '=' or '{' after 'a'",
                "a.b = 1 | 1:5: found '=', expected '{' after the name of the block a.b",
                "a { | 1:4: found the end of the text, expected '}' for the block a that begins at 1:1",
                "} | 1:1: found '}', expected the name",
                "a = [1 2] | 1:8: found '2', expected ',' or ']'",
                "a = 'x' | 1:5: strings are written in double quotes",
                "# x | 1:1: '#' begins no comment",
                "a = \"x | 1:5: the string that begins here is not ended",
                "a = `x | 1:5: the string that begins here is not ended",
                "a = \"é\\d\" | 1:8: there is no escape \\d; for a backslash, as in a regular expression, write \\\\d or put the text in backticks: `\\d`",
                "a = \"\\'\" | 1:6: there is no escape \\'",
                "a = \"\\777\" | 1:6: there is no escape \\777",
                "a = \"\\ud800\" | 1:6: there is no escape \\ud800",
                "a = \"\\xff\" | 1:5: the bytes of this string are not UTF-8",
                "/* x | 1:1: the comment that begins here is not ended",
                "a \"b-c\" {} | 1:3: found the string \"b-c\", expected a label",
                "a `b` {} | 1:3: found the string \"b\", expected a label in double quotes",
                "a = 1e | 1:5: the number '1e' has no digits in its exponent",
                "a = 1e999 | 1:5: the number '1e999' is too large",
                "a = - | 1:6: found the end of the text, expected a string",
                "a: 1 | 1:2: found ':', expected '='; attributes are written a = value",
                "a = { b: 1 } | 1:8: found ':', expected '='",
                "a = { b = 1 c = 2 } | 1:13: found 'c', expected ',' or '}'",
                "a = { true = 1 } | 1:7: found 'true', expected a key; in quotes it is one",
                "a = { 1 = 1 } | 1:7: found '1', expected a key",
                "a = { b.c = 1 } | 1:8: found '.', expected '='; a key with a dot stands in quotes",
                "a = 1, | 1:6: found ',', expected the end of the line",
                "a = 24h | 1:5: found '24h', expected a number; durations and sizes stand in quotes: \"24h\"",
                "\"a\" = 1 | 1:1: found the string \"a\", expected the name of a block or an attribute, without quotes",
                "stage.json = { } | 1:12: found '=', expected '{' after the name of the block stage.json; a block is written without '='",
                "loki.process default { } | 1:14: found 'default', expected '{' or a label in double quotes: loki.process \"default\" {",
                "loki.process 'a' { } | 1:14: strings are written in double quotes, not in single ones: \"a\"",
                "a = (1 | 1:7: found the end of the line, expected ')'",
                "a = f(1 2) | 1:9: found '2', expected ',' or ')'",
                "a = b. | 1:7: found the end of the text, expected a name after '.'",
                "a = b[] | 1:7: found ']', expected a string",
                "true = 1 | 1:1: found 'true', expected the name of a block or an attribute; this word is taken",
                "a = $x | 1:5: there is no use for the character '$' here; a value from the environment",
                "a = “x” | 1:5: there is no use for the character '“' here; strings stand in straight",
                "a = ? | 1:5: there is no use for the character '?'",
                "a, b | 1:2: found ','",
            })
    void errorsSayWhereWhatAndWhatIsAccepted(String text, String message) {
        assertThatThrownBy(() -> Parser.parse(text))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aListThatEndsOnALineOfItsOwnNeedsATrailingComma() {
        assertThatThrownBy(() -> Parser.parse("a = [\n  1\n]"))
                .hasMessageStartingWith("2:4: found the end of the line, expected ',' or ']'");
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertThatThrownBy(() -> Parser.parse("a = 1\nb = \"\0\"")).hasMessageStartingWith("2:6: ");
        assertThatThrownBy(() -> Parser.parse("a = \"\uD800\"")).hasMessageContaining("U+D800");
    }

    @Property(tries = 5000)
    void whateverIsWrittenIsReadOrRefusedWithItsPlace(
            @ForAll
                    @StringLength(max = 12)
                    @Chars({
                        'a', '"', '`', '\\', '{', '}', '[', ']', '=', ',', '.', '1', 'e', '-', '\n', ' ', '/', '*', 'x',
                        'é'
                    })
                    String text) {
        try {
            assertThat(Parser.parse(text)).isNotNull();
        } catch (SyntaxException e) {
            assertThat(e).hasMessageStartingWith(e.position() + ": ");
        }
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> Parser.parse("a = " + "[".repeat(100_000))).isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> Parser.parse("a {\n".repeat(100_000))).isInstanceOf(SyntaxException.class);
    }

    private static String text(String written) {
        return ((Expression.Text) ((Attribute) Parser.parse("a = " + written).get(0)).value()).value();
    }

    @Test
    void blocksMayFollowEachOtherOnALine() {
        assertThat(Parser.parse("stage.json { expressions = { a = \"\" } } stage.labels { values = { a = \"\" } }"))
                .extracting(Statement::name)
                .containsExactly("stage.json", "stage.labels");
        assertThat(Parser.parse("a { b { c = 1 } b { c = 2 } }")).hasSize(1);
    }
}
