package dev.penstock.scrape;

import static dev.penstock.scrape.ExpositionFormat.PROMETHEUS_TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

    @Test
    void theWholeOfAnExpositionIsRead() throws Exception {
        assertThat(parse("""
                                # HELP http_seconds A histogram.\\nOf \\\\ and "quotes".
                                # \tTYPE http_seconds histogram
                                http_seconds_bucket{handler="/",le="1"} 423
                                http_seconds_bucket{handler="/",le="+Inf"} 1423
                                http_seconds_sum{handler="/"} 2000
                                http_seconds_count{handler="/"} 1423
                                # HRandom comment
                                #
                                #no blank

                                # TYPE gc_seconds summary
                                gc_seconds{quantile="0"} 4.9351e-05
                                gc_seconds{ quantile="0.9", a="b"} 8.3835e-05
                                gc_seconds_count 99
                                wind{A="2",c="3"} 12345
                                go_goroutines 33  \t123123
                                """))
                .containsExactly(
                        Recorded.of("http_seconds_bucket", Map.of("handler", "/", "le", "1.0"), 423),
                        Recorded.of("http_seconds_bucket", Map.of("handler", "/", "le", "+Inf"), 1423),
                        Recorded.of("http_seconds_sum", Map.of("handler", "/"), 2000),
                        Recorded.of("http_seconds_count", Map.of("handler", "/"), 1423),
                        Recorded.of("gc_seconds", Map.of("quantile", "0.0"), 4.9351e-05),
                        Recorded.of("gc_seconds", Map.of("quantile", "0.9", "a", "b"), 8.3835e-05),
                        Recorded.of("gc_seconds_count", Map.of(), 99),
                        Recorded.of("wind", Map.of("A", "2", "c", "3"), 12345),
                        Recorded.of("go_goroutines", Map.of(), 33).at(123123));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m{a=\"b\",c=\"d\"} 1",
                "m{a=\"b\",c=\"d\",} 1",
                "m { a = \"b\" , c = \"d\" , } 1",
                "m{a=\"b\" c=\"d\"} 1",
                "m{a=\"b\",c=\"d\"}1",
                " \tm\t{a=\"b\",c=\"d\"}\t1\t",
                "m{\"a\"=\"b\",\"c\"=\"d\"} 1",
                "{\"m\",a=\"b\",c=\"d\"} 1",
                "{ \"m\" , a=\"b\", c=\"d\" } 1",
                "{a=\"b\",\"m\",c=\"d\"} 1",
                "{a=\"b\",c=\"d\",\"m\"} 1",
                "m{a=\"b\",c=\"d\",empty=\"\"} +1.0e0",
                "# comment\n\n\nm{a=\"b\",c=\"d\"} 1\n\n",
                "# EOF\nm{a=\"b\",c=\"d\"} 1",
            })
    void oneSeriesCanBeWrittenInManyWays(String text) throws Exception {
        assertThat(parse(text)).containsExactly(Recorded.of("m", Map.of("a", "b", "c", "d"), 1));
    }

    @Test
    void escapesAndAnyCharacterAreTakenInLabelValues() throws Exception {
        assertThat(parse("m{a=\"\\\"q\\\" \\\\ \\n \\d é😀 } , # \0\tx\ny\"} 1"))
                .containsExactly(Recorded.of("m", Map.of("a", "\"q\" \\ \n \\d é😀 } , # \0\tx\ny"), 1));
    }

    @Test
    void namesInQuotesCanBeAnything() throws Exception {
        assertThat(parse("{\"Heizöl 10€ \\\"x\\\" {c\\nd}\",\"str©\\n'q' \\\"n\\\"\"=\"6\"} 10.0"))
                .containsExactly(Recorded.of("Heizöl 10€ \"x\" {c\nd}", Map.of("str©\n'q' \"n\"", "6"), 10));
        assertThat(parse("# TYPE \"go.gc\" summary\n{\"go.gc\",quantile=\"1\"} 1\n{\"go.gc_count\"} 99"))
                .containsExactly(
                        Recorded.of("go.gc", Map.of("quantile", "1.0"), 1), Recorded.of("go.gc_count", Map.of(), 99));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-1.5, -1.5",
        "+2, 2",
        "1., 1",
        ".5, 0.5",
        "1e3, 1000",
        "1E-3, 0.001",
        "1e+06, 1000000",
        "+Inf, Infinity",
        "-Inf, -Infinity",
        "Inf, Infinity",
        "inf, Infinity",
        "+infinity, Infinity",
        "NaN, NaN",
        "nan, NaN",
        "-0, -0.0",
        "1e-400, 0",
        "9007199254740993, 9007199254740992",
        "0.1, 0.1",
        "123456789012345678901234567890, 1.2345678901234568E29",
        "7.424100000000001e-05, 7.424100000000001e-05",
        "00012, 12",
        "4.9E-324, 4.9E-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
    })
    void valuesAreWhatGoTakesForNumbers(String text, Double value) throws Exception {
        assertThat(parse("m " + text).get(0).value()).isEqualTo(value);
    }

    @Test
    void nanHasTheBitsOfAnOrdinaryOne() throws Exception {
        new ExpositionParser(PROMETHEUS_TEXT)
                .parse(
                        "m NaN".getBytes(StandardCharsets.UTF_8),
                        sample -> assertThat(Double.doubleToRawLongBits(sample.value()))
                                .isEqualTo(0x7ff8000000000001L));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1395066363000, 1395066363000", "-1, -1", "+5, 5", "9223372036854775807, 9223372036854775807"})
    void timestampsAreMilliseconds(String text, long millis) throws Exception {
        assertThat(parse("m 1 " + text))
                .containsExactly(Recorded.of("m", Map.of(), 1).at(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a | found the end of the text, expected a value after the series",
                "a{b='c'} 1 | found ''', expected the value of a label in double quotes",
                "a{b= | found the end of the text, expected the value of a label",
                "a{b=\"c | the quotes are not closed",
                "a{ | found the end of the text, expected the name of a label, or '}'",
                "a{1=\"x\"} 1 | found '1', expected the name of a label",
                "a{b:c=\"x\"} 1 | found ':', expected '='",
                "a{,b=\"c\"} 1 | found ',', expected the name of a label",
                "a{b=\"c\",,d=\"e\"} 1 | found ',', expected the name of a label",
                "a{=\"\"} 0 | found '=', expected the name of a label",
                "{\"a\", \"b = \"c\"} | found 'c', expected '='",
                "{A}0 | found '}', expected '='",
                "{a=\"ok\"} 1 | the series has no name",
                "{} 1 | the series has no name",
                "{\"a\",\"b\"} 1 | the series has a second name",
                "a{\"b\"} 1 | the series has a second name",
                "{\"\"} 1 | the series' name is empty",
                "a{\"\"=\"x\"} 1 | the name of a label is empty",
                "a{b=\"1\",b=\"2\"} 1 | the label b is there twice",
                "a{b=\"1\",\"b\"=\"2\"} 1 | the label b is there twice",
                "a{__name__=\"b\"} 1 | the label __name__ is there twice",
                "a true | the value is 'true'; expected a decimal number",
                "a 1_2 | the value is '1_2'",
                "a 0x1p-3 | the value is '0x1p-3'",
                "a 0x10 | the value is '0x10'",
                "a 1e | the value is '1e'",
                "a +NaN | the value is '+NaN'",
                "a 1e999 | the value is '1e999'",
                "a . | the value is '.'",
                "a 1f | the value is '1f'",
                "a infinit | the value is 'infinit'",
                "a 0 1_2 | the timestamp is '1_2'; expected a whole number of milliseconds",
                "a 0 1.5 | the timestamp is '1.5'",
                "a 0 9223372036854775808 | the timestamp is '9223372036854775808'",
                "a 1 2 3 | found '3', expected the end of the line",
                "a 1 # {} 1 | the timestamp is '#'",
                "9 1 | found '9', expected the name of a metric",
                "- 1 | found '-', expected the name of a metric",
                "# TYPE # | found '#', expected the name of a metric after TYPE",
                "# HELP # | found '#', expected the name of a metric after HELP",
                "# TYPE a bogus | the type is 'bogus'; expected one of counter, gauge, histogram, summary, untyped",
                "# TYPE a | the type is ''",
                "# TYPE a counter x | the type is 'counter x'",
                "# TYPE a info | the type is 'info'",
            })
    void aMalformedLineFailsTheWhole(String line, String problem) {
        assertThatThrownBy(() -> parse("ok 1\n" + line))
                .isInstanceOf(ExpositionException.class)
                .hasMessageStartingWith("line 2: " + problem)
                .hasMessageEndingWith(", in: " + line)
                .satisfies(e -> assertThat(((ExpositionException) e).line()).isEqualTo(2));
    }

    @Test
    void carriageReturnsAndControlCharactersAreRefused() {
        assertThatThrownBy(() -> parse("a 1\r\nb 2\r\n"))
                .hasMessageStartingWith("line 1: the line ends with a carriage return");
        assertThatThrownBy(() -> parse("a\0{b=\"ddd\"} 1")).hasMessageContaining("line 1: ");
        assertThatThrownBy(() -> parse("a 1\n\0")).hasMessageContaining("line 2: found the byte 0x00");
        assertThatThrownBy(() -> parse("a\u001b[31m 1")).hasMessageNotContaining("\u001b");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        for (String line : new String[] {"a{b=\"é\"} 1", "a{\"é\"=\"b\"} 1", "{\"é\"} 1", "# HELP a é"}) {
            byte[] latin = line.getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> Recorded.all(PROMETHEUS_TEXT, latin)).hasMessageContaining("is not UTF-8");
        }
        assertThatThrownBy(() ->
                        Recorded.all(PROMETHEUS_TEXT, new byte[] {'a', '{', (byte) 0xff, '=', '"', '"', '}', ' ', '1'}))
                .hasMessageContaining("found the byte 0xff");
    }

    @Test
    void metadataBelongsToFamilies() throws Exception {
        assertThat(Recorded.families(PROMETHEUS_TEXT, """
                        # HELP a_total  two blanks \\\\ \\n \\"
                        # TYPE a_total  counter\s
                        # TYPE b untyped
                        # HELP nohelp
                        # HELP nohelp2\s
                        # HELP "q.x" é
                        """))
                .containsExactly(
                        "a_total|COUNTER|| two blanks \\ \n \\\"",
                        "b|UNKNOWN||",
                        "nohelp|UNKNOWN||",
                        "nohelp2|UNKNOWN||",
                        "q.x|UNKNOWN||é");
    }

    @Test
    void seriesFindTheirFamilyWhereverItIs() throws Exception {
        List<String> found = new ArrayList<>();
        new ExpositionParser(PROMETHEUS_TEXT)
                .parse(
                        """
                        # TYPE h histogram
                        # TYPE h_count_x gauge
                        h_bucket{le="2"} 1
                        h_sum 1
                        h 1
                        h_total 1
                        h_count_x 2
                        other_bucket{le="2"} 1
                        """.getBytes(StandardCharsets.UTF_8),
                        sample -> found.add(sample.name() + sample.labels() + " "
                                + sample.family().name() + " " + sample.family().type()));
        assertThat(found)
                .containsExactly(
                        "h_bucket{le=2.0} h HISTOGRAM",
                        "h_sum{} h HISTOGRAM",
                        "h{} h HISTOGRAM",
                        "h_total{} h_total UNKNOWN",
                        "h_count_x{} h_count_x GAUGE",
                        "other_bucket{le=2} other_bucket UNKNOWN");
    }

    @Test
    void createdSeriesAreSeriesHere() throws Exception {
        assertThat(parse("# TYPE a counter\na_total 1\na_created 5"))
                .extracting(Recorded::name)
                .containsExactly("a_total", "a_created");
    }

    @Test
    void theKeyIsTheSeriesAsItIsWritten() throws Exception {
        new ExpositionParser(PROMETHEUS_TEXT)
                .parse("x 1\n m { a=\"b\" }  1 2".getBytes(StandardCharsets.UTF_8), sample -> {
                    String key =
                            new String(sample.body(), sample.keyOffset(), sample.keyLength(), StandardCharsets.UTF_8);
                    assertThat(key).isIn("x", "m { a=\"b\" }");
                });
    }

    @Test
    void megabytesOfHelpAreTaken() throws Exception {
        String help = "x".repeat(10_000_000);
        assertThat(Recorded.families(PROMETHEUS_TEXT, "# HELP a " + help + "\na 1"))
                .containsExactly("a|UNKNOWN||" + help);
    }

    @Test
    void onlyTheLengthGivenIsRead() throws Exception {
        byte[] body = "a 1\nb 2 garbage".getBytes(StandardCharsets.UTF_8);
        ExpositionParser parser = new ExpositionParser(PROMETHEUS_TEXT);
        List<String> names = new ArrayList<>();
        parser.parse(body, 3, sample -> names.add(sample.name()));
        parser.parse(body, 0, sample -> names.add(sample.name()));
        assertThat(names).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "application/openmetrics-text; version=1.0.0; charset=utf-8 | OPENMETRICS_TEXT",
                "Application/OpenMetrics-Text | OPENMETRICS_TEXT",
                "text/plain; version=0.0.4 | PROMETHEUS_TEXT",
                "text/html | PROMETHEUS_TEXT",
                "- | PROMETHEUS_TEXT",
            })
    void theContentTypeChoosesTheFormat(String contentType, ExpositionFormat format) {
        assertThat(ExpositionFormat.of(contentType)).isEqualTo(format);
    }

    private static List<Recorded> parse(String text) throws ExpositionException {
        return Recorded.all(PROMETHEUS_TEXT, text);
    }
}
