package dev.penstock.pipeline.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockReaderTest {

    private static final Evaluator EVALUATOR = Evaluator.withEnvironment(Map.of("SECRET", "hunter2")::get);

    @Test
    void numbersAndTextsBecomeEachOtherAsInAlloy() {
        assertThat(value("a = 5", reader -> reader.text("a"))).isEqualTo("5");
        assertThat(value("a = 2.50", reader -> reader.text("a"))).isEqualTo("2.5");
        assertThat(value("a = \"17\"", reader -> reader.unsigned("a"))).isEqualTo(17L);
        assertThat(value("a = \"0.5\"", reader -> reader.number("a"))).isEqualTo(0.5);
        assertThat(value("a = 5.0", reader -> reader.integer("a"))).isEqualTo(5L);
    }

    @Test
    void nullIsAsIfItWereNotWritten() {
        String seen = read("a = null", reader -> {
            assertThat(reader.has("a")).isFalse();
            assertThat(reader.position("a")).isEqualTo(new Position(2, 5));
            assertThat(reader.position("b")).isEqualTo(new Position(1, 1));
            return reader.text("a", "fallback") + reader.text("b", "!");
        });
        assertThat(seen).isEqualTo("fallback!");
    }

    @Test
    void wholeNumbersGoUpToTheEndOfUnsignedOnes() {
        assertThat(value("a = 18446744073709551615", reader -> reader.unsigned("a")))
                .isEqualTo(-1L);
        refused("a = 18446744073709551616", reader -> reader.unsigned("a"), "2:5: a is");
        refused(
                "a = -1",
                reader -> reader.unsigned("a"),
                "2:5: a is the number -1; expected a whole number of 0 or more");
        refused("a = 1.5", reader -> reader.unsigned("a"), "2:5: a is the number 1.5");
        refused("a = \"x\"", reader -> reader.unsigned("a"), "2:5: a is the string \"x\"");
        refused("a = \"\"", reader -> reader.number("a"), "2:5: a is the string \"\"; expected a number");
    }

    @Test
    void otherTypesAreRefused() {
        refused("a = true", reader -> reader.text("a"), "2:5: a is true; expected a string");
        refused(
                "a = \"true\"",
                reader -> reader.bool("a"),
                "2:5: a is the string \"true\"; expected true or false, without");
        refused("a = 1", reader -> reader.bool("a"), "2:5: a is the number 1; expected true or false");
        refused(
                "a = \"x\"",
                reader -> reader.texts("a"),
                "2:5: a is the string \"x\"; expected a list of strings: [\"x\"]");
        refused("a = [\"x\", []]", reader -> reader.texts("a"), "2:11: a is a list; expected strings in its list");
        refused("a = { x = true }", reader -> reader.map("a"), "2:11: a.x is true; expected a string");
        refused("a = [\"x\"]", reader -> reader.map("a"), "2:5: a is a list; expected a map such as");
        refused("a = { x = null }", reader -> reader.textMap("a"), "2:11: a.x is null; expected a string");
        refused(
                "a = loki.write.x.receiver",
                reader -> reader.text("a"),
                "2:5: a refers to loki.write.x.receiver, which has");
    }

    @Test
    void whatTheEnvironmentHoldsIsNotShown() {
        refused("a = sys.env(\"SECRET\")", reader -> reader.number("a"), "2:5: a is a string; expected a number");
        assertThatThrownBy(() -> read("a = sys.env(\"SECRET\")", reader -> reader.duration("a")))
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> read("a = sys.env(\"SECRET\")", reader -> reader.bytes("a")))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void secretsAreNoTexts() {
        Evaluator evaluator = EVALUATOR.resolving(reference -> new Value.Secret("s"));
        Block block = (Block) Parser.parse("rule {\na = \"Bearer \" + local.file.x.content\n}")
                .get(0);
        String secret = BlockReader.<String>read(block, evaluator, reader -> String.valueOf(reader.secret("a")));
        assertThat(secret).isEqualTo("Bearer s");
        assertThatThrownBy(() -> BlockReader.<String>read(block, evaluator, reader -> String.valueOf(reader.text("a"))))
                .hasMessageContaining("2:5: a is a secret; expected a string; convert.nonsensitive");
    }

    @Test
    void mapsKeepTheirOrderAndTheirNulls() {
        Map<String, String> map = read("a = { z = \"\", \"b-c\" = null, d = 1, }", reader -> reader.map("a"));
        assertThat(map).containsExactly(entry("z", ""), entry("b-c", null), entry("d", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "5s, PT5S",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        ".5m, PT30S",
        "-2ms, PT-0.002S",
        "0, PT0S",
        "3µs, PT0.000003S"
    })
    void durationsAreGos(String written, Duration meant) {
        assertThat(value("a = \"" + written + "\"", reader -> reader.duration("a")))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | did you mean 5s?",
                "1d | 1d is written 24h",
                "2w | 2w is written 336h",
                "x | expected a duration",
                "'' | expected a duration",
                "- | expected a duration",
                "1h 30m | there is no unit",
                "1..5s | expected a duration",
                "9999999h | of up to 292 years",
            })
    void otherDurationsAreRefused(String written, String message) {
        assertThatThrownBy(() -> read("a = \"" + written + "\"", reader -> reader.duration("a")))
                .hasMessageStartingWith("2:5: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "512B, 512",
        "8KB, 8192",
        "8KiB, 8192",
        "1MB, 1048576",
        "1.5MiB, 1572864",
        "1MiB512KiB, 1572864",
        "0, 0",
        "-1KB, -1024"
    })
    void sizesArePowersOf1024(String written, long meant) {
        assertThat(value("a = \"" + written + "\"", reader -> reader.bytes("a")))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1kb | did you mean 1KB?",
                "1kB | did you mean 1KB?",
                "1Kib | did you mean 1KiB?",
                "1M | did you mean 1MiB?",
                "1024 | did you mean 1024B?",
                "1MiB1KB | cannot be mixed",
                "1XB | there is no unit 'XB'",
                "16EiB | below 8EiB",
            })
    void otherSizesAreRefused(String written, String message) {
        assertThatThrownBy(() -> read("a = \"" + written + "\"", reader -> reader.bytes("a")))
                .hasMessageStartingWith("2:5: ")
                .hasMessageContaining(message);
    }

    @Test
    void unknownDoubledAndNestedOnesAreRefused() {
        refused(
                "c = 1",
                reader -> reader.text("a") + reader.text("b"),
                "2:1: there is no attribute 'c' in rule; expected a, b");
        refused(
                "sorce = \"x\"",
                reader -> reader.text("source"),
                "2:1: there is no attribute 'sorce' in rule; did you mean 'source'?");
        refused("a = 1\na = 2", reader -> reader.text("a"), "3:1: a is given twice");
        refused("c { }", reader -> reader.text("a"), "2:1: there is no block 'c' in rule");
        refused("", reader -> reader.requiredText("a"), "1:1: there is no a in rule; expected a = …");
    }

    @Test
    void blocksAndAttributesAreToldApart() {
        refused(
                "values { a = \"\" }",
                reader -> reader.requiredMap("values"),
                "2:1: values is a block here, expected an attribute;"
                        + " it is written values = …, a map as values = { key = \"value\", }");
        refused(
                "stage = { a = \"\" }",
                reader -> reader.blocks("stage", BlockReader::name),
                "2:1: stage is an attribute here, expected a block;" + " it is written stage { … } without '='");
    }

    @Test
    void problemsOfAllBlocksAreCollectedInTheirOrder() {
        assertThatThrownBy(() -> read("x { a = 1\n b = 2 }\ny = 1\nx { a = true }\nz \"l\" { }", reader -> {
                    reader.blocks(List.of("x", "z"), inner -> {
                        inner.noLabel();
                        return inner.text("a");
                    });
                    return reader.text("a");
                }))
                .isInstanceOfSatisfying(
                        SyntaxException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.position().toString())
                                .containsExactly("3:2", "4:1", "5:9", "6:1"))
                .hasMessageContaining("\n4:1: there is no attribute 'y'");
    }

    @Test
    void blocksComeInTheOrderInWhichTheyAreWritten() {
        List<String> names = read(
                "x { }\ny \"l\" { }\nx { }",
                reader -> reader.blocks(List.of("x", "y"), inner -> inner.name() + inner.label()));
        assertThat(names).containsExactly("xnull", "yl", "xnull");
        refused("x { }\nx { }", reader -> reader.block("x", BlockReader::name), "3:1: x is given twice");
    }

    @Test
    void referencesAreKept() {
        List<Value.Reference> references =
                read("a = [loki.write.default.receiver, loki.process.b.receiver]", reader -> reader.references("a"));
        assertThat(references)
                .extracting(Value.Reference::path)
                .containsExactly("loki.write.default.receiver", "loki.process.b.receiver");
        refused("a = loki.write.b.receiver", reader -> reader.references("a"), "2:5: a refers to");
        refused("a = [\"x\"]", reader -> reader.references("a"), "2:6: a[0] is the string \"x\"; expected a reference");
    }

    @Test
    void functionsThatReadCanFindProblemsThemselves() {
        assertThatThrownBy(() -> read("a = \"(\"", reader -> {
                    reader.text("a");
                    reader.finish();
                    throw reader.error("a", "no regex");
                }))
                .hasMessage("2:5: no regex");
    }

    @Test
    void aProblemWithAnEntryOfAMapIsWhereTheEntryIs() {
        refused(
                "m = {\n a = \"\",\n b = \"(\",\n}",
                reader -> {
                    Object unused = reader.map("m");
                    reader.problem("m", "b", "no expression");
                    return "";
                },
                "4:6: no expression");
        refused(
                "m = sys.env(\"NONE\")",
                reader -> {
                    Object unused = reader.text("m");
                    reader.problem("m", "b", "no expression");
                    return "";
                },
                "2:5: no expression");
    }

    @Test
    void nothingIsSaidOfWhatStandsInForAValueThatCannotBeRead() {
        assertThatThrownBy(() -> read("a = 1.5", reader -> {
                    if (reader.requiredInteger("a") <= 0) {
                        reader.problem("a", "a is not above 0");
                    }
                    return "";
                }))
                .isInstanceOfSatisfying(
                        SyntaxException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.message()).contains("expected a whole number")));
    }

    private static Object value(String body, Function<BlockReader, ?> read) {
        return read(body, read);
    }

    private static void refused(String body, Function<BlockReader, ?> read, String message) {
        assertThatThrownBy(() -> read(body, read))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith(message);
    }

    private static <T> T read(String body, Function<BlockReader, T> read) {
        AtomicReference<T> result = new AtomicReference<>();
        BlockReader.read((Block) Parser.parse("rule {\n" + body + "\n}").get(0), EVALUATOR, reader -> {
            result.set(read.apply(reader));
            return "";
        });
        return result.get();
    }
}
