package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "120, 120", "'  7\t', 7", "007, 7", "1000000000, 1000000000"})
    void secondsAreSeconds(String header, long seconds) {
        assertThat(RetryAfter.nanos(header, NOW))
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999", "10000000000", "9223372036854775807", "99999999999999999999999999"})
    void hugeSecondsAreLongButDoNotOverflow(String header) {
        assertThat(RetryAfter.nanos(header, NOW))
                .isGreaterThan(Duration.ofDays(365).toNanos());
    }

    @Test
    void aDateIsWaitedForAndNotMissedByAFraction() {
        assertThat(RetryAfter.nanos("Sun, 06 Nov 1994 08:51:37 GMT", NOW.plusMillis(300)))
                .isBetween(
                        Duration.ofMillis(119_700).toNanos(),
                        Duration.ofMillis(121_000).toNanos());
        assertThat(RetryAfter.nanos(" Sun, 06 Nov 1994 08:51:37 GMT ", NOW))
                .isBetween(
                        Duration.ofSeconds(120).toNanos(),
                        Duration.ofSeconds(121).toNanos());
    }

    @Test
    void aDateFarAwayDoesNotOverflow() {
        assertThat(RetryAfter.nanos("Fri, 31 Dec 9999 23:59:59 GMT", NOW))
                .isGreaterThan(Duration.ofDays(365).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sunday, 06-Nov-94 08:51:37 GMT", "Sun Nov  6 08:51:37 1994"})
    void theObsoleteFormsOfADateAreReadToo(String header) {
        assertThat(RetryAfter.nanos(header, NOW))
                .isBetween(
                        Duration.ofSeconds(120).toNanos(),
                        Duration.ofSeconds(121).toNanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "-1",
                "+5",
                "1.5",
                "1e3",
                "5s",
                "soon",
                "5, 6",
                "\u0665",
                "Sun, 06 Nov 1994 08:49:36 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Sun, 31 Feb 1994 08:51:37 GMT",
                "Sun, 06 Nov 1994"
            })
    void whatMakesNoSenseOrIsPastIsNone(String header) {
        assertThat(RetryAfter.nanos(header, NOW)).isEqualTo(-1);
    }

    @Test
    void noHeaderIsNone() {
        assertThat(RetryAfter.nanos(null, NOW)).isEqualTo(-1);
    }

    @Property
    void noTextFails(@ForAll String header) {
        assertThat(RetryAfter.nanos(header, NOW)).isGreaterThanOrEqualTo(-1);
    }
}
