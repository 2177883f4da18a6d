package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.process.FieldLine.Bulk;
import dev.penstock.process.FieldLine.Named;
import dev.penstock.settings.SettingException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app = shop | app | shop",
                "app=shop | app | shop",
                "level = %level | level | %level",
                "q = a=b | q | a=b",
                "q == a | q | = a",
                "d = %d{HH:mm, UTC} | d | %d{HH:mm, UTC}",
                "p = 100%% | p | 100%%"
            })
    void aNameAndAPatternAreOnePair(String line, String name, String pattern) {
        assertThat(FieldLine.parse("labels", line)).containsExactly(new Named(name, pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"* = %%mdc", "*=%%mdc", "  *  =  %%mdc  "})
    void aStarTakesAWholeMap(String line) {
        Bulk bulk = new Bulk("", "mdc", Set.of(), false);

        assertThat(FieldLine.parse("labels", line)).containsExactly(bulk);
        assertThat(bulk.takes("anything")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p_* = %%mdc{a,b}", "p_*=%%mdc {a, b}", "p_* = %%mdc{ a ,, b,a, }"})
    void aListOfKeysTakesOnlyThem(String line) {
        Bulk bulk = new Bulk("p_", "mdc", Set.of("a", "b"), false);

        assertThat(FieldLine.parse("labels", line)).containsExactly(bulk);
        assertThat(bulk.takes("a")).isTrue();
        assertThat(bulk.takes("c")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*!= %%kvp{x}", "* != %%kvp{x}", "*!=%%kvp{ x }"})
    void anExclamationMarkLeavesTheKeysOut(String line) {
        Bulk bulk = new Bulk("", "kvp", Set.of("x"), true);

        assertThat(FieldLine.parse("labels", line)).containsExactly(bulk);
        assertThat(bulk.takes("x")).isFalse();
        assertThat(bulk.takes("y")).isTrue();
    }

    @Test
    void commentsAndBlankLinesDoNotCount() {
        String text = "\r\n  # a = 1\r\n// b = 2\r\n\r\n  c = 3  \r\n\td = 4\ne = #5\rf = 6";

        assertThat(FieldLine.parse("labels", text))
                .containsExactly(new Named("c", "3"), new Named("d", "4"), new Named("e", "#5"), new Named("f", "6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n\n", "off", " OFF\n", "# off"})
    void nothingAndOffAreNoLines(String text) {
        assertThat(FieldLine.parse("labels", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "= x",
                "!= x",
                "app =",
                "app != x",
                "app = %%mdc",
                "* = %mdc",
                "* = shop",
                "* = %%",
                "* = %%mdc{a",
                "* = %%mdc{a}}",
                "* = %%mdc{a}{b}",
                "* = %%mdc a",
                "a*b* = %%mdc",
                "** = %%mdc"
            })
    void anErrorNamesSettingLineAndAcceptedForms(String line) {
        assertThatThrownBy(() -> FieldLine.parse("structured-metadata", "good = 1\n" + line + "\nalso = good"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("structured-metadata '" + line + "' is not accepted; expected ")
                .hasMessageContaining("name = pattern")
                .hasMessageContaining("* != %%kvp{x}")
                .extracting(e -> ((SettingException) e).setting())
                .isEqualTo("structured-metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"* != %%mdc", "* != %%mdc{}", "*!=%%mdc{ , }"})
    void leavingOutNothingIsAnError(String line) {
        assertThatThrownBy(() -> FieldLine.parse("labels", line))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(line)
                .hasMessageContaining("keys to leave out");
    }
}
