package dev.penstock.testkit.promapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNumberTest {

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, -0",
        "1.0, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100.0, 100",
        "123456789.0, 123456789",
        "1.0E20, 100000000000000000000",
        "1.0E21, 1e+21",
        "-1.25E21, -1.25e+21",
        "1.0E-6, 0.000001",
        "9.5E-7, 9.5e-07",
        "2.0E-3, 0.002",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "4.9E-324, 5e-324",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "2.0E23, 2e+23",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
    })
    void numbersAreGos(double value, String text) {
        assertThat(GoNumber.format(value)).isEqualTo(text);
    }

    @Test
    void everyNumberComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(GoNumber.format(value))).isEqualTo(value);
            }
        }
    }
}
