package dev.penstock.pipeline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused when a template is parsed, where, and what the message says. */
class TemplateErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            value = {
                "{{ .Value ¦ 1:1 ¦ not closed",
                "{{ if .a }}x ¦ 1:4 ¦ expected {{ end }}",
                "{{ end }} ¦ 1:4 ¦ nothing is open",
                "{{ else }} ¦ 1:4 ¦ nothing is open",
                "{{ }} ¦ 1:4 ¦ missing value",
                "{{ if }}{{ end }} ¦ 1:7 ¦ missing value for if",
                "{{ toUper .Value }} ¦ 1:4 ¦ did you mean ",
                "{{ ToUpperr .Value }} ¦ 1:4 ¦ did you mean ToUpper?",
                "{{ Value }} ¦ 1:4 ¦ .Value",
                "{{ .a == \"b\" }} ¦ 1:7 ¦ eq .a \"b\"",
                "{{ if .a && .b }}{{ end }} ¦ 1:10 ¦ and .a .b",
                "{{ if .a || .b }}{{ end }} ¦ 1:10 ¦ or .a .b",
                "{{ .a-b }} ¦ 1:6 ¦ index . \"the-name\"",
                "{{ ToUpper 'abc' }} ¦ 1:12 ¦ exactly one character",
                "{{ \"a }} ¦ 1:4 ¦ not closed",
                "{{ `a }} ¦ 1:4 ¦ not closed",
                "{{ \"\\d\" }} ¦ 1:5 ¦ unknown escape",
                "{{ (ToUpper .a }} ¦ 1:16 ¦ not closed",
                "{{ .a) }} ¦ 1:6 ¦ no parenthesis is open",
                "{{ $x }} ¦ 1:4 ¦ undefined variable $x",
                "{{ $x = 1 }} ¦ 1:4 ¦ undefined variable $x",
                "{{ .a | }} ¦ 1:9 ¦ a function after |",
                "{{ .a | \"b\" }} ¦ 1:9 ¦ non executable command",
                "{{ .a | .b }} ¦ 1:9 ¦ no function",
                "{{ .a .b }} ¦ 1:4 ¦ no function",
                "{{ nil }} ¦ 1:4 ¦ nil is not a command",
                "{{ Trim .Value }} ¦ 1:4 ¦ expected 2, found 1; usage: Trim string string",
                "{{ .Value | Replace \"a\" \"b\" }} ¦ 1:13 ¦ expected 4, found 3",
                "{{ Replace .Value \"a\" \"b\" \"1\" }} ¦ 1:4 ¦ expected int, found string",
                "{{ ToUpper 5 }} ¦ 1:4 ¦ expected string, found 5",
                "{{ substr 0 (sub 5 1) .Value }} ¦ 1:4 ¦ convert it with int",
                "{{ regexReplaceAll \"(\" .a \"b\" }} ¦ 1:4 ¦ regular expression",
                "{{ regexMatch `(?=a)` .a }} ¦ 1:4 ¦ look-around",
                "{{ regexMatch `((a{1000}){1000}){1000}` .a }} ¦ 1:4 ¦ more than 1000",
                "{{ unixEpoch \"2024\" }} ¦ 1:4 ¦ expected time.Time, found string",
                "{{ now | ToUpper }} ¦ 1:10 ¦ expected string, found time.Time",
                "{{ genCA \"a\" 1 }} ¦ 1:4 ¦ not supported",
                "{{ semver \"1\" }} ¦ 1:4 ¦ not supported",
                "{{ call .a }} ¦ 1:4 ¦ not supported",
                "{{ break }} ¦ 1:4 ¦ within {{ range }}",
                "{{ template \"x\" . }} ¦ 1:13 ¦ not defined",
                "{{ 9999999999999999999999 }} ¦ 1:4 ¦ no number",
                "{{ 1i }} ¦ 1:4 ¦ no number",
                "{{/* a }} ¦ 1:1 ¦ not closed",
                "{{ /* a */ }} ¦ 1:4 ¦ operator",
                "{{ if .a }}{{ else }}{{ else }}{{ end }} ¦ 1:25 ¦ {{ end }} of if",
                "{{ range $a, $b, $c := . }}{{ end }} ¦ 1:16 ¦ :=",
                "{{ eq .a }} ¦ 1:4 ¦ at least 2"
            })
    void saysWhereAndWhat(String template, String place, String message) {
        TemplateException e = catchThrowableOfType(TemplateException.class, () -> GoTemplate.parse(template));
        assertThat(e).as(template).isNotNull();
        assertThat(e.getMessage()).startsWith(place + ": ").contains(message.strip());
    }

    @Test
    void linesAreCounted() {
        TemplateException e =
                catchThrowableOfType(TemplateException.class, () -> GoTemplate.parse("a\nb {{ .x }}\n  {{ nope }}"));
        assertThat(e.line()).isEqualTo(3);
        assertThat(e.column()).isEqualTo(6);
        assertThat(e.offset()).isEqualTo(18);
        assertThat(e.problem()).startsWith("unknown function 'nope'");
    }

    @Test
    void whatGoFindsLaterCanBeToldAndFailsThen() {
        List<TemplateException> mistakes = new ArrayList<>();
        GoTemplate template = GoTemplate.parse("{{ if .a }}{{ Trim .b }}{{ end }}ok", mistakes::add);
        assertThat(mistakes).hasSize(1);
        assertThat(template.render(key -> null)).isEqualTo("ok");
        assertThatThrownBy(() -> template.render(key -> "x")).isInstanceOf(RenderException.class);
    }
}
