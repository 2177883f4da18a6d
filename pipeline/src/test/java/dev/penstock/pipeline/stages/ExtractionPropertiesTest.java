package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No line and no value makes a stage that extracts throw. */
class ExtractionPropertiesTest {

    private static final String SETTINGS = """
            stage.decolorize { }
            stage.json { regex = ".*"
              expressions = { a = "", b = "a.b[0]", c = "length(@)", d = "a || `1`", e = "sort(keys(@))" } }
            stage.json { source = "a"
              expressions = { a = "", f = "" } }
            stage.logfmt { regex = "."
              mapping = { a = "b", g = "a" } }
            stage.logfmt { source = "g"
              mapping = { a = "" } }
            stage.regex { labels_from_groups = true
              expression = `(?P<h>\\w+)=?(?P<i>.*)(?P<j>\\d)?` }
            stage.regex { source = "i"
              expression = `(?s)^(?P<h>.*)$` }
            stage.pattern { labels_from_groups = true
              pattern = "<k> <l>:<_>" }
            stage.pattern { source = "a"
              pattern = "<a>=<b>" }
            stage.template { source = "m"
              template = `{{ .Value | ToUpper }}{{ .a }}{{ regexReplaceAll "(.)" .h "$1$1" }}` }
            stage.template { source = "n"
              template = `{{ range $k, $v := . }}{{ $k }}{{ $v }}{{ end }}{{ div 1 (atoi .a) }}` }
            stage.replace { expression = `(?P<o>\\w)(?P<p>\\W)?`
              replace = `<{{ .Value | ToLower }}>` }
            stage.replace { source = "h"
              expression = `()|(x)`
              replace = `{{ substr 0 (len .Value) .Value }}` }
            stage.timestamp { source = "a"
              format = "RFC3339"
              fallback_formats = ["Unix", "UnixNs", "2006-01-02 15:04:05 MST", "Jan _2", ""]
              location = "Europe/Berlin" }
            stage.timestamp { source = "h"
              format = "UnixMs" }
            stage.luhn { delimiters = "- "
              min_length = 2
              skip_regex = "x.*" }
            stage.luhn { source = "a" }
            stage.metrics {
              metric.counter { name = "a"
                action = "add" }
              metric.gauge { name = "h"
                action = "set" }
              metric.histogram { name = "a"
                prefix = "x"
                buckets = [-1, 0, 0.5] }
              metric.counter { name = "bytes"
                match_all = true
                count_entry_bytes = true
                action = "add" }
            }
            """;

    private final Extraction stages = Extraction.of(SETTINGS);

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(60);
        Arbitrary<String> jsonLike = Arbitraries.strings()
                .withChars("{}[]\",:0123456789abcx.-eE\\ntrufals \u00e9\ud83d\ude00")
                .ofMaxLength(80);
        Arbitrary<String> members = Arbitraries.oneOf(any, jsonLike)
                .map(value -> "{\"a\":" + dev.penstock.pipeline.json.JsonText.of(value) + ",\"b\":[1,{\"c\":null}]}");
        Arbitrary<String> pairs =
                Arbitraries.strings().withChars("ab= \"\\x1\n\u001b[;m-4").ofMaxLength(80);
        return Arbitraries.oneOf(any, jsonLike, members, pairs);
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                lines().map(each -> (Object) each),
                Arbitraries.doubles().map(each -> (Object) each),
                Arbitraries.longs().map(each -> (Object) Long.toString(each)),
                Arbitraries.of(true, false, Extracted.NULL, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300));
    }

    @Property(tries = 2000)
    void nothingThrows(@ForAll("lines") String line, @ForAll("values") Object a, @ForAll("values") Object h) {
        Extraction.Outcome outcome = stages.extracted("a", a).extracted("h", h).run(line);

        assertThat(outcome.dropped()).isEmpty();
        for (Map.Entry<String, Object> each : outcome.extracted().entrySet()) {
            assertThat(each.getValue() == Extracted.NULL
                            || each.getValue() instanceof String
                            || each.getValue() instanceof Double
                            || each.getValue() instanceof Boolean)
                    .as(each.toString())
                    .isTrue();
        }
    }

    @Property(tries = 300)
    void eachStageAloneThrowsNothing(@ForAll("lines") String line, @ForAll("values") Object value) {
        for (String text : SETTINGS.split("(?m)^(?=stage)", -1)) {
            if (!text.isBlank()) {
                assertThat(Extraction.of(text)
                                .extracted("a", value)
                                .extracted("i", value)
                                .run(line)
                                .dropped())
                        .isEmpty();
            }
        }
    }
}
