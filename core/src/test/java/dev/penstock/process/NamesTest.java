package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    private final Names names = new Names();

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "a, a, a",
                "app, app, app",
                "A_b9, A_b9, A_b9",
                "a-b, a_b, a_b",
                "a.b.c, a_b_c, a_b_c",
                "a--b, a_b, a_b",
                "a b, a_b, a_b",
                "1x, key_1x, key_1x",
                "-1, _1, _1",
                "a__b, a__b, a_b",
                "_a, _a, _a",
                "a_, a_, a_",
                "aü, a_, a_",
                "ü, '', ''",
                "ü1, _1, _1",
                "😀, '', ''",
                "'', '', ''",
                "' ', '', ''",
                "a:b, a_b, a_b",
                "a\u0661, a_, a_",
                "___, ___, ''"
            })
    void namesLokiWouldRefuseAreMadeGood(String name, String label, String metadata) {
        assertThat(names.label(name)).isEqualTo(label);
        assertThat(names.metadata(name)).isEqualTo(metadata);
    }

    @Test
    void aNameIsCutToWhatLokiTakes() {
        assertThat(names.label("a".repeat(1100))).isEqualTo("a".repeat(1024));
        assertThat(names.label("-a".repeat(550))).hasSize(1024);
        assertThat(names.metadata("1".repeat(1100))).hasSize(1024).startsWith("key_1");
    }

    @Test
    void whatIsRememberedIsWhatWasMade() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(names.label("n-" + i)).isEqualTo("n_" + i);
                assertThat(names.metadata(i + "-n")).isEqualTo("key_" + i + "_n");
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Texts.any(), Arbitraries.strings().withChars("a9_-.ü").ofMaxLength(8));
    }

    @Property(tries = 1000)
    void everyLabelNameIsEmptyOrOneThatLokiTakes(@ForAll("texts") String name) {
        assertThat(new Names().label(name)).matches("|[a-zA-Z_][a-zA-Z0-9_]*");
    }

    @Property(tries = 1000)
    void everyMetadataNameIsEmptyOrOneThatLokiLeavesAlone(@ForAll("texts") String name) {
        Names fresh = new Names();
        String made = fresh.metadata(name);

        assertThat(made).matches("|(?!.*__)[a-zA-Z_][a-zA-Z0-9_]*").doesNotMatch("_+");
        assertThat(fresh.metadata(made)).isEqualTo(made);
        assertThat(made.isEmpty()).isEqualTo(!name.matches("(?s).*[a-zA-Z0-9].*"));
    }
}
