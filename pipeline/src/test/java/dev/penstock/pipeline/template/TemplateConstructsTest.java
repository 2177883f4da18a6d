package dev.penstock.pipeline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts, actions and control structures; each line is a template, an arrow and what Go renders. */
class TemplateConstructsTest {

    static final TemplateData DATA = MapData.of(Map.of(
            "Value", "Hello World",
            "level", "warn",
            "status", "503",
            "empty", "",
            "Entry", "the line",
            "a.b", "dotted"));

    static void check(String line) {
        int arrow = line.lastIndexOf(" => ");
        String expected = line.substring(arrow + 4).replace("\\n", "\n").replace("␣", " ");
        assertThat(GoTemplate.parse(line.substring(0, arrow)).render(DATA))
                .as(line)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain => plain",
                "{{ .Value }} => Hello World",
                "{{.Value}}! => Hello World!",
                "a {{- .level -}} b => awarnb",
                "a {{- /* comment */ -}} b => ab",
                "a {{/* comment */}} b => a  b",
                "{{ .none }} => <no value>",
                "{{ .none.deeper }} => <no value>",
                "{{ $.level }} => warn",
                "{{ index . \"a.b\" }} => dotted",
                "{{ index . \"none\" }} => <no value>",
                "{{ (index . \"a.b\") | ToUpper }} => DOTTED",
                "{{ 12 }} {{ -3 }} {{ 0x1F }} {{ 1_000 }} {{ 0o17 }} {{ 0b101 }} => 12 -3 31 1000 15 5",
                "{{ 1.5 }} {{ 1e3 }} {{ 1000000.0 }} {{ .5 }} => 1.5 1000 1e+06 0.5",
                "{{ 'a' }} {{ '\\n' }} => 97 10",
                "{{ true }} {{ false }} => true false",
                "{{ \"a\\tb\\u00e9\" }} => a\tbé",
                "{{ `a\\tb` }} => a\\tb",
                "{{ \"\\xc3\\xa9\" }} => é",
                "{{ $x := \"a\" }}{{ $x }}{{ $x = \"b\" }}{{ $x }} => ab",
                "{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }} => 21",
                "{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }} => 2",
                "{{ if .level }}yes{{ end }} => yes",
                "{{ if .empty }}yes{{ else }}no{{ end }} => no",
                "{{ if eq .level \"info\" }}I{{ else if eq .level \"warn\" }}W{{ else }}?{{ end }} => W",
                "{{ if $x := .level }}{{ $x }}{{ end }} => warn",
                "{{ if and (eq .level \"warn\") (ne .status \"200\") }}x{{ end }} => x",
                "{{ with .level }}<{{ . }}>{{ $.status }}{{ end }} => <warn>503",
                "{{ with .none }}a{{ else }}b{{ end }} => b",
                "{{ with .none }}a{{ else with .level }}{{ . }}{{ end }} => warn",
                "{{ with $x := .level }}{{ $x }}{{ end }} => warn",
                "{{ range splitList \",\" \"a,b,c\" }}<{{ . }}>{{ end }} => <a><b><c>",
                "{{ range $i, $e := list \"x\" \"y\" }}{{ $i }}{{ $e }} {{ end }} => 0x 1y ",
                "{{ range $e := list 1 2 }}{{ $e }}{{ end }} => 12",
                "{{ range 3 }}{{ . }}{{ end }} => 012",
                "{{ range $i := 3 }}{{ $i }}{{ end }} => 012",
                "{{ range list }}a{{ else }}none{{ end }} => none",
                "{{ range $k, $v := dict \"b\" 2 \"a\" 1 }}{{ $k }}={{ $v }};{{ end }} => a=1;b=2;",
                "{{ range until 9 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ if gt . 4 }}{{ break }}{{ end }}{{ . }}{{ end }}"
                        + " => 0134",
                "{{ range $i, $_ := list 1 2 }}{{ range list 3 4 }}{{ $i }}{{ . }} {{ end }}{{ end }} => 03 04 13 14 ",
                "{{ define \"t\" }}[{{ . }}]{{ end }}{{ template \"t\" .level }}{{ template \"t\" }} => [warn][<no value>]",
                "{{ block \"b\" .level }}<{{ . }}>{{ end }} => <warn>",
                "{{ .Value | ToUpper | printf \"%s!\" }} => HELLO WORLD!",
                "{{ printf \"%d\" (len .Value) }} => 11",
                "{{\n  .level\n  | ToUpper\n}} => WARN",
                "{{ (split \",\" \"a,b\")._1 }} => b",
                "{{ (split \",\" \"a,b\")._7 }} => <no value>",
                "{{ and .level .status }} {{ or .empty .level }} {{ not .level }} => 503 warn false",
                "{{ or \"a\" (fail \"not reached\") }}{{ and \"\" (fail \"x\") }} => a",
                "{{ eq .level \"a\" \"warn\" }} {{ ne 1 2 }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt \"b\" \"a\" }} {{ ge 1.5 2.5 }}"
                        + " => true true true true true false",
                "{{ eq .none \"x\" }} {{ ne .none \"x\" }} {{ eq .none .none2 }} => false true true",
                "{{ eq (add 1 1) 2 }} => true",
                "{{ . | len }} => 6",
                "{{ \"{{\" }} }} => {{ }}",
                "{{ if not (hasPrefix \"x\" .level) }}ok{{ end }} => ok",
                "{{ if (eq .level \"warn\") -}}  trimmed  {{- end }} => trimmed"
            })
    void rendersAsGo(String line) {
        check(line);
    }

    @Test
    void theDotPrintsSorted() {
        assertThat(GoTemplate.parse("{{ . }} {{ range $k, $v := . }}{{ $k }}{{ end }}")
                        .render(MapData.of(Map.of("b", "2", "a", "1"))))
                .isEqualTo("map[a:1 b:2] ab");
    }

    @Test
    void dataThatCannotBeListedFailsOnlyWhenListed() {
        TemplateData data = key -> key.equals("a") ? "1" : null;
        assertThat(GoTemplate.parse("{{ .a }}").render(data)).isEqualTo("1");
        assertThatThrownBy(() -> GoTemplate.parse("{{ . }}").render(data)).isInstanceOf(RenderException.class);
    }

    @Test
    void namesAndFunctionsReadAreKnown() {
        GoTemplate template =
                GoTemplate.parse("{{ .Value | ToUpper }}{{ if eq $.level \"a\" }}{{ index . \"x.y\" }}{{ end }}"
                        + "{{ with .z }}{{ .inner }}{{ $.top }}{{ end }}{{ range list 1 }}{{ .w }}{{ end }}");
        assertThat(template.fields()).containsExactly("Value", "level", "top", "x.y", "z");
        assertThat(template.functions()).containsExactly("ToUpper", "eq", "index", "list");
        assertThat(template.readsWholeData()).isFalse();
        assertThat(GoTemplate.parse("{{ . }}").readsWholeData()).isTrue();
        assertThat(GoTemplate.parse("{{ toJson . }}").readsWholeData()).isTrue();
        assertThat(GoTemplate.parse("{{ get . .name }}").readsWholeData()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ .Value.x }}",
                "{{ ToUpper .none }}",
                "{{ .none | Replace \"a\" \"b\" \"c\" | atoi }}",
                "{{ lt .none \"x\" }}",
                "{{ eq .status 503 }}",
                "{{ lt 1 1.5 }}",
                "{{ eq (list) (list) }}",
                "{{ index .Value 99 }}",
                "{{ index (list 1) 1 }}",
                "{{ index .none 1 }}",
                "{{ len .none }}",
                "{{ len 3 }}",
                "{{ div 1 0 }}",
                "{{ mod 1 0 }}",
                "{{ divf 1 0 }}",
                "{{ regexReplaceAll .bad \"a\" \"b\" }}",
                "{{ slice .Value 0 2 }}",
                "{{ substr 50 60 .Value }}",
                "{{ range .Value }}{{ end }}",
                "{{ fail \"stop\" }}",
                "{{ first .Value }}",
                "{{ mustFromJson \"{\" }}",
                "{{ $m := split \",\" \"a\" }}{{ get $m \"_0\" }}"
            })
    void failsWhenExecuted(String template) {
        TemplateData data = MapData.of(Map.of("Value", "abc", "status", "503", "bad", "("));
        assertThatThrownBy(() -> GoTemplate.parse(template, mistake -> {}).render(data))
                .isInstanceOf(RenderException.class);
    }
}
