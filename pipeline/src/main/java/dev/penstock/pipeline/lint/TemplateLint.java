package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.template.GoTemplate;
import dev.penstock.pipeline.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Templates: those that always fail, those whose result nobody uses, and hashes with the salt on the other side. */
final class TemplateLint implements Lint {

    private static final Pattern HASH =
            Pattern.compile("\\b(Hash|Sha2Hash)\\s+(\\.[A-Za-z_][A-Za-z0-9_]*)\\s+(\"[^\"]*\")");

    private static final Pattern TRIM =
            Pattern.compile("\\bTrim\\s+(\\.[A-Za-z_][A-Za-z0-9_]*)\\s*[|}]|\\|\\s*Trim\\s*[|}]");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.template")) {
                calls(step, "template", out);
                result(flow, step, out);
            } else if (step.is("stage.replace")) {
                calls(step, "replace", out);
            }
        }
    }

    private static void calls(Step step, String attribute, Consumer<Problem> out) {
        String text = step.values.text(attribute);
        List<TemplateException> mistakes = new ArrayList<>();
        try {
            GoTemplate.parse(text, mistakes::add);
        } catch (TemplateException e) {
            // Cannot be used at all, which others say.
            return;
        }
        for (TemplateException each : mistakes) {
            out.accept(Problem.warning(
                    step.values.span(attribute),
                    "the template fails whenever it comes by this, and then changes nothing: " + each.problem()
                            + trimmed(text, each)));
        }
        Matcher hash = HASH.matcher(text);
        while (hash.find()) {
            out.accept(Problem.note(
                    step.values.span(attribute),
                    hash.group() + " takes the value for the salt, and hashes the value before " + hash.group(3)
                            + ": whoever expects the hash of salt and value finds another. What to do: write {{ "
                            + hash.group(1) + " " + hash.group(3) + " " + hash.group(2)
                            + " }}; leave it as it is where hashes have to stay the same"));
        }
    }

    private static String trimmed(String text, TemplateException mistake) {
        return TRIM.matcher(text).find() && mistake.problem().contains("Trim")
                ? ". What to do: write TrimSpace, which needs no second text, or say what to trim: Trim .Value \" \""
                : "";
    }

    private static void result(Flow flow, Step step, Consumer<Problem> out) {
        String source = step.values.text("source");
        if (source.isEmpty() || flow.isReadAfter(step, source)) {
            return;
        }
        String label = Say.values("stage.labels", List.of(source));
        Step before = flow.readerBefore(step, source);
        String why = "";
        String order = "";
        if (before != null && !before.is("stage.template") && !before.is("stage.replace")) {
            why = "; " + Say.line(before) + " reads it, but stands before the template";
            order = "move " + before.name() + " behind the template, or ";
        }
        out.accept(Problem.warning(
                step.values.span("source"),
                "the template makes the value '" + source + "', which nothing reads afterwards: it is thrown away" + why
                        + ". What to do: "
                        + order
                        + "use it: as the line with stage.output { source = " + Say.quoted(source)
                        + " }, as a label with "
                        + label + ", as metadata with stage.structured_metadata; or remove the template"));
    }
}
