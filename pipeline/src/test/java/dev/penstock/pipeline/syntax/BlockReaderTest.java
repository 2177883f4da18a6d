package dev.penstock.pipeline.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockReaderTest {

    private static final List<String> ACCEPTED = List.of("a", "b");

    @Test
    void numbersAndTextsBecomeEachOtherAsInAlloy() {
        BlockReader reader = read("a = 5\nb = \"17\"");
        assertThat(reader.text("a")).isEqualTo("5");
        assertThat(reader.unsigned("a")).isEqualTo(5);
        assertThat(reader.unsigned("b")).isEqualTo(17);
    }

    @Test
    void nullIsAsIfItWereNotWritten() {
        BlockReader reader = read("a = null");
        assertThat(reader.text("a")).isNull();
        assertThat(reader.text("b")).isNull();
        assertThat(reader.position("a")).isEqualTo(new Position(2, 5));
        assertThat(reader.position("b")).isEqualTo(new Position(1, 1));
    }

    @Test
    void wholeNumbersGoUpToTheEndOfUnsignedOnes() {
        assertThat(read("a = 18446744073709551615").unsigned("a")).isEqualTo(-1);
        assertThatThrownBy(() -> read("a = 18446744073709551616").unsigned("a")).hasMessageStartingWith("2:5: a is");
        assertThatThrownBy(() -> read("a = -1").unsigned("a"))
                .hasMessageContaining("expected a whole number of 0 or more");
        assertThatThrownBy(() -> read("a = 1.5").unsigned("a")).hasMessageContaining("the number 1.5");
        assertThatThrownBy(() -> read("a = \"x\"").unsigned("a")).hasMessageContaining("the string \"x\"");
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> read("a = true").text("a")).hasMessage("2:5: a is true; expected a string");
        assertThatThrownBy(() -> read("a = \"x\"").texts("a"))
                .hasMessage("2:5: a is the string \"x\"; expected a list of strings such as [\"a\", \"b\"]");
        assertThatThrownBy(() -> read("a = [\"x\", []]").texts("a")).hasMessageStartingWith("2:11: a is a list");
    }

    @Test
    void unknownDoubledAndNestedOnesAreRefused() {
        assertThatThrownBy(() -> read("c = 1")).hasMessage("2:1: there is no attribute 'c' in rule; expected a, b");
        assertThatThrownBy(() -> read("a = 1\na = 2")).hasMessageStartingWith("3:1: a is given twice");
        assertThatThrownBy(() -> read("a { }")).hasMessageStartingWith("2:1: there is no block 'a' in rule");
    }

    private static BlockReader read(String body) {
        return new BlockReader((Block) Parser.parse("rule {\n" + body + "\n}").get(0), ACCEPTED);
    }
}
