package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "500ms, PT0.5S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "1m30s, PT1M30S",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "0s, PT0S",
        "10us, PT0.00001S",
        "10µs, PT0.00001S",
        "10μs, PT0.00001S",
        "7ns, PT0.000000007S",
        "' 2s ', PT2S",
        "1m1m, PT2M",
        "5m5ms, PT5M0.005S"
    })
    void durationsAreWrittenAsInGo(String text, Duration duration) {
        assertThat(Quantities.duration("batch_wait", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "s",
                "-1s",
                "+1s",
                "1 s",
                "1S",
                "1d",
                "1sec",
                "1,5s",
                ".s",
                "1..5s",
                "1e3s",
                "PT1S",
                "99999999999999h",
                "\u0661s"
            })
    void otherDurationsAreRefusedWithNameValueAndForm(String text) {
        assertThatThrownBy(() -> Quantities.duration("batch-wait", text))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        text.isBlank()
                                ? "batch-wait is missing or empty; expected a duration such as"
                                : "batch-wait '" + text.strip() + "' is not accepted; expected a duration such as");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "1b, 1",
        "1B, 1",
        "1k, 1024",
        "1KB, 1024",
        "1KiB, 1024",
        "1kib, 1024",
        "512KiB, 524288",
        "1MiB, 1048576",
        "1M, 1048576",
        "1.5MiB, 1572864",
        "2 GiB, 2147483648",
        "1TiB, 1099511627776",
        "' 8 ', 8"
    })
    void sizesArePowersOf1024(String text, long bytes) {
        assertThat(Quantities.size("batch_size", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MiB", "-1", "1X", "1i", "1iB", "1 M B", "1,5MiB", ".5MiB", "1e3", "9999999999TiB", "0x10"})
    void otherSizesAreRefusedWithNameValueAndForm(String text) {
        assertThatThrownBy(() -> Quantities.size("batchSize", text))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("batchSize ")
                .hasMessageContaining(text.isEmpty() ? "missing or empty" : "'" + text + "' is not accepted")
                .hasMessageEndingWith("expected a size such as 65536, 512KiB or 1MiB");
    }

    @Property
    void aDurationIsReadBackAsItIsWritten(@ForAll @LongRange(min = 0) long nanos) {
        Duration duration = Duration.ofNanos(nanos);

        assertThat(Quantities.duration("x", Quantities.text(duration))).isEqualTo(duration);
    }

    @Property
    void aSizeIsReadBackAsItIsWritten(@ForAll @LongRange(min = 0) long bytes) {
        assertThat(Quantities.size("x", Quantities.text(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1s", "PT90S, 90s", "PT2M, 2m", "PT1H, 1h", "PT0.5S, 500ms", "PT0S, 0ns", "PT0.000001S, 1us"})
    void aDurationIsWrittenInItsLargestWholeUnit(Duration duration, String text) {
        assertThat(Quantities.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1023, 1023", "1024, 1KiB", "1025, 1025", "1048576, 1MiB", "1572864, 1536KiB"})
    void aSizeIsWrittenInItsLargestWholeUnit(long bytes, String text) {
        assertThat(Quantities.text(bytes)).isEqualTo(text);
    }
}
