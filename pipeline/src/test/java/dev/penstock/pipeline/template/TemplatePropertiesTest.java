package dev.penstock.pipeline.template;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text: it is refused as a template, or renders, or fails as a rendering does. */
class TemplatePropertiesTest {

    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{{-",
            "-}}",
            " ",
            " ",
            " ",
            " | ",
            "(",
            ")",
            "if ",
            "else",
            "end",
            "range ",
            "with ",
            "$x",
            " := ",
            "=",
            ",",
            "define ",
            "template ",
            "block ",
            "break",
            "continue",
            ".",
            ".Value",
            ".level",
            ".a.b",
            "$",
            "\"a\"",
            "\"%5.2d%s\"",
            "`x`",
            "'c'",
            "1",
            "-1",
            "2.5",
            "1e3",
            "true",
            "nil",
            "{{ end }}",
            "{{ else }}",
            "{{ range until 3 }}",
            "{{ if .Value }}",
            "/*",
            "*/",
            "\n",
            "text",
            "é😀");

    @Property(tries = 1000)
    void anyMixtureOfPieces(@ForAll("mixtures") String template) {
        render(template);
    }

    @Property(tries = 1000)
    void anyText(@ForAll String text, @ForAll String inside) {
        render(text + "{{" + inside + "}}");
    }

    @Property(tries = 5000)
    void anyFunctionWithAnyArguments(@ForAll("calls") String template) {
        render("{{ " + template + " }}");
    }

    private static void render(String text) {
        GoTemplate template;
        try {
            template = GoTemplate.parse(text, mistake -> {});
        } catch (TemplateException e) {
            return;
        }
        try {
            template.withMaxOutput(10_000)
                    .render(MapData.of(Map.of("Value", "Hé😀 12\n", "level", "info", "n", "3", "d", 2.5, "b", true)));
        } catch (RenderException e) {
            // As expected of a template that does not fit its data.
        }
    }

    @Provide
    Arbitrary<String> mixtures() {
        return Arbitraries.of(PIECES).list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> calls() {
        Arbitrary<String> names = Arbitraries.of(List.copyOf(Functions.names()));
        Arbitrary<String> values = Arbitraries.of(
                ".",
                ".Value",
                ".none",
                ".n",
                ".d",
                ".b",
                "0",
                "1",
                "-1",
                "3",
                "7",
                "99999999999",
                "-9223372036854775808",
                "2.5",
                "1e300",
                "\"\"",
                "\"a b\"",
                "\"%v%*[3]d\"",
                "\"é😀\"",
                "`[a-z]*`",
                "`{\"a\":[1,null]}`",
                "true",
                "nil",
                "(list 1 \"a\" nil)",
                "(list)",
                "(dict \"a\" 1)",
                "(splitList \" \" .Value)",
                "(int64 5)",
                "(index .Value 0)",
                "(float64 \"inf\")",
                "(float64 \"nan\")",
                "(list (list 1) (dict))",
                "(split \"1\" .Value)");
        return names.flatMap(name -> values.list().ofMaxSize(4).map(args -> name + " " + String.join(" ", args)));
    }
}
