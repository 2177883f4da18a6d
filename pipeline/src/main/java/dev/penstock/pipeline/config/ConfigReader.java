package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.lint.Lints;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the files of a configuration together. For one use. */
final class ConfigReader {

    private final Function<String, @Nullable String> environment;
    private final Components components = new Components();
    private final Exports exports;
    private final List<SourceFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** Whether a file could not be parsed, so that anything may be missing. */
    private boolean broken;

    ConfigReader(Function<String, @Nullable String> environment) {
        this.environment = environment;
        exports = new Exports(components, Evaluator.withEnvironment(environment));
    }

    AlloyConfig read(Map<String, String> texts) {
        texts.forEach(this::parse);
        files.forEach(this::addComponents);
        LogsReader logs = new LogsReader(components, exports, environment);
        MetricsReader metrics = new MetricsReader(components, exports, environment);
        LogsRoute logsRoute = logs.read();
        MetricsRoute metricsRoute = metrics.read();
        findings.addAll(logs.findings());
        findings.addAll(metrics.findings());
        Set<Component> told = new HashSet<>(logs.told());
        told.addAll(metrics.told());
        Bystanders bystanders = new Bystanders(components, exports, told);
        findings.addAll(bystanders.findings());
        files.forEach(each -> lint(each));
        if (broken) {
            return result(null, null);
        }
        if (logsRoute == null && metricsRoute == null && findings.stream().noneMatch(ConfigReader::isError)) {
            findings.add(new Finding(
                    Outcome.ERROR,
                    files.get(0).name(),
                    null,
                    "",
                    "nothing here can be taken over: there is no loki.process, loki.write or prometheus.remote_write. What"
                            + " to do: give the file that has them, or the directory with all files"));
        }
        return result(logsRoute, metricsRoute);
    }

    private AlloyConfig result(@Nullable LogsRoute logs, @Nullable MetricsRoute metrics) {
        List<String> order = files.stream().map(SourceFile::name).toList();
        findings.sort(Comparator.comparingInt((Finding each) -> order.indexOf(each.file()))
                .thenComparingInt(each -> line(each.span()))
                .thenComparingInt(each -> column(each.span())));
        return new AlloyConfig(files, logs, metrics, new Report(findings));
    }

    private static boolean isError(Finding finding) {
        return finding.outcome() == Outcome.ERROR;
    }

    private static int line(@Nullable Span span) {
        return span == null ? 0 : span.line();
    }

    private static int column(@Nullable Span span) {
        return span == null ? 0 : span.column();
    }

    private void parse(String name, String text) {
        try {
            files.add(new SourceFile(name, text, Parser.parse(text)));
        } catch (SyntaxException e) {
            broken = true;
            files.add(new SourceFile(name, text, List.of()));
            e.problems().forEach(each -> findings.add(Finding.of(each, name, "")));
        }
    }

    private void addComponents(SourceFile file) {
        boolean bare =
                !file.statements().isEmpty() && file.statements().stream().allMatch(ConfigReader::isStage);
        if (bare) {
            findings.add(new Finding(
                    Outcome.ERROR,
                    file.name(),
                    file.statements().get(0).span(),
                    "",
                    "these are stages without a component around them. What to do: give them as a pipeline, or put them into"
                            + " loki.process \"name\" { … } with forward_to"));
            return;
        }
        for (Statement each : file.statements()) {
            if (each instanceof Block block && !isStage(each)) {
                add(new Component(file, block));
            } else {
                findings.add(new Finding(
                        Outcome.ERROR,
                        file.name(),
                        each.span(),
                        "",
                        each.name()
                                + " stands outside of a component; expected a component such as loki.process \"name\""
                                + " { … }"));
            }
        }
    }

    private static boolean isStage(Statement statement) {
        return statement instanceof Block
                && (statement.name().startsWith("stage.") || statement.name().equals("rule"));
    }

    private void add(Component component) {
        Component first = components.add(component);
        if (first != null && component.block().label() != null) {
            findings.add(component.finding(
                    Outcome.ERROR,
                    "there is a second component of this name; the first is at "
                            + first.finding(Outcome.ERROR, "").place()));
        }
    }

    private void lint(SourceFile file) {
        List<Problem> problems = Lints.of(file.statements(), exports.evaluator());
        for (Problem each : problems) {
            Finding finding = Finding.of(each, file.name(), component(file, each));
            // What a stage says of itself is said better here, with what to do.
            findings.removeIf(other -> finding.outcome() == Outcome.WARNING
                    && other.outcome() == Outcome.WARNING
                    && other.file().equals(finding.file())
                    && each.span().equals(other.span()));
            findings.add(finding);
        }
    }

    /** The component around a mistake. */
    private static String component(SourceFile file, Problem problem) {
        int line = problem.span().line();
        for (Statement each : file.statements()) {
            if (each instanceof Block block
                    && block.span().line() <= line
                    && line <= block.end().line()
                    && !isStage(each)) {
                return new Component(file, block).id();
            }
        }
        return "";
    }
}
