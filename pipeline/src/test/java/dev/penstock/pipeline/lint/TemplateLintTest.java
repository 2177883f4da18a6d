package dev.penstock.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Problem.Severity;
import org.junit.jupiter.api.Test;

class TemplateLintTest {

    private static final String LABEL = "stage.labels {\n  values = { out = \"\" }\n}\n";

    private static String template(String text) {
        return "stage.template {\n  source   = \"out\"\n  template = `" + text + "`\n}\n";
    }

    @Test
    void aResultThatNobodyReadsIsThrownAway() {
        Found.one(template("{{ .level }}"), "Warning 2:14", "'out'", "stage.output { source = \"out\" }");
        Found.nothing(template("{{ .level }}") + LABEL);
    }

    @Test
    void aResultMustBeReadAfterwards() {
        String json = "stage.json {\n  expressions = { out = \"\" }\n}\n";
        Found.one(
                json + LABEL + template("{{ ToUpper .Value }}"),
                "Warning 8:14",
                "stage.labels in line 4 reads it, but stands before",
                "move stage.labels behind the template");
        Found.nothing(json + template("{{ ToUpper .Value }}") + LABEL);
    }

    @Test
    void aResultIsReadByPatternsAndWholeTemplatesToo() {
        Found.nothing(template("x") + "stage.structured_metadata {\n  regex = \"^o\"\n}\n");
        Found.nothing(
                template("x")
                        + "stage.template {\n  source = \"all\"\n  template = `{{ range $k, $v := . }}{{ $v }}{{ end }}`\n}\nstage.output {\n  source = \"all\"\n}\n");
    }

    @Test
    void aCallThatAlwaysFailsIsFound() {
        Found.one(template("{{ Trim .level }}") + LABEL, "Warning 3:14", "Trim", "TrimSpace");
        Found.nothing(template("{{ TrimSpace .level }}") + LABEL);
        Found.nothing(template("{{ Trim .level \" \" }}") + LABEL);
    }

    @Test
    void aHashOfValueAndSaltIsNoted() {
        Found.one(template("{{ Hash .level \"salt\" }}") + LABEL, "Note 3:14", "{{ Hash \"salt\" .level }}");
        Found.nothing(template("{{ Hash \"salt\" .level }}") + LABEL);
        Found.nothing(template("{{ .level | Sha2Hash \"salt\" }}") + LABEL);
    }

    @Test
    void whatIsNoTemplateIsLeftToOthers() {
        assertThat(Found.in(template("{{ if }") + LABEL).stream().map(Problem::severity))
                .doesNotContain(Severity.ERROR, Severity.WARNING);
    }
}
