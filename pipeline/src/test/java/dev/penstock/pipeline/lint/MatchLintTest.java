package dev.penstock.pipeline.lint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stage.match}, {@code stage.drop} and the rest. */
class MatchLintTest {

    private static String dropped(String selector) {
        return "stage.match {\n  selector = `" + selector + "`\n  action = \"drop\"\n}\n";
    }

    @Test
    void stagesAsAListAreNotRun() {
        Found.one(
                "stage.match {\n  selector = `{app=\"x\"}`\n  stages = [{ json = { } }]\n}\n",
                "Warning 3:3",
                "Promtail's way",
                "stage.match { selector = `{app=\"x\"}` … stage.json { … }");
    }

    @Test
    void keepDropsNothing() {
        String keep = "stage.match {\n  selector = `{app=\"x\"} |= \"ERROR\"`\n  action = \"keep\"\n%s}\n";
        String nested = "  stage.static_labels {\n    values = { a = \"b\" }\n  }\n";
        Found.one(keep.formatted(""), "Warning 3:12", "drops nothing", "`{app=\"x\"} != \"ERROR\"`");
        Found.one(keep.formatted("  drop_counter_reason = \"noise\"\n" + nested), "Warning 3:12", "never counted");
        Found.one(keep.formatted(nested), "Warning 3:12", "go on");
        Found.nothing(keep.formatted(nested).replace("  action = \"keep\"\n", ""));
        Found.nothing(dropped("{app=\"x\"} != \"ERROR\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            |= "status=\\\\d+"   # |~ "status=\\\\d+"
            |= "GET .*"          # |~ "GET .*"
            != "^(?i)debug"      # !~ "^(?i)debug"
            |= "a\\\\.b"         # |~ "a\\\\.b"
            """)
    void aRegexIsNoText(String filter, String remedy) {
        Found.one(dropped("{app=\"x\"} " + filter), "Warning 2:14", "letter for letter", remedy);
    }

    @Test
    void alternativesAreNoted() {
        Found.one(dropped("{app=\"x\"} |= \"error|warn\""), "Note 2:14", "|~ \"error|warn\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|= \"GET /health\"",
                "|= \"a.b\"",
                "|= \"[main]\"",
                "|= \"{}\"",
                "|~ \"status=\\\\d+\"",
                "!= \"a | b\"",
                "|= \"(x)\"",
                "|= \"$5?\"",
                "|= \"C:\\\\data\""
            })
    void aTextIs(String filter) {
        Found.nothing(dropped("{app=\"x\"} " + filter));
    }

    @Test
    void aSelectorKnowsLabelsOnly() {
        String json = "stage.json {\n  expressions = { kind = \"\" }\n}\n";
        String labels = "stage.labels {\n  values = { kind = \"\" }\n}\n";
        String metadata = "stage.structured_metadata {\n  values = { kind = \"\" }\n}\n";
        String match = dropped("{kind=\"noise\"}");
        Found.one(
                json + match + metadata,
                "Warning 5:14",
                "extracted by stage.json in line 1, but never made a label",
                "stage.labels { values = { kind = \"\" } }");
        Found.one(json + match + labels, "Warning 5:14", "never made a label");
        Found.nothing(json + labels + match);
        Found.nothing(json + metadata + dropped("{kind=\"\"}"));
        Found.nothing(json + metadata + dropped("{kind=~\".*\"}"));
    }

    @Test
    void aLabelOfTheAppenderIsNoted() {
        Found.one(dropped("{color=\"blue\"}"), "Note 2:14", "fine if the appender sets it");
        Found.nothing(dropped("{namespace=\"x\", level=\"DEBUG\"}"));
        Found.one(dropped("{level=\"debug\"}"), "Note 2:14", "\"DEBUG\"");
    }

    @Test
    void blanksInAListOfSources() {
        String drop = "stage.drop {\n  source = \"%s\"\n  expression = \"x\"\n}\n";
        Found.one(drop.formatted("level, logger"), "Warning 2:12", "source = \"level,logger\"");
        Found.nothing(drop.formatted("level,logger"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            logger # ^org\\\\.acme   # expression = `^org\\.acme`
            logger # org.acme.*      # expression = "org.acme.*"
            level  # DEBUG|TRACE     # expression = "^(DEBUG|TRACE)$"
            level  # debug           # value = "DEBUG"
            """)
    void aValueThatNothingIs(String source, String value, String remedy) {
        Found.one(
                "stage.drop {\n  source = \"" + source + "\"\n  value = \"" + value + "\"\n}\n",
                "Warning 3:11",
                remedy);
    }

    @ParameterizedTest
    @CsvSource({"level, DEBUG", "logger, org.acme.Shop", "thread, main[0]", "message, a || b", "message, costs 5$"})
    void aValueThatSomethingIs(String source, String value) {
        Found.nothing("stage.drop {\n  source = \"" + source + "\"\n  value = \"" + value + "\"\n}\n");
    }

    @Test
    void metricsOfOneName() {
        String metrics = "stage.metrics {\n%s%s}\n";
        String counter = "  metric.counter {\n    name = \"%s\"\n    match_all = true\n    action = \"inc\"\n  }\n";
        Found.one(
                metrics.formatted(counter.formatted("lines"), counter.formatted("lines")), "Warning 8:12", "in line 3");
        Found.nothing(metrics.formatted(counter.formatted("lines"), counter.formatted("others")));
    }

    @Test
    void aLimitMakesWait() {
        String limit = "stage.limit {\n  rate = 1\n  burst = 2\n%s}\n";
        Found.one(limit.formatted(""), "Note 1:1", "drop = true");
        Found.nothing(limit.formatted("  drop = true\n"));
    }

    @Test
    void aUrlWithoutPath() {
        String write = "loki.write \"w\" {\n  endpoint {\n    url = \"%s\"\n  }\n}\n";
        Found.one(write.formatted("http://loki:3100"), "Note 3:11", "/loki/api/v1/push");
        Found.one(write.formatted("http://loki:3100/"), "Note 3:11", "/loki/api/v1/push");
        Found.nothing(write.formatted("http://loki:3100/loki/api/v1/push"));
    }
}
