package dev.penstock.pipeline.lint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats of times, and regular expressions. */
class FormatsLintTest {

    private static String timestamp(String format, String more) {
        return "stage.json {\n  expressions = { ts = \"\" }\n}\nstage.timestamp {\n  source = \"ts\"\n  format = \""
                + format + "\"\n" + more + "}\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            rfc3339                         # write "RFC3339"
            RFC3339NANO                     # write "RFC3339Nano"
            unix                            # write "Unix"
            UnixMillis                      # write "UnixMs"
            ISO8601                         # write "RFC3339"
            iso                             # write "RFC3339"
            yyyy-MM-dd HH:mm:ss,SSS         # format = "2006-01-02 15:04:05,000"
            yyyy-MM-dd'T'HH:mm:ss.SSSXXX    # format = "2006-01-02T15:04:05.000Z07:00"
            dd/MMM/yyyy:HH:mm:ss Z          # format = "02/Jan/2006:15:04:05 -0700"
            EEE, d MMM yyyy HH:mm:ss z      # format = "Mon, 2 Jan 2006 15:04:05 MST"
            YYYY-MM-DD HH:mm:ss             # format = "2006-01-02 15:04:05"
            HH:mm:ss.SSS                    # format = "15:04:05.000"
            %Y-%m-%dT%H:%M:%S%z             # format = "2006-01-02T15:04:05-0700"
            %d/%b/%Y:%H:%M:%S %z            # format = "02/Jan/2006:15:04:05 -0700"
            2024-12-31T23:59:59.123Z        # format = "2006-01-02T15:04:05.000Z"
            timestamp                       # RFC3339, Unix, UnixMs
            """)
    void aFormatThatIsNoneIsFound(String format, String remedy) {
        Found.one(timestamp(format, ""), "Warning 6:12", "no time format", remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RFC3339",
                "RFC3339Nano",
                "Unix",
                "UnixMs",
                "ANSIC",
                "RFC1123Z",
                "2006-01-02T15:04:05Z07:00",
                "2006-01-02 15:04:05.000 -0700",
                "2006-01-02T15:04:05.000Z",
                "02/Jan/2006:15:04:05 -0700",
                "Mon Jan _2 15:04:05 MST 2006",
                "2006-01-02 15:04:05.999999 +00:00",
                "2006/01/02 03:04:05 PM -0700"
            })
    void itsTwinIsNot(String format) {
        Found.nothing(timestamp(format, ""));
    }

    @Test
    void aLayoutWithoutZoneWantsALocation() {
        Found.one(
                timestamp("2006-01-02 15:04:05", ""),
                "Warning 6:12",
                "no zone and there is no location",
                "location = \"UTC\"");
        Found.one(timestamp("Jan _2 15:04:05", ""), "Warning 6:12", "no zone");
        Found.nothing(timestamp("2006-01-02 15:04:05", "  location = \"Europe/Berlin\"\n"));
    }

    @Test
    void fallbacksAreFormatsToo() {
        Found.one(
                timestamp("RFC3339", "  fallback_formats = [\"Unix\", \"unix\"]\n"), "Warning 7:31", "write \"Unix\"");
    }

    @Test
    void threeIsTheHourOfAClockWithTwelve() {
        Found.one(timestamp("2006-01-02T03:04:05Z", ""), "Warning 6:12", "format = \"2006-01-02T15:04:05Z\"");
    }

    @Test
    void aRegexWithoutNamedGroupsDoesNothing() {
        Found.one(
                "stage.regex {\n  expression = `^(\\S+) \\[(.*)\\]`\n}\n",
                "Warning 2:16",
                "no named group",
                "`^(?P<name>\\S+) \\[(.*)\\]`");
        Found.one("stage.regex {\n  expression = `^x`\n}\n", "Warning 2:16", "put what is to be extracted in a group");
        String use = "stage.labels {\n  values = { a = \"\" }\n}\n";
        Found.nothing("stage.regex {\n  expression = `^(?P<a>\\S+)`\n}\n" + use);
        Found.nothing("stage.regex {\n  expression = `^(?<a>\\S+)`\n}\n" + use);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            id=\\\\d+                # `id=\\d+`
            ^\\\\w+\\\\s*$           # `^\\w+\\s*$`
            127\\\\.0\\\\.0\\\\.1    # `127\\.0\\.0\\.1`
            \\\\[(x+)\\\\]           # `\\[(x+)\\]`
            """)
    void doubledBackslashesInBackticksAreFound(String expression, String remedy) {
        Found.one(
                "stage.drop {\n  expression = `" + expression + "`\n}\n", "Warning 2:16", "stands for itself", remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id=\\d+", "C:\\\\Windows\\\\system32", "\\\\server\\\\share", "a\\\\.*b", "a\\\\n", "\\\\\""})
    void backslashesThatAreMeantAreNot(String expression) {
        Found.nothing("stage.drop {\n  expression = `" + expression + "`\n}\n");
    }

    @Test
    void inDoubleQuotesTheyAreDoubled() {
        Found.nothing("stage.drop {\n  expression = \"id=\\\\d+\"\n}\n");
        Found.nothing("stage.match {\n  selector = `{app=\"x\"} |~ \"id=\\\\d+\"`\n  action = \"drop\"\n}\n");
    }
}
