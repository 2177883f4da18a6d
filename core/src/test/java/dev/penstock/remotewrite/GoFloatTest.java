package dev.penstock.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what Go's {@code strconv.FormatFloat(v, 'g', -1, 64)} writes, with {@code .0} where needed. */
class GoFloatTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "0, 0.0",
        "-0.0, 0.0",
        "-1, -1.0",
        "0.5, 0.5",
        "0.1, 0.1",
        "0.001, 0.001",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.000012, 1.2e-05",
        "100000, 100000.0",
        "999999, 999999.0",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "123456.75, 123456.75",
        "1e21, 1e+21",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "4.9E-324, 5e-324",
        "2.0E-3, 0.002",
        "1e100, 1e+100",
        "-2.5e-7, -2.5e-07",
        "0.30000000000000004, 0.30000000000000004",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "22369621, 2.2369621e+07",
        "1.431655765, 1.431655765"
    })
    void writesAsGoDoes(double value, String text) {
        assertThat(GoFloat.format(value)).isEqualTo(text);
    }

    @Property
    void isReadBackAsTheSameNumber(@ForAll double value) {
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            assertThat(Double.parseDouble(GoFloat.format(value))).isEqualTo(value);
        }
    }
}
