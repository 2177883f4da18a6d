package dev.penstock.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are extracted and not read, or read and not extracted. */
class ValuesLintTest {

    private static final String JSON = "stage.json {\n  expressions = { %s }\n}\n";

    private static String json(String expressions) {
        return JSON.formatted(expressions);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            trace_id # stage.structured_metadata { values = { trace_id = "" } }
            traceId  # stage.structured_metadata { values = { traceId = "" } }
            msg      # stage.output { source = "msg" }
            ts       # an event has its time already
            severity # stage.labels { values = { severity = "" } }
            order    # stage.structured_metadata { values = { order = "" } }, or remove 'order' from expressions
            """)
    void aFieldThatNobodyReadsIsFoundWithWhatItIsFor(String name, String remedy) {
        Found.one(json(name + " = \"\""), "Warning 2:19", "'" + name + "' is extracted and never used", remedy);
    }

    @Test
    void severalFieldsAreOneFinding() {
        String text = "stage.json {\n  expressions = {\n    a = \"\",\n    b = \"\",\n  }\n}\n";
        Found.one(text, "Warning 3:5", "'a' and 'b' (line 4) are extracted and never used");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            stage.labels { ; values = { order = "" } ; }
            stage.labels { ; values = { o = "order" } ; }
            stage.structured_metadata { ; values = { o = "order" } ; }
            stage.structured_metadata { ; regex = "^ord" ; }
            stage.drop { ; source = "order,level" ; }
            stage.output { ; source = "order" ; }
            stage.tenant { ; source = "order" ; }
            stage.pack { ; labels = ["order"] ; }
            stage.json { ; source = "order" ; regex = "^x$" ; }
            stage.match { ; selector = "{app=\\"x\\"}" ; stage.output { ; source = "order" ; } ; }
            stage.metrics { ; metric.counter { ; name = "order" ; action = "inc" ; } ; }
            stage.metrics { ; metric.gauge { ; name = "x" ; source = "order" ; action = "set" ; } ; }
            stage.template { ; source = "level" ; template = "{{ .order }}" ; } ; stage.output { ; source = "level" ; }
            stage.replace { ; expression = "(x)" ; replace = "{{ .order }}" ; }
            stage.timestamp { ; source = "order" ; format = "Unix" ; }
            """)
    void aFieldMayBeReadInManyWays(String stages) {
        Found.nothing(json("order = \"\"") + Found.lines(stages));
    }

    @Test
    void groupsOfRegularExpressionsAreOnlyNotedWhereOthersAreUsed() {
        String regex = "stage.regex {\n  expression = `(?P<a>\\w+) (?P<b>\\w+)`\n}\n";
        Found.one(regex + "stage.labels {\n  values = { a = \"\" }\n}\n", "Note 2:16", "'b' is extracted", "(?P<b>…)");
        Found.one(regex, "Warning 2:16", "'a' and 'b'");
        Found.nothing(
                "stage.regex {\n  expression = `(?P<a>\\w+) (\\w+)`\n}\nstage.labels {\n  values = { a = \"\" }\n}\n");
    }

    @Test
    void aSourceWithANearMissIsAWarning() {
        String json = json("traceId = \"\", lvl = \"\"");
        Found.one(
                json + "stage.structured_metadata {\n  values = { trace_id = \"\", l = \"lvl\" }\n}\n",
                "Warning 5:14",
                "nothing extracts 'trace_id', though something extracts 'traceId'",
                "trace_id = \"traceId\"");
        Found.nothing(json + "stage.structured_metadata {\n  values = { trace_id = \"traceId\", l = \"lvl\" }\n}\n");
        Found.one(
                json("customer = \"\"") + "stage.output {\n  source = \"custmer\"\n}\n",
                "Warning 5:12",
                "did you mean 'customer'?");
    }

    @Test
    void aSourceThatOnlyTheEventMayHaveIsANote() {
        Found.one(
                "stage.labels {\n  values = { color = \"\" }\n}\n",
                "Note 2:14",
                "nothing in this pipeline extracts 'color'; fine if it is a key of the MDC");
        Found.one("stage.labels {\n  values = { msg = \"\" }\n}\n".replace("msg", "lvl"), "Note 2:14", "'level'");
    }

    @Test
    void aFieldOfJsonIsAlwaysThere() {
        String drop = "stage.drop {\n  source = \"debug\"\n%s}\n";
        Found.one(json("debug = \"\"") + drop.formatted(""), "Warning 5:12", "every line that is JSON is dropped");
        Found.nothing(json("debug = \"\"") + drop.formatted("  expression = \".+\"\n"));
        Found.nothing(json("debug = \"\"") + drop.formatted("  value = \"x\"\n"));
        Found.nothing("stage.logfmt {\n  mapping = { debug = \"\" }\n}\n" + drop.formatted(""));
    }

    @Test
    void whereOthersAreExtractedItIsAWarning() {
        Found.one(
                json("lvl = \"\"") + "stage.labels {\n  values = { lvl = \"\", color = \"\" }\n}\n",
                "Warning 5:24",
                "nothing in this pipeline extracts 'color'");
    }

    @Test
    void whereAnAgentReadsFilesItIsAWarning() {
        String file = "loki.process \"a\" {\n  stage.labels {\n    values = { color = \"\" }\n  }\n}\n";
        Found.one(file, "Note 3:16", "'color'");
        Found.one(file + "loki.source.file \"s\" {\n  targets = []\n}\n", "Warning 3:16", "'color'");
        Found.nothing(file + "loki.source.file \"s\" {\n  targets = [{ color = \"x\" }]\n}\n");
    }

    @Test
    void aTimeOrALineOfNothingIsAWarning() {
        Found.one(
                "stage.timestamp {\n  source = \"ts\"\n  format = \"Unix\"\n}\n",
                "Warning 2:12",
                "nothing in this pipeline extracts 'ts'",
                "the event's own time is 'timestamp'");
        Found.one("stage.output {\n  source = \"msg\"\n}\n", "Warning 2:12", "'message'");
        Found.nothing("stage.output {\n  source = \"message\"\n}\n");
    }

    @Test
    void aPathIsNoSource() {
        Found.one(
                json("http = \"\"")
                        + "stage.structured_metadata {\n  values = { h = \"http\", m = \"http.method\" }\n}\n",
                "Warning 5:26",
                "a source is a name, not a path",
                "http_method = \"http.method\"");
    }

    @Test
    void stagesInTheWrongOrderAreFoundOnce() {
        String labels = "stage.labels {\n  values = { order = \"\" }\n}\n";
        Found.one(labels + json("order = \"\""), "Warning 2:14", "only extracted after this, by stage.json in line 4");
        Found.nothing(json("order = \"\"") + labels);
    }

    @Test
    void labelsThatStagesSetAreNoValues() {
        String text = "stage.static_labels {\n  values = { color = \"blue\" }\n}\n";
        Found.one(
                text + "stage.output {\n  source = \"color\"\n}\n",
                "Warning 5:12",
                "labels that stages set are not among");
        Found.nothing(text + "stage.structured_metadata {\n  values = { color = \"\" }\n}\n");
        Found.nothing(
                text
                        + "stage.match {\n  selector = \"{color=\\\"blue\\\"}\"\n  stage.output {\n    source = \"color\"\n  }\n}\n");
    }

    @Test
    void labelsOfOneComponentAreValuesOfAnother() {
        Found.nothing("""
                loki.relabel "a" {
                  forward_to = [loki.process.b.receiver]
                  rule {
                    target_label = "color"
                    replacement  = "blue"
                  }
                }
                loki.process "b" {
                  forward_to = []
                  stage.output {
                    source = "color"
                  }
                }
                """);
    }

    @Test
    void whatCannotBeEvaluatedIsLeftAlone() {
        assertThat(Found.in(json("order = \"\"") + "stage.output {\n  source = local.file.x.content\n}\n"))
                .isEmpty();
        assertThat(
                        Found.in(
                                "stage.json {\n  expressions = local.file.x.content\n}\nstage.output {\n  source = \"msg\"\n}\n"))
                .isEmpty();
    }

    @Test
    void namesInJmesPathWantQuotes() {
        String metadata = "stage.structured_metadata {\n  values = { a = \"\" }\n}\n";
        Found.one(json("a = \"headers.x-id\"") + metadata, "Warning 2:19", "a subtraction", "a = `headers.\"x-id\"`");
        Found.nothing(json("a = `headers.\"x-id\"`") + metadata);
        Found.one(json("a = \"@timestamp\"") + metadata, "Warning 2:19", "a = `\"@timestamp\"`");
        Found.nothing(json("a = `\"@timestamp\"`") + metadata);
    }

    @Test
    void theTwoFormsOfEcsAreNoted() {
        String metadata = "stage.structured_metadata {\n  values = { a = \"\", b = \"\" }\n}\n";
        String both = "b = `log.logger || \"log.logger\"`";
        Found.one(
                json("a = \"log.level\", " + both) + metadata,
                "Warning 2:19",
                "a = `log.level || \"log.level\"`",
                "\"log\": {\"level\": …}");
        Found.one(json("a = `\"log.level\"`, " + both) + metadata, "Note 2:19", "a = `log.level || \"log.level\"`");
        Found.nothing(json("a = `log.level || \"log.level\"`, " + both) + metadata);
        assertThat(Found.in(json("a = `\"log.level\"`, b = \"log.logger\"") + metadata).stream()
                        .map(Found::written))
                .hasSize(2)
                .anyMatch(each -> each.startsWith("Warning 2:38") && each.contains("one of the two is never found"));
        Found.nothing(json("a = \"order.id\", b = \"log.name\"") + metadata);
    }
}
