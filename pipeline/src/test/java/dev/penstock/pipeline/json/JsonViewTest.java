package dev.penstock.pipeline.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonViewTest {

    private final JsonView view = new JsonView();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}x",
                "{} {}",
                "{\"a\":1,}",
                "{\"a\":}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":1e400}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":nul",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"\t\"}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[}",
                "{\"a\":{\"b\":1]}",
                "[1,2",
                "[,]",
                "garbage",
                "{\"a\":1}\u0000",
                "\ufeff{}"
            })
    void whatIsNoJsonIsMalformed(String text) {
        assertThat(view.scan(text)).isFalse();
        assertThat(view.size()).isZero();
        assertThat(view.indexOf("a")).isEqualTo(-1);
        assertThat(view.tree()).isNull();
    }

    @Test
    void membersHaveNamesKindsAndValues() {
        String text = " {\"s\":\"x\",\"n\":-1.50e1 , \"t\":true,\"f\":false,\"z\":null,\"o\":{\"<\":[1, {}]},\"l\":[ ],"
                + "\"e\\u0041\":\"\\n\\ud83d\\ude00\\ud83d\"} \n";
        assertThat(view.scan(text)).isTrue();
        assertThat(view.kind()).isEqualTo(JsonKind.OBJECT);
        assertThat(view.size()).isEqualTo(8);
        assertThat(view.get("s")).isEqualTo("x");
        assertThat(view.get("n")).isEqualTo(-15.0);
        assertThat(view.get("t")).isEqualTo(true);
        assertThat(view.get("f")).isEqualTo(false);
        assertThat(view.get("z")).isNull();
        assertThat(view.indexOf("z")).isEqualTo(4);
        assertThat(view.get("o")).isEqualTo("{\"\\u003c\":[1,{}]}");
        assertThat(view.get("l")).isEqualTo("[]");
        assertThat(view.get("eA")).isEqualTo("\n😀\ufffd");
        assertThat(view.name(7)).isEqualTo("eA");
        assertThat(view.kind(5)).isEqualTo(JsonKind.OBJECT);
        assertThat(view.raw(5)).isEqualTo("{\"<\":[1, {}]}");
        assertThat(view.indexOf("x")).isEqualTo(-1);
    }

    @Test
    void theLastOfMembersWithOneNameCounts() {
        assertThat(view.scan("{\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":3}}")).isTrue();
        assertThat(view.get("a")).isEqualTo(2.0);
        assertThat(view.path("b", "c")).isEqualTo(3.0);
        assertThat(view.get("b")).isEqualTo("{\"c\":3}");
    }

    @Test
    void pathsLeadThroughObjectsOnly() {
        assertThat(view.scan("{\"a\":{\"x\":[{\"b\":9}],\"b\" : { \"c\":\"}\" } },\"n\":5}"))
                .isTrue();
        assertThat(view.path("a", "b", "c")).isEqualTo("}");
        assertThat(view.path("a", "b")).isEqualTo("{\"c\":\"}\"}");
        assertThat(view.path("a", "x", "b")).isNull();
        assertThat(view.path("n", "b")).isNull();
        assertThat(view.path("a", "y")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"null, NULL", "5, NUMBER", "true, BOOLEAN", "'\"x\"', STRING", "'[1,\"a\"]', ARRAY"})
    void anyValueIsJson(String text, JsonKind kind) {
        assertThat(view.scan(text)).isTrue();
        assertThat(view.kind()).isEqualTo(kind);
        assertThat(view.get("a")).isNull();
    }

    @Test
    void elementsAreThereAsTheyWereWritten() {
        assertThat(view.scan("[ {\"a\": 1}, 2 ,\"\\u0041\"]")).isTrue();
        assertThat(view.size()).isEqualTo(3);
        assertThat(view.raw(0)).isEqualTo("{\"a\": 1}");
        assertThat(view.raw(1)).isEqualTo("2");
        assertThat(view.value(2)).isEqualTo("A");
        assertThat(view.indexOf("")).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 9007199254740992",
        "0.1, 0.1",
        "123456789.123456789, 1.2345678912345679E8",
        "1e3, 1000",
        "1E-3, 0.001",
        "-0, -0.0",
        "999999999999999, 999999999999999",
        "9999999999999999, 1E16",
        "0.000001, 0.000001"
    })
    void numbersHaveDoublePrecision(String text, double expected) {
        assertThat(view.scan("{\"a\":" + text + "}")).isTrue();
        assertThat(view.get("a")).isEqualTo(expected);
    }

    @Test
    void deepTextIsMalformedRatherThanAnOverflow() {
        assertThat(view.scan("[".repeat(100_000))).isFalse();
        assertThat(view.scan("[".repeat(100_000) + "]".repeat(100_000))).isFalse();
        assertThat(view.scan("{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}"))
                .isTrue();
        assertThat(view.get("a")).isEqualTo("[".repeat(400) + "]".repeat(400));
    }

    @Test
    void aViewIsReused() {
        assertThat(view.scan("{\"a\":1,\"b\":2}")).isTrue();
        assertThat(view.scan("{\"b\":3}")).isTrue();
        assertThat(view.get("a")).isNull();
        assertThat(view.get("b")).isEqualTo(3.0);
        assertThat(view.scan("nonsense")).isFalse();
        assertThat(view.get("b")).isNull();
    }

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                Arbitraries.strings()
                        .map(text -> new String(
                                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                java.nio.charset.StandardCharsets.UTF_8)),
                Arbitraries.doubles(),
                Arbitraries.of(true, false));
        Arbitrary<Object> inner = Arbitraries.oneOf(leaves, lists(leaves), maps(leaves));
        return Arbitraries.oneOf(leaves, lists(inner), maps(inner));
    }

    private static Arbitrary<Object> lists(Arbitrary<Object> of) {
        return of.list().ofMaxSize(3).map(list -> (Object) list);
    }

    private static Arbitrary<Object> maps(Arbitrary<Object> of) {
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(3), of)
                .ofMaxSize(3)
                .map(map -> (Object) map);
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll("trees") Object tree) {
        assertThat(view.scan(JsonText.of(tree))).isTrue();
        assertThat(view.tree()).isEqualTo(tree);
    }

    @Property
    void anyTextIsScanned(@ForAll String text) {
        if (view.scan(text)) {
            view.tree();
        }
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"a\"",
                        "\"\\u0041",
                        "\"",
                        "1",
                        "-",
                        "e5",
                        ".",
                        " ",
                        "null",
                        "true",
                        "\\")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 5000)
    void almostJsonIsScannedToo(@ForAll("almostJson") String text) {
        if (view.scan(text)) {
            Object tree = view.tree();
            for (int i = 0; i < view.size(); i++) {
                view.name(i);
                view.value(i);
            }
            view.path("a", "a", "a");
            assertThat(new JsonView().scan(JsonText.of(tree))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "a<b>&c | \"a\\u003cb\\u003e\\u0026c\"",
                "a\"b\\c | \"a\\\"b\\\\c\"",
                "é😀 | \"é😀\"",
                "~~ | \"\"",
            },
            delimiter = '|')
    void textsAreQuotedAsInGo(String text, String json) {
        assertThat(JsonText.of(text)).isEqualTo(json);
    }

    @Test
    void controlCharactersAndHalfPairsAreEscapedOrReplaced() {
        assertThat(JsonText.of("\n\r\t\b\u0000\u2028\u007f")).isEqualTo("\"\\n\\r\\t\\u0008\\u0000\\u2028\u007f\"");
        assertThat(JsonText.of("a\ud83d")).isEqualTo("\"a\ufffd\"");
        assertThat(JsonText.of(List.of(Map.of("a", 1.0), 1e21, 1e-7, 0.5, 123456789012.0)))
                .isEqualTo("[{\"a\":1},1e+21,1e-7,0.5,123456789012]");
    }
}
