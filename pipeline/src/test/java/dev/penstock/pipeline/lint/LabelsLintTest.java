package dev.penstock.pipeline.lint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsLintTest {

    private static String labelled(String name) {
        return "stage.json {\n  expressions = { %1$s = \"\" }\n}\nstage.labels {\n  values = { %1$s = \"\" }\n}\n"
                .formatted(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace_id",
                "traceId",
                "span_id",
                "request_id",
                "user",
                "userId",
                "ip",
                "remote_addr",
                "client_ip",
                "timestamp",
                "time",
                "path",
                "uri",
                "url",
                "filename",
                "session",
                "session_id",
                "email"
            })
    void aLabelWithManyValuesIsFound(String name) {
        Found.one(
                labelled(name),
                "Warning 5:14",
                "'" + name + "'",
                "stage.structured_metadata { values = { " + name + " = \"\" } }");
        Found.nothing(labelled(name).replace("stage.labels", "stage.structured_metadata"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace_id", "user.id", "http.request.path", "requestId"})
    void aLabelWhoseFieldHasManyValuesIsFound(String field) {
        String text =
                "stage.json {\n  expressions = { x = \"" + field + "\" }\n}\nstage.%s {\n  values = { x = \"\" }\n}\n";
        Found.one(text.formatted("labels"), "Warning 5:14", "'x' is the field \"" + field + "\"");
        Found.nothing(text.formatted("structured_metadata"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level",
                "method",
                "status",
                "status_code",
                "namespace",
                "component",
                "user_type",
                "region",
                "idp"
            })
    void othersAreNot(String name) {
        Found.nothing(labelled(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stage.label_drop { ; values = [\"path\"] ; }",
                "stage.label_keep { ; values = [\"app\"] ; }",
                "stage.structured_metadata { ; values = { path = \"\" } ; }",
                "stage.structured_metadata { ; regex = \"^path$\" ; }",
                "stage.pack { ; labels = [\"path\"] ; }",
                "rule { ; action = \"labeldrop\" ; regex = \"path\" ; }",
            })
    void oneThatIsRemovedAgainIsNot(String stage) {
        Found.nothing(labelled("path") + Found.lines(stage));
    }

    @Test
    void groupsAndRulesSetLabelsToo() {
        Found.one(
                "stage.regex {\n  expression = `ip=(?P<client_ip>\\S+)`\n  labels_from_groups = true\n}\n",
                "Warning 2:16",
                "'client_ip'");
        String rule = "rule {\n  source_labels = [\"%s\"]\n  target_label = \"%s\"\n}\n";
        Found.one(rule.formatted("x", "request_id"), "Warning 3:18", "'request_id'");
        Found.one(rule.formatted("user_id", "who"), "Warning 3:18", "it is made of 'user_id'");
        Found.nothing(rule.formatted("x", "y"));
        Found.nothing("rule {\n  target_label = \"filename\"\n  replacement = \"app.log\"\n}\n");
        Found.nothing("stage.static_labels {\n  values = { filename = \"app.log\" }\n}\n");
    }

    @Test
    void labelsOfMetricsAreJudgedMoreMildly() {
        String text =
                "prometheus.relabel \"m\" {\n  forward_to = []\n  rule {\n    source_labels = [\"x\"]\n    target_label = \"%s\"\n  }\n}\n";
        Found.nothing(text.formatted("uri"));
        Found.one(text.formatted("trace_id"), "Warning 5:20", "a series of its own");
    }

    @Test
    void namesThatLokiDoesNotTakeAreNoted() {
        String text = "stage.labels {\n  values = { %s = \"level\" }\n}\n";
        Found.one(text.formatted("\"a-b\""), "Note 2:14", "sent as 'a_b'", "a_b = \"level\"");
        Found.one(text.formatted("\"a.b\""), "Note 2:14", "sent as 'a_b'");
        Found.nothing(text.formatted("a_b"));
        Found.one(
                "stage.structured_metadata {\n  values = { \"a.b\" = \"level\" }\n}\n",
                "Note 2:14",
                "Loki takes no metadata 'a.b'");
    }

    @Test
    void aStaticLabelOverAnother() {
        String labels = "stage.labels {\n  values = { level = \"\" }\n}\n";
        String fixed = "stage.static_labels {\n  values = { level = \"info\" }\n}\n";
        Found.one(labels + fixed, "Warning 5:14", "becomes \"info\" for every entry");
        Found.nothing(fixed + labels);
        Found.nothing(labels + "stage.match {\n  selector = \"{app=\\\"x\\\"}\"\n" + fixed + "}\n");
    }

    @Test
    void theTenantIsALabel() {
        String tenant = "stage.tenant {\n  value = \"shop\"\n}\n";
        String keep = "stage.label_keep {\n  values = [\"app\"]\n}\n";
        Found.one(tenant + keep, "Warning 5:12", "values = [\"app\", \"__tenant_id__\"]");
        Found.nothing(keep + tenant);
        Found.nothing(tenant + keep.replace("\"app\"", "\"app\", \"__tenant_id__\""));
        Found.one(
                tenant + "rule {\n  action = \"labelkeep\"\n  regex = \"app\"\n}\n",
                "Warning 6:11",
                "app|__tenant_id__");
        Found.nothing(tenant + "rule {\n  action = \"labelkeep\"\n  regex = \"app|__.*\"\n}\n");
    }

    @Test
    void aLabelThatIsOnlyExtracted() {
        String json = "stage.json {\n  expressions = { ns = \"\" }\n}\n";
        String tenant = "stage.tenant {\n  label = \"ns\"\n}\n";
        String metadata = "stage.structured_metadata {\n  values = { ns = \"\" }\n}\n";
        Found.one(json + tenant + metadata, "Warning 5:11", "never made a label", "source = \"ns\"");
        Found.nothing(json + tenant.replace("label", "source"));
        Found.one(
                json + "rule {\n  source_labels = [\"ns\"]\n  target_label = \"x\"\n}\n" + metadata,
                "Warning 5:20",
                "stage.labels { values = { ns = \"\" } }");
    }
}
