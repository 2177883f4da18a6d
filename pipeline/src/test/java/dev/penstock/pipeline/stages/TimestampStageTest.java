package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.syntax.SyntaxException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampStageTest {

    private static Extraction stage(String settings) {
        return Extraction.of("stage.timestamp { source = \"t\" \n " + settings.replace(";", "\n") + " }");
    }

    private static String time(Extraction stage, Object value) {
        return stage.extracted("t", value).run("line").time().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            format = "RFC3339"                   | 2026-01-02T03:04:05+01:00       | 2026-01-02T02:04:05Z
            format = "RFC3339Nano"               | 2026-01-02T03:04:05.000000006Z  | 2026-01-02T03:04:05.000000006Z
            format = "RFC3339"                   | 2026-01-02T03:04:05.5Z          | 2026-01-02T03:04:05.500Z
            format = "Unix"                      | 1700000000                      | 2023-11-14T22:13:20Z
            format = "Unix"                      | 1700000000.25                   | 2023-11-14T22:13:20.250Z
            format = "UnixMs"                    | 1700000000123                   | 2023-11-14T22:13:20.123Z
            format = "UnixUs"                    | 1700000000123456                | 2023-11-14T22:13:20.123456Z
            format = "UnixNs"                    | 1700000000123456789             | 2023-11-14T22:13:20.123456789Z
            format = "2006-01-02 15:04:05"       | 2026-01-02 03:04:05,123         | 2026-01-02T03:04:05.123Z
            format = "2006-01-02 15:04:05"; location = "Europe/Berlin" | 2026-07-02 03:04:05 | 2026-07-02T01:04:05Z
            format = "2006-01-02 15:04:05"; location = "" | 2026-07-02 03:04:05     | 2026-07-02T03:04:05Z
            format = "RFC3339"; location = "Europe/Berlin" | 2026-07-02T03:04:05Z   | 2026-07-02T03:04:05Z
            format = "Unix"; fallback_formats = ["UnixMs", "RFC3339"] | 2026-07-02T03:04:05Z | 2026-07-02T03:04:05Z
            format = "Jan _2 15:04:05"           | Apr  9 01:02:03                 | 2026-04-09T01:02:03Z
            format = "RFC3339"                   | yesterday                       | 2026-05-01T10:00:00Z
            """)
    void aTimeIsRead(String settings, String text, String expected) {
        assertThat(time(stage(settings), text)).isEqualTo(expected);
    }

    @Test
    void aNumberOfJsonIsReadByItsDigits() {
        assertThat(time(stage("format = \"UnixMs\""), 1.7e12)).isEqualTo("2023-11-14T22:13:20Z");
    }

    @Test
    void aYearThatIsNotThereIsTheNearest() {
        assertThat(time(stage("format = \"Jan _2 15:04:05\"").now("2026-01-01T00:00:01Z"), "Dec 31 23:59:59"))
                .isEqualTo("2025-12-31T23:59:59Z");
        assertThat(time(stage("format = \"Jan _2 15:04:05\"").now("2026-12-31T23:59:59Z"), "Jan  1 00:00:01"))
                .isEqualTo("2027-01-01T00:00:01Z");
    }

    @ParameterizedTest
    @CsvSource({"'',true", "action_on_failure = \"fudge\",true", "action_on_failure = \"skip\",false"})
    void aFailureBecomesTheTimeBeforeAndANanosecond(String setting, boolean fudged) {
        Extraction stage = stage("format = \"RFC3339\";" + setting).label("app", "a");

        assertThat(time(stage, "x")).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(time(stage, "2026-01-02T03:04:05Z")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(time(stage, "x")).isEqualTo(fudged ? "2026-01-02T03:04:05.000000001Z" : "2026-05-01T10:00:00Z");
        assertThat(time(stage, Extracted.NULL))
                .isEqualTo(fudged ? "2026-01-02T03:04:05.000000002Z" : "2026-05-01T10:00:00Z");
        assertThat(time(stage.label("app", "b"), "x")).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(time(stage.label("app", "a"), "2026-01-02T03:04:06Z")).isEqualTo("2026-01-02T03:04:06Z");
    }

    @ParameterizedTest
    @CsvSource({
        "'',true",
        "action_on_duplicate_timestamp = \"fudge\",true",
        "action_on_duplicate_timestamp = \"keep\",false",
        "action_on_failure = \"skip\",true"
    })
    void aTimeThatIsThatOfTheEntryBeforeIsMovedByANanosecond(String setting, boolean fudged) {
        Extraction stage = stage("format = \"RFC3339\";" + setting).label("app", "a");
        String time = "2026-01-02T03:04:05Z";

        assertThat(time(stage, time)).isEqualTo(time);
        assertThat(time(stage, time)).isEqualTo(fudged ? "2026-01-02T03:04:05.000000001Z" : time);
        assertThat(time(stage, time)).isEqualTo(fudged ? "2026-01-02T03:04:05.000000002Z" : time);
        assertThat(time(stage.label("app", "b"), time)).isEqualTo(time);
        assertThat(time(stage.label("app", "a"), "2026-01-02T03:04:04Z")).isEqualTo("2026-01-02T03:04:04Z");
        assertThat(time(stage, time)).isEqualTo(time);
    }

    @Test
    void aSourceThatIsMissingIsAFailure() {
        Extraction.Outcome outcome = stage("format = \"RFC3339\"").run("line", Instant.EPOCH);

        assertThat(outcome.time()).isEqualTo(Instant.EPOCH);
        assertThat(outcome.dropped()).isEmpty();
    }

    @Test
    void ofTooManyLabelSetsTheOnesUsedLastAreKnown() {
        Extraction stage = stage("format = \"RFC3339\"");
        for (int i = 0; i <= 10_000; i++) {
            stage.label("i", "" + i);
            assertThat(time(stage, "2026-01-02T03:04:05Z")).isEqualTo("2026-01-02T03:04:05Z");
        }
        assertThat(time(stage.label("i", "0"), "x")).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(time(stage.label("i", "1"), "x")).isEqualTo("2026-01-02T03:04:05.000000001Z");
    }

    @Test
    void aLocationWithoutEffectIsNoted() {
        Extraction stage = stage("format = \"RFC3339\"; location = \"Europe/Berlin\"");

        assertThat(stage.syntax.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("location has no effect"));
        assertThat(stage("format = \"2006\"; location = \"Europe/Berlin\"")
                        .syntax
                        .notes())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            source = "t"                                                  | format
            format = "RFC3339"                                            | source
            source = ""; format = "RFC3339"                               | source is empty
            source = "t"; format = ""                                     | format is empty
            source = "t"; format = "Unix"; location = "Berlin"            | did you mean 'Europe/Berlin'
            source = "t"; format = "Unix"; location = "Europe/Berln"      | did you mean 'Europe/Berlin'? expected
            source = "t"; format = "Unix"; location = "+02:00"            | no location '+02:00'
            source = "t"; format = "Unix"; action_on_failure = "skipp"    | skip
            source = "t"; format = "Unix"; action_on_duplicate_timestamp = "skip" | keep
            """)
    void whatCannotBeIsRefused(String body, String expected) {
        assertThatThrownBy(() -> Extraction.of("stage.timestamp { " + body.replace(";", "\n") + " }"))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining(expected);
    }
}
