package dev.penstock.pipeline.lint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholderLintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${LOKI_URL} | sys.env(\"LOKI_URL\")",
                "http://${LOKI_HOST:-loki}:3100/x | sys.env(\"LOKI_HOST\")",
                "{{ .Values.url }} | render the template first",
                "{{ loki_url }} | render the template first",
                "{% if x %}a{% endif %} | render the template first",
            })
    void nothingIsFilledInWithinAString(String text, String remedy) {
        Found.one(
                "loki.write \"w\" {\n  endpoint {\n    url = \"" + text + "\"\n  }\n}\n",
                "Warning 3:11",
                "taken as it stands",
                remedy);
        Found.one(
                "loki.process \"p\" {\n  stage.static_labels {\n    values = { a = \"" + text + "\" }\n  }\n}\n",
                "Warning 3:20",
                remedy);
        Found.one("stage.tenant {\n  value = \"" + text + "\"\n}\n", "Warning 2:11", remedy);
    }

    @Test
    void templatesAndGroupsAreNone() {
        Found.nothing("stage.replace {\n  expression = \"(a)\"\n  replace = \"{{ ToUpper .Value }}\"\n}\n");
        Found.nothing("stage.static_labels {\n  values = { a = \"$\", b = \"{x}\", c = \"${1}\" }\n}\n");
        Found.nothing(
                "prometheus.remote_write \"w\" {\n  endpoint {\n    url = \"http://x/y\"\n    write_relabel_config {\n"
                        + "      source_labels = [\"a\"]\n      target_label = \"b\"\n      replacement = \"${name}-x\"\n    }\n  }\n}\n");
    }
}
