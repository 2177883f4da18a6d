package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.metrics.StageMetric;
import dev.penstock.metrics.StageMetrics;
import dev.penstock.metrics.StageSeries;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsStageTest {

    /** All series there are. */
    private static List<StageSeries> series(Extraction stage) throws Exception {
        List<StageSeries> all = new ArrayList<>();
        stage.metrics
                .listen(new StageMetrics.Listener() {
                    @Override
                    public void added(StageSeries added) {
                        all.add(added);
                    }

                    @Override
                    public void removed(StageSeries ended) {}

                    @Override
                    public void observed(StageSeries histogram, double value) {}

                    @Override
                    public void overflowed(StageMetric metric) {}
                })
                .close();
        return all;
    }

    private static Extraction stage(String kind, String settings) {
        return Extraction.of(
                "stage.metrics {\n metric." + kind + " {\n name = \"m\" \n " + settings.replace(";", "\n") + "\n }\n}");
    }

    private static double value(Extraction stage) throws Exception {
        List<StageSeries> all = series(stage);
        return all.isEmpty() ? Double.NaN : all.get(0).read();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            counter   | action = "inc"                                        | x         | 1
            counter   | action = "inc"; source = "other"                      | x         | NaN
            counter   | action = "inc"; value = "x"                           | x         | 1
            counter   | action = "inc"; value = "y"                           | x         | NaN
            counter   | action = "add"                                        | 2.5       | 2.5
            counter   | action = "add"                                        | 0.5ms     | 0.0005
            counter   | action = "add"                                        | 1h        | 3600
            counter   | action = "add"                                        | x         | NaN
            counter   | action = "add"                                        | -1        | 0
            counter   | action = "add"                                        | NaN       | 0
            counter   | action = "add"                                        | Inf       | 0
            counter   | action = "inc"; match_all = true; source = "other"    | x         | 1
            counter   | action = "add"; match_all = true; count_entry_bytes = true | x    | 6
            counter   | action = "add"; match_all = true                      | 1         | NaN
            gauge     | action = "set"                                        | -2        | -2
            gauge     | action = "set"                                        | x         | NaN
            gauge     | action = "inc"                                        | x         | 1
            gauge     | action = "dec"                                        | x         | -1
            gauge     | action = "add"                                        | -2        | -2
            gauge     | action = "sub"                                        | 2         | -2
            gauge     | action = "set"; value = "3"                           | 2         | NaN
            """)
    void valuesAreMeasured(String kind, String settings, String value, double expected) throws Exception {
        Extraction stage = stage(kind, settings);
        stage.extracted("m", value).run("linée");

        assertThat((Double) value(stage)).isEqualTo((Double) expected);
    }

    @Test
    void numbersTruthsAndNullAreMeasured() throws Exception {
        Extraction add = stage("gauge", "action = \"add\"");
        add.extracted("m", 1.5).run("line");
        add.extracted("m", true).run("line");
        add.extracted("m", Extracted.NULL).run("line");
        assertThat(value(add)).isEqualTo(2.5);

        Extraction inc = stage("gauge", "action = \"inc\"");
        inc.extracted("m", Extracted.NULL).run("line");
        assertThat(value(inc)).isEqualTo(1);

        Extraction exact = stage("counter", "action = \"inc\"; value = \"200\"");
        exact.extracted("m", 200.0).run("line");
        exact.extracted("m", Extracted.NULL).run("line");
        assertThat(value(exact)).isEqualTo(1);
    }

    @Test
    void histogramsCountByBucket() throws Exception {
        Extraction stage = stage("histogram", "buckets = [0.1, 1, 10]");
        for (String each : new String[] {"0.1", "0.5", "500ms", "3", "100", "-1", "NaN", "x"}) {
            stage.extracted("m", each).run("line");
        }
        StageSeries histogram = series(stage).get(0);
        List<String> buckets = new ArrayList<>();
        histogram.replay(() -> {}, (mean, count) -> buckets.add(mean + " x " + count));

        assertThat(buckets).containsExactly("0.1 x 1", "0.5 x 2", "3.0 x 1", "100.0 x 1");
        assertThat(histogram.count()).isEqualTo(5);
        assertThat(histogram.sum()).isEqualTo(104.1);
    }

    @Test
    void metricsHaveTheCurrentLabels() throws Exception {
        Extraction stage = Extraction.of("""
                stage.static_labels { values = { env = "prod", __internal = "x" } }
                stage.label_drop { values = ["gone"] }
                stage.metrics { metric.counter {
                  name = "lines"
                  description = "All lines."
                  match_all = true
                  action = "inc"
                } }
                """)
                .label("app", "shop")
                .label("gone", "x")
                .label("empty", "")
                .label("odd.name", "y");
        stage.run("a");
        stage.run("b");
        stage.label("app", "other").run("c");

        assertThat(series(stage))
                .extracting(StageSeries::labels)
                .containsExactlyInAnyOrder(
                        Map.of("app", "shop", "env", "prod", "odd.name", "y"),
                        Map.of("app", "other", "env", "prod", "odd.name", "y"));
        assertThat(series(stage).stream().mapToDouble(StageSeries::read).sum()).isEqualTo(3);
        assertThat(series(stage).get(0).metric().name()).isEqualTo("loki_process_custom_lines");
        assertThat(series(stage).get(0).metric().description()).isEqualTo("All lines.");
    }

    @Test
    void theOrderOfLabelsMakesNoDifference() throws Exception {
        String text = "stage.metrics { metric.counter { name = \"m\" \n match_all = true \n action = \"inc\" } }";
        Extraction stage = Extraction.of("""
                stage.match { selector = "{x=\\"1\\"}"
                  stage.label_drop { values = ["a"] }
                  stage.static_labels { values = { a = "1" } }
                }
                """ + text);
        stage.label("a", "1").label("x", "1").run("line");
        stage.label("x", "1").run("line");

        assertThat(series(stage)).hasSize(1);
    }

    @Test
    void aPrefixTakesThePlaceOfAlloys() throws Exception {
        Extraction stage = stage("counter", "action = \"inc\"; match_all = true; prefix = \"shop_\"");
        stage.run("line");

        assertThat(series(stage).get(0).metric().name()).isEqualTo("shop_m");
    }

    @Test
    void ofTwoMetricsWithOneNameTheLastCounts() throws Exception {
        Extraction stage = Extraction.of("""
                stage.metrics {
                  metric.counter { name = "m"
                    action = "inc"
                    match_all = true }
                  metric.gauge { name = "m"
                    source = "level"
                    action = "inc" }
                  metric.gauge { name = "m"
                    prefix = "p_"
                    source = "level"
                    action = "inc" }
                }
                """);
        stage.extracted("level", "INFO").run("line");

        assertThat(series(stage))
                .extracting(each -> each.metric().kind() + " " + each.metric().name())
                .containsExactlyInAnyOrder("GAUGE loki_process_custom_m", "GAUGE p_m");
        assertThat(stage.syntax.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.toString()).contains("2:3: ").contains("the last one counts"));
    }

    @Test
    void whatHasNoEffectIsNoted() {
        assertThat(Extraction.of("stage.metrics { }").syntax.notes())
                .extracting(Problem::severity)
                .containsExactly(Problem.Severity.NOTE);
        assertThat(stage("counter", "action = \"add\"; match_all = true").syntax.notes())
                .extracting(Problem::severity)
                .containsExactly(Problem.Severity.WARNING);
    }

    @Test
    void aSeriesThatEndedBeginsAgain() throws Exception {
        Extraction stage = stage("counter", "action = \"inc\"; match_all = true; max_idle_duration = \"1s\"");
        stage.run("line");
        stage.run("line");
        assertThat(value(stage)).isEqualTo(2);
        StageSeries first = series(stage).get(0);

        stage.nanos.addAndGet(1_000_000_000L);
        // No room: that is when idle series are looked for without a listener.
        StageMetric other =
                new StageMetric(StageMetric.Kind.GAUGE, "other", "", List.of(), java.time.Duration.ofHours(1));
        for (int i = 0; i < StageMetrics.MOST_SERIES; i++) {
            assertThat(stage.metrics.series(other, Map.of("i", "" + i)).set(1)).isTrue();
        }
        assertThat(first.add(1)).isFalse();
        stage.run("line");
        assertThat(series(stage).stream()
                        .filter(each -> each.metric().kind() == StageMetric.Kind.COUNTER)
                        .mapToDouble(StageSeries::read)
                        .sum())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            metric.counter { action = "inc" }                                     | name
            metric.counter { name = "m" }                                         | action
            metric.counter { name = ""; action = "inc" }                          | name is empty
            metric.counter { name = "m"; action = "dec" }                         | 'dec'
            metric.counter { name = "m"; action = "incr" }                        | did you mean 'inc'
            metric.counter { name = "m"; action = "inc"; match_all = true; value = "x" } | exclude each other
            metric.counter { name = "m"; action = "add"; count_entry_bytes = true } | needs match_all
            metric.counter { name = "m"; action = "inc"; match_all = true; count_entry_bytes = true } | needs action
            metric.counter { name = "m"; action = "inc"; max_idle_duration = "999ms" } | 1s or more
            metric.counter { name = "m"; action = "inc"; buckets = [1] }          | buckets
            metric.gauge { name = "m"; action = "up" }                            | 'up'
            metric.gauge { name = "m"; action = "inc"; match_all = true }         | match_all
            metric.histogram { name = "m" }                                       | buckets
            metric.histogram { name = "m"; buckets = [1, 1] }                     | do not ascend
            metric.histogram { name = "m"; buckets = [2, 1] }                     | do not ascend
            metric.histogram { name = "m"; buckets = ["x"] }                      | buckets
            metric.summary { name = "m" }                                         | metric.summary
            counter { name = "m" }                                                | counter
            """)
    void whatCannotBeIsRefused(String body, String expected) {
        assertThatThrownBy(() -> Extraction.of("stage.metrics { " + body.replace(";", "\n") + " }"))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining(expected);
    }
}
