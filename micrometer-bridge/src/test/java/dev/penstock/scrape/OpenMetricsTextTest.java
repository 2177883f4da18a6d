package dev.penstock.scrape;

import static dev.penstock.scrape.ExpositionFormat.OPENMETRICS_TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMetricsTextTest {

    @Test
    void theWholeOfAnExpositionIsRead() throws Exception {
        assertThat(parse("""
                                # HELP http_seconds Latencies.
                                # TYPE http_seconds histogram
                                # UNIT http_seconds seconds
                                http_seconds_bucket{le="1",a="b"} 1 # {trace_id="x\\"y"} 0.5 1520879607.789
                                http_seconds_bucket{a="b",le="+Inf"} 2 # {} 5
                                http_seconds_count{a="b"} 2
                                http_seconds_sum{a="b"} 5.5
                                http_seconds_created{a="b"} 1520872607.123
                                # TYPE foo counter
                                foo_total 17.0 1520879607.789 # {id="counter-test"} 5
                                foo_created 1520872608.124
                                # TYPE gh gaugehistogram
                                gh_bucket{le="1"} 2
                                gh_gsum 5
                                # TYPE i info
                                i_info{version="1"} 1
                                # TYPE s stateset
                                s{s="a"} 1
                                # TYPE q summary
                                q{quantile="1"} 3
                                q_created 1.5
                                # TYPE u unknown
                                u 1
                                bare{x="y"} NaN
                                # EOF
                                """))
                .containsExactly(
                        Recorded.of("http_seconds_bucket", Map.of("a", "b", "le", "1.0"), 1)
                                .since(1520872607123L)
                                .with("{trace_id=x\"y} 0.5 1520879607789"),
                        Recorded.of("http_seconds_bucket", Map.of("a", "b", "le", "+Inf"), 2)
                                .since(1520872607123L)
                                .with("{} 5.0"),
                        Recorded.of("http_seconds_count", Map.of("a", "b"), 2).since(1520872607123L),
                        Recorded.of("http_seconds_sum", Map.of("a", "b"), 5.5).since(1520872607123L),
                        Recorded.of("foo_total", Map.of(), 17)
                                .at(1520879607789L)
                                .since(1520872608124L)
                                .with("{id=counter-test} 5.0"),
                        Recorded.of("gh_bucket", Map.of("le", "1"), 2),
                        Recorded.of("gh_gsum", Map.of(), 5),
                        Recorded.of("i_info", Map.of("version", "1"), 1),
                        Recorded.of("s", Map.of("s", "a"), 1),
                        Recorded.of("q", Map.of("quantile", "1.0"), 3).since(1500),
                        Recorded.of("u", Map.of(), 1),
                        Recorded.of("bare", Map.of("x", "y"), Double.NaN));
    }

    @Test
    void createdIsFoundByLabelsInWhateverOrder() throws Exception {
        StringBuilder text = new StringBuilder("# TYPE c counter\n");
        for (int i = 0; i < 500; i++) {
            text.append("c_total{a=\"").append(i).append("\",b=\"x\"} 1\n");
        }
        for (int i = 499; i >= 0; i -= 2) {
            text.append("c_created{b=\"x\",a=\"")
                    .append(i)
                    .append("\"} ")
                    .append(i)
                    .append(".5\n");
        }
        List<Recorded> samples = parse(text + "# TYPE d counter\nd_total{a=\"1\",b=\"x\"} 1\n# EOF");
        assertThat(samples).hasSize(501);
        for (int i = 0; i < 500; i++) {
            assertThat(samples.get(i).start()).isEqualTo(i % 2 == 0 ? 0 : i * 1000L + 500);
        }
        assertThat(samples.get(500).start()).as("another family's").isZero();
    }

    @Test
    void createdOfQuotedNamesIsFound() throws Exception {
        assertThat(parse("# TYPE \"a.b\" counter\n{\"a.b_total\",x=\"1\"} 1\n{x=\"1\",\"a.b_created\"} 2.001\n# EOF"))
                .containsExactly(Recorded.of("a.b_total", Map.of("x", "1"), 1).since(2001));
    }

    @Test
    void createdBeforeItsSamplesCountsToo() throws Exception {
        assertThat(parse("# TYPE a counter\na_created 2\na_total 1\n# EOF"))
                .containsExactly(Recorded.of("a_total", Map.of(), 1).since(2000));
    }

    @Test
    void createdOfOtherTypesIsASeries() throws Exception {
        assertThat(parse("# TYPE a gauge\na 1\na_created 2\n# EOF"))
                .extracting(Recorded::name)
                .containsExactly("a", "a_created");
        assertThat(parse("a_total 1\na_created 2\n# EOF"))
                .extracting(Recorded::name)
                .containsExactly("a_total", "a_created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-1", "0"})
    void createdThatIsNoTimeIsUnknown(String value) throws Exception {
        assertThat(parse("# TYPE a counter\na_total 1\na_created " + value + "\n# EOF"))
                .containsExactly(Recorded.of("a_total", Map.of(), 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1520879607.789, 1520879607789",
        "1.001, 1001",
        "1520430000.123, 1520430000123",
        "0.0019, 1",
        "-1.5, -1500",
        "-0.0015, -1",
        "1e3, 1000000",
        "1.52e9, 1520000000000",
        "1520879607.7891234567890123456789, 1520879607789",
        "0, 0",
        ".5, 500",
        "5., 5000",
        "1e-300, 0",
        "+2, 2000",
        "000000000000000000001, 1000",
    })
    void timestampsAreSeconds(String text, long millis) throws Exception {
        assertThat(parse("a 1 " + text + "\n# EOF"))
                .containsExactly(Recorded.of("a", Map.of(), 1).at(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# EOF",
                "# EOF\n",
                "a 1\n# EOF",
                "# HELP a \n# EOF",
                "# UNIT a \n# EOF",
                "{\"a\",b=\"c\",} 1\n# EOF"
            })
    void shortestFormsAreTaken(String text) throws Exception {
        assertThat(parse(text)).hasSizeLessThan(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | line 1: the text does not end with # EOF",
                "a | line 1: found the end of the text, expected a single blank and a value",
                "a 1 | line 1: the text does not end with # EOF",
                "a 1⏎ | line 1: the text does not end with # EOF",
                "a_total 1 # {a=\"b\"} 4 | line 1: the text does not end with # EOF",
                "# HELP a x | line 1: the text does not end with # EOF",
                "⏎# EOF | line 1: found the end of the line, expected the name of a metric",
                "a 1⏎⏎# EOF | line 2: found the end of the line",
                "␣a 1⏎# EOF | line 1: found a blank",
                "9 1⏎# EOF | line 1: found '9'",
                "a⏎# EOF | line 1: found the end of the line, expected a single blank and a value after the series",
                "a\t1⏎# EOF | line 1: found a tab",
                "a  1⏎# EOF | line 1: the value is ''",
                "a 1\t2⏎# EOF | line 1: the value is '1�2'",
                "a 1 ⏎# EOF | line 1: the timestamp is ''",
                "a 1 2 ⏎# EOF | line 1: found a blank, expected the end of the line",
                "a 1 2 #⏎# EOF | line 1: found a blank",
                "a 1 1z⏎# EOF | line 1: the timestamp is '1z'; expected seconds",
                "a 1 NaN⏎# EOF | line 1: the timestamp is 'NaN'",
                "a 1 Inf⏎# EOF | line 1: the timestamp is 'Inf'",
                "a 1 1e30⏎# EOF | line 1: the timestamp is '1e30'",
                "a 1 1 1⏎# EOF | line 1: found a blank",
                "# EOF⏎a 1 | line 2: there is more after # EOF",
                "# EOF⏎⏎ | line 2: there is more after # EOF",
                "# EOFa | line 1: there is more after # EOF",
                "# comment⏎# EOF | line 1: expected # TYPE, # HELP, # UNIT or # EOF; OpenMetrics has no comments",
                "#⏎# EOF | line 1: expected # TYPE",
                "#\tTYPE c counter⏎# EOF | line 1: expected # TYPE",
                "#  TYPE c counter⏎# EOF | line 1: expected # TYPE",
                "# TYPE u untyped⏎# EOF | line 1: the type is 'untyped'; expected one of counter, gauge, histogram, gaugehistogram,",
                "# TYPE c counter ⏎# EOF | line 1: the type is 'counter '",
                "# TYPE c  counter⏎# EOF | line 1: the type is ' counter'",
                "# TYPE c⏎# EOF | line 1: found the end of the line, expected a single blank and text after the name in a # TYPE",
                "# TYPE ⏎# EOF | line 1: found the end of the line, expected the name of a metric after TYPE",
                "# HELP m⏎# EOF | line 1: found the end of the line",
                "# UNIT m⏎# EOF | line 1: found the end of the line",
                "# UNIT metric suffix⏎# EOF | line 1: the unit is 'suffix'; expected one that the name metric ends with",
                "# UNIT metricsuffix suffix⏎# EOF | line 1: the unit is 'suffix'",
                "# UNIT seconds seconds⏎# EOF | line 1: the unit is 'seconds'",
                "a {b=\"c\"} 1⏎# EOF | line 1: the value is '{b=\"c\"}'",
                "a{b=\"c\", d=\"e\"} 1⏎# EOF | line 1: found a blank, expected the name of a label",
                "a{b =\"c\"} 1⏎# EOF | line 1: found a blank, expected '='",
                "a{b=\"c\"d=\"e\"} 1⏎# EOF | line 1: found 'd', expected ',' or '}'",
                "a{b=\"c\",,d=\"e\"} 1⏎# EOF | line 1: found ','",
                "a{b=\"c\"}1⏎# EOF | line 1: found '1', expected a single blank and a value",
                "a{b=\"⏎# EOF | line 1: the quotes are not closed on their line",
                "a{b=\"\\⏎\"} 1⏎# EOF | line 1: the quotes are not closed on their line",
                "a 1 # {aa=bb}⏎# EOF | line 1: found 'b', expected the value of a label in double quotes",
                "a 1 # {aa=\"bb\"}⏎# EOF | line 1: found the end of the line, expected a single blank and a value after the exemplar's labels",
                "a 1 # {\"aa\"} 1⏎# EOF | line 1: found '}', expected '='",
                "a 1 # {aa=\"bb\"} 1 1 1⏎# EOF | line 1: found a blank",
                "a 1 # {aa=\"bb\"} 1 NaN⏎# EOF | line 1: the exemplar's timestamp is 'NaN'",
                "a 1 # {aa=\"bb\"} x⏎# EOF | line 1: the exemplar's value is 'x'",
                "a 1 # {a=\"b\"} 1 # {a=\"b\"} 1⏎# EOF | line 1: the exemplar's timestamp is '#'",
                "a 1 #{a=\"b\"} 1⏎# EOF | line 1: the timestamp is '#{a=\"b\"}'",
                "a 1\r⏎# EOF | line 1: the line ends with a carriage return",
            })
    void aMalformedLineFailsTheWhole(String text, String problem) {
        assertThatThrownBy(() -> parse(text.replace('⏎', '\n').replace('␣', ' ')))
                .isInstanceOf(ExpositionException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void metadataBelongsToFamilies() throws Exception {
        assertThat(
                        Recorded.families(
                                OPENMETRICS_TEXT,
                                "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds x \\\"y\\\" \\\\ \\n z\n# TYPE \"b.c\" info\n# EOF\n"))
                .containsExactly("a_seconds|COUNTER|seconds|x \"y\" \\ \n z", "b.c|INFO||");
    }

    @Test
    void whatTheVisitorThrowsEndsTheParsing() {
        ExpositionParser parser = new ExpositionParser(OPENMETRICS_TEXT);
        assertThatThrownBy(() -> parser.parse("a 1\nb 1\n# EOF".getBytes(StandardCharsets.UTF_8), sample -> {
                    throw new IllegalStateException(sample.name());
                }))
                .hasMessage("a");
    }

    @Test
    void aParserForgetsTheBodyBefore() throws Exception {
        ExpositionParser parser = new ExpositionParser(OPENMETRICS_TEXT);
        byte[] first = "# TYPE a counter\na_total 1\na_created 5\n# EOF".getBytes(StandardCharsets.UTF_8);
        byte[] second = "a_total 1\na_created 5\n# EOF".getBytes(StandardCharsets.UTF_8);
        parser.parse(first, sample -> assertThat(sample.startTimestampMillis()).isEqualTo(5000));
        parser.parse(second, sample -> {
            assertThat(sample.startTimestampMillis()).isZero();
            assertThat(sample.family().type()).isEqualTo(FamilyType.UNKNOWN);
        });
    }

    private static List<Recorded> parse(String text) throws ExpositionException {
        return Recorded.all(OPENMETRICS_TEXT, text);
    }
}
