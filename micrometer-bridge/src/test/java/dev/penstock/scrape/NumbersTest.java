package dev.penstock.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.remotewrite.GoFloat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "0, 0.0",
        "-0, 0.0",
        "-1, -1.0",
        "0.5, 0.5",
        ".5, 0.5",
        "10, 10.0",
        "100000, 100000.0",
        "999999, 999999.0",
        "1000000, 1e+06",
        "1e6, 1e+06",
        "1234567, 1.234567e+06",
        "123456789, 1.23456789e+08",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e21, 1e+21",
        "1e100, 1e+100",
        "5e-324, 5e-324",
        "2e23, 2e+23",
        "0.001048576, 0.001048576",
        "1.0E-3, 0.001",
        "+Inf, +Inf",
        "inf, +Inf",
        "-Inf, -Inf",
        "nan, NaN",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "5.684341886080801486968994140625E-14, 5.6843418860808015e-14",
        "x, x",
        "1e999, 1e999",
        "'', ''",
    })
    void boundsAreWrittenAsPrometheusStoresThem(String exposed, String stored) {
        assertThat(ParsedSample.normalized(exposed)).isEqualTo(stored);
    }

    @Property
    void boundsAreTheShortestTextOfTheirNumber(@ForAll double value) {
        String text = GoFloat.format(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
        assertThat(ParsedSample.normalized(text)).isEqualTo(text);
        assertThat(new BigDecimal(text).stripTrailingZeros().precision())
                .isLessThanOrEqualTo(new BigDecimal(Double.toString(value))
                        .stripTrailingZeros()
                        .precision());
    }

    @Property(tries = 1000)
    void allDoublesAreReadAsJavaReadsThem(@ForAll double value, @ForAll @IntRange(min = -30, max = 30) int exponent) {
        assertThat(parse(Double.toString(value))).isEqualTo(value);
        String text = BigDecimal.valueOf(value).toPlainString() + "e" + exponent;
        double expected = Double.parseDouble(text);
        if (Double.isInfinite(expected)) {
            assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
        } else {
            assertThat(parse(text)).isEqualTo(expected);
        }
    }

    @Property(tries = 1000)
    void shortDecimalsAreReadAsJavaReadsThem(
            @ForAll int whole, @ForAll @IntRange(min = 0) int fraction, @ForAll @IntRange(min = -25, max = 25) int e) {
        String text = whole + "." + fraction + "E" + e;
        assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @Property(tries = 3000)
    void whatIsNoNumberIsRefused(
            @ForAll
                    @StringLength(max = 6)
                    @Chars({'+', '-', '.', 'e', 'E', 'f', 'x', '_', 'p'})
                    @CharRange(from = '0', to = '3')
                    String text) {
        if (text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")
                && !Double.isInfinite(Double.parseDouble(text))) {
            assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
        } else {
            assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
        }
    }

    @Property
    void millisecondsAreExact(@ForAll long millis) {
        String text = new BigDecimal(millis).movePointLeft(3).toPlainString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(GoNumbers.millis(bytes, 0, bytes.length)).isEqualTo(millis);
    }

    private static double parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return GoNumbers.parse(bytes, 0, bytes.length);
    }
}
