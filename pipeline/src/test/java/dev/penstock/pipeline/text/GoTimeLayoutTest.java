package dev.penstock.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeLayoutTest {

    private static final long NOW = nanos("2026-06-15T12:00:00Z");

    private static long nanos(String instant) {
        Instant time = Instant.parse(instant);
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RFC3339 | 2024-02-29T10:11:12Z | 2024-02-29T10:11:12Z",
                "RFC3339 | 2024-02-29T10:11:12.345+02:00 | 2024-02-29T08:11:12.345Z",
                "RFC3339 | 2024-02-29T10:11:12,5Z | 2024-02-29T10:11:12.5Z",
                "RFC3339Nano | 2024-02-29T10:11:12.123456789123Z | 2024-02-29T10:11:12.123456789Z",
                "ANSIC | Mon Jan  2 15:04:05 2006 | 2006-01-02T15:04:05Z",
                "UnixDate | mon JAN 02 15:04:05 UTC 2006 | 2006-01-02T15:04:05Z",
                "RubyDate | Mon Jan 02 15:04:05 -0700 2006 | 2006-01-02T22:04:05Z",
                "RFC822 | 02 Jan 06 15:04 UTC | 2006-01-02T15:04:00Z",
                "RFC822Z | 02 Jan 06 15:04 +0100 | 2006-01-02T14:04:00Z",
                "RFC850 | Monday, 02-Jan-06 15:04:05 XYZ | 2006-01-02T15:04:05Z",
                "RFC1123 | Mon, 02 Jan 2006 15:04:05 GMT | 2006-01-02T15:04:05Z",
                "RFC1123Z | Mon, 02 Jan 2006 15:04:05 -0800 | 2006-01-02T23:04:05Z",
                "Unix | 1700000000 | 2023-11-14T22:13:20Z",
                "Unix | 1700000000.5 | 2023-11-14T22:13:20.5Z",
                "Unix | 1700000000.123456789 | 2023-11-14T22:13:20.123456789Z",
                "UnixMs | 1700000000123 | 2023-11-14T22:13:20.123Z",
                "UnixUs | 1700000000123456 | 2023-11-14T22:13:20.123456Z",
                "UnixNs | 1700000000123456789 | 2023-11-14T22:13:20.123456789Z",
                "2006-01-02 15:04:05 | 2024-07-01 01:02:03.789 | 2024-07-01T01:02:03.789Z",
                "2006-01-02 15:04:05.000 | 2024-07-01 01:02:03.789 | 2024-07-01T01:02:03.789Z",
                "2006-01-02 15:04:05,000 | 2024-07-01 01:02:03.789 | 2024-07-01T01:02:03.789Z",
                "2006-01-02T15:04:05.999 | 2024-07-01T01:02:03 | 2024-07-01T01:02:03Z",
                "02/Jan/2006:15:04:05 -0700 | 10/Oct/2000:13:55:36 -0700 | 2000-10-10T20:55:36Z",
                "1/2/2006 3:04:05 PM | 7/4/2024 12:00:01 AM | 2024-07-04T00:00:01Z",
                "1/2/2006 3:04:05 PM | 7/4/2024 1:00:01 PM | 2024-07-04T13:00:01Z",
                "2006 002 15 | 2024 060 07 | 2024-02-29T07:00:00Z",
                "20060102150405 | 20240229101112 | 2024-02-29T10:11:12Z",
                "06-1-2 | 69-3-4 | 1969-03-04T00:00:00Z",
                "Jan _2 15:04:05 | Mar  3 01:02:03 | 2026-03-03T01:02:03Z",
                "15:04:05 | 07:08:09 | 2026-01-01T07:08:09Z",
                "2006-01-02T15:04:05Z0700 | 2024-02-29T10:11:12+0530 | 2024-02-29T04:41:12Z",
                "2006-01-02 15:04:05 -07 | 2024-02-29 10:11:12 +01 | 2024-02-29T09:11:12Z",
                "_2006 Jan 2 | _2024 Feb 3 | 2024-02-03T00:00:00Z",
            })
    void timesAreReadByTheirFormat(String format, String text, String expected) {
        assertThat(GoTimeLayout.of(format, null).parse(text, NOW)).isEqualTo(nanos(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RFC3339 | 2024-02-30T10:11:12Z",
                "RFC3339 | 2023-02-29T10:11:12Z",
                "RFC3339 | 2024-13-01T10:11:12Z",
                "RFC3339 | 2024-01-01 10:11:12Z",
                "RFC3339 | 2024-01-01T24:11:12Z",
                "RFC3339 | 2024-01-01T10:11:12",
                "RFC3339 | 2024-01-01T10:11:12Zx",
                "Unix | abc",
                "Unix | 1.2.3",
                "Unix | 1.",
                "Unix | 99999999999",
                "UnixMs | 1700000000.5",
                "UnixNs | 99999999999999999999",
                "2006-01-02 | 9999-01-01",
                "2006-01-02 15:04:05.000 | 2024-07-01 01:02:03",
                "2006-01-02 15:04:05.000 | 2024-07-01 01:02:03.45",
                "rfc3339 | 2024-01-01T10:11:12Z",
                "Jan 2 | Feb 30",
                "2006 002 | 2023 366",
            })
    void whatIsNotOfTheFormatFails(String format, String text) {
        assertThat(GoTimeLayout.of(format, null).parse(text, NOW)).isEqualTo(GoTimeLayout.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:05:00Z, Dec 31 23:59:00, 2025-12-31T23:59:00Z",
        "2026-12-31T23:59:00Z, Jan  1 00:01:00, 2027-01-01T00:01:00Z",
        "2026-06-01T00:00:00Z, Dec 31 23:59:00, 2026-12-31T23:59:00Z",
        "2026-06-01T00:00:00Z, Feb 29 00:00:00, 2026-03-01T00:00:00Z"
    })
    void aYearThatIsMissingIsThatOfTheNearerTurn(String now, String text, String expected) {
        assertThat(GoTimeLayout.of("Jan _2 15:04:05", null).parse(text, nanos(now)))
                .isEqualTo(nanos(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-15 12:00:00, 2024-01-15T11:00:00Z",
        "2024-07-15 12:00:00, 2024-07-15T10:00:00Z",
        "2024-03-31 03:30:00, 2024-03-31T01:30:00Z"
    })
    void aLocationIsForTimesWithoutAZone(String text, String expected) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(GoTimeLayout.of("2006-01-02 15:04:05", berlin).parse(text, NOW))
                .isEqualTo(nanos(expected));
        assertThat(GoTimeLayout.of("RFC3339", berlin).parse("2024-01-15T12:00:00Z", NOW))
                .isEqualTo(nanos("2024-01-15T12:00:00Z"));
        assertThat(GoTimeLayout.of("2006-01-02 15:04 MST", berlin).parse("2024-07-15 12:00 CEST", NOW))
                .isEqualTo(nanos("2024-07-15T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc3339",
                "unix",
                "unix_ms",
                "yyyy-MM-dd HH:mm:ss",
                "%Y-%m-%d",
                "ISO8601",
                "rfc1123",
                "epoch",
                "",
                "RFC3339Milli"
            })
    void whatIsNeitherNameNorLayoutIsKnown(String format) {
        assertThat(GoTimeLayout.of(format, null).looksLikeNoLayout()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2006-01-02 15:04:05, false, true, true",
        "2006-01-02T15:04:05Z07:00, true, true, true",
        "Jan _2 15:04:05, false, false, true",
        "15:04:05.000, false, false, false",
        "RFC3339, true, true, true",
        "ANSIC, false, true, true",
        "UnixMs, true, true, true"
    })
    void layoutsSayWhatTheyHave(String format, boolean zone, boolean year, boolean date) {
        GoTimeLayout layout = GoTimeLayout.of(format, null);
        assertThat(layout.looksLikeNoLayout()).isFalse();
        assertThat(layout.hasZone()).isEqualTo(zone);
        assertThat(layout.hasYear()).isEqualTo(year);
        assertThat(layout.hasDate()).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({"rfc3339, RFC3339", "RFC3339nano, RFC3339Nano", "unix_ms, UnixMs", "UNIX, Unix", "iso8601, RFC3339"})
    void theNameThatWasMeantIsKnown(String format, String name) {
        assertThat(GoTimeLayout.didYouMean(format)).isEqualTo(name);
        assertThat(GoTimeLayout.didYouMean(name)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon Jan _2 15:04:05 MST 2006 | Wed Jul  3 04:05:06 UTC 2024",
                "Monday, 02-January-06 03:04 PM .000 | Wednesday, 03-July-24 04:05 AM .070",
                "2006-01-02T15:04:05.999999Z07:00 | 2024-07-03T04:05:06.07Z",
                "1/2/06 3:4:5 pm -0700 002 __2 | 7/3/24 4:5:6 am +0000 185 185",
                "UnixMs | 1719979506070",
            })
    void timesAreWrittenByALayout(String layout, String expected) {
        long time = nanos("2024-07-03T04:05:06.070Z");
        assertThat(GoTimeLayout.of(layout, null).format(time, ZoneOffset.UTC)).isEqualTo(expected);
    }

    @Property
    void timesAreReadBack(
            @ForAll @LongRange(min = -9_000_000_000_000_000_000L, max = 9_000_000_000_000_000_000L) long nanos) {
        for (String format : new String[] {"RFC3339Nano", "UnixNs", "Mon, 2 January 2006 3:4:5.000000000 PM -07:00"}) {
            GoTimeLayout layout = GoTimeLayout.of(format, null);
            String text = layout.format(nanos, ZoneOffset.ofHours(5));
            assertThat(layout.parse(text, NOW)).as(text).isEqualTo(nanos);
        }
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "2006", "01", "02", "_2", "__2", "002", "15", "3", "04", "5", "05", ".000", ".999", ",", "PM",
                        "MST", "-0700", "Z07:00", "Jan", "Monday", " ", "-", ":", "T", "é", "06", "1", "2", "GMT+5",
                        "+", "99")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 5000)
    void anyFormatReadsAnyText(@ForAll("pieces") String format, @ForAll("pieces") String text, @ForAll String other) {
        GoTimeLayout layout = GoTimeLayout.of(format, null);
        layout.parse(text, NOW);
        layout.parse(format, NOW);
        layout.parse(layout.format(NOW, ZoneOffset.UTC), NOW);
        GoTimeLayout.of(other, null).parse(other, NOW);
        layout.looksLikeNoLayout();
    }
}
