package dev.penstock.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "125, 125",
        "12.34, 12.34",
        "1e21, 1000000000000000000000",
        "1e-7, 0.0000001",
        "2e23, 200000000000000000000000",
        "-0.0, -0",
        "4.9e-324, 5e-324",
        "0.1, 0.1",
        "9007199254740993, 9007199254740992",
        "5.684341886080802E-14, 0.00000000000005684341886080802",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "123456.789, 123456.789"
    })
    void numbersAreWrittenInTheirShortestFormWithoutExponent(double number, String text) {
        String plain = text.matches(".*[eE].*") ? new java.math.BigDecimal(text).toPlainString() : text;
        assertThat(GoFloat.format(number)).isEqualTo(plain).doesNotContain("e", "E");
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll double number) {
        assertThat(GoFloat.format(number)).doesNotContain("E");
        assertThat(Double.parseDouble(GoFloat.format(number))).isEqualTo(number);
        assertThat(Double.parseDouble(GoFloat.scientific(number))).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "-1.5e3, -1500",
        "+.5, 0.5",
        "5., 5",
        "1_000.5, 1000.5",
        "0x1p-2, 0.25",
        "inf, Infinity",
        "-Inf, -Infinity"
    })
    void numbersAreReadAsGoReadsThem(String text, double number) {
        assertThat(GoFloat.parseOrNull(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1 ", " 1", "1f", "1d", "0x10", "1__0", "_1", "1e", ".", "e5", "1,5", "1e400", "٣", "5s"
            })
    void whatGoDoesNotReadIsNoNumber(String text) {
        assertThat(GoFloat.parseOrNull(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1s, 1000000000",
        "1h30m, 5400000000000",
        "1.5ms, 1500000",
        "-1us, -1000",
        "+1µs, 1000",
        "1μs, 1000",
        ".5s, 500000000",
        "1m1m, 120000000000",
        "0.000000001s, 1",
        "2562047h, 9223369200000000000"
    })
    void durationsAreReadAsGoReadsThem(String text, long nanos) {
        assertThat(GoDuration.parse(text)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "5", "1d", "1w", "s", ".s", "1.s.", "1 s", "1S", "99999999999h", "1h-5m", "2562048h"})
    void whatIsNoDurationIsEmpty(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "1500, 1.5µs",
        "1500000, 1.5ms",
        "1500000000, 1.5s",
        "3600500000000, 1h0m0.5s",
        "60000000000, 1m0s",
        "-90000000000, -1m30s",
        "-9223372036854775808, -2562047h47m16.854775808s"
    })
    void durationsAreWrittenAsGoWritesThem(long nanos, String text) {
        assertThat(GoDuration.format(nanos)).isEqualTo(text);
    }

    @Property
    void durationsAreReadBack(@ForAll long nanos, @ForAll String any) {
        if (nanos != Long.MIN_VALUE) {
            assertThat(GoDuration.parse(GoDuration.format(nanos))).hasValue(nanos);
        }
        GoDuration.parse(any);
        GoFloat.parseOrNull(any);
    }

    @org.junit.jupiter.api.Test
    void extractedValuesHaveTextsAndNumbers() {
        assertThat(GoFloat.toText(1e21)).isEqualTo("1000000000000000000000");
        assertThat(GoFloat.toText(true)).isEqualTo("true");
        assertThat(GoFloat.toText("x")).isEqualTo("x");
        assertThat(GoFloat.toText(null)).isNull();
        assertThat(GoFloat.toText(java.util.List.of())).isNull();
        assertThat(GoFloat.toFloat("0.5ms")).isEqualTo(0.0005);
        assertThat(GoFloat.toFloat("12")).isEqualTo(12.0);
        assertThat(GoFloat.toFloat(false)).isEqualTo(0.0);
        assertThat(GoFloat.toFloat("x")).isNull();
        assertThat(GoFloat.toFloat(null)).isNull();
    }
}
