package dev.penstock.pipeline.config;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what log lines go through, and chooses their way. For one use. */
final class LogsReader {

    private final Components components;
    private final Exports exports;
    private final Function<String, @Nullable String> environment;
    private final List<Finding> findings = new ArrayList<>();
    private final Reading reading;

    /** Of those that could be read. */
    private final Map<Component, Pipeline> pipelines = new LinkedHashMap<>();

    /** Of those that could be read. */
    private final Map<Component, LokiEndpoint.All> writes = new LinkedHashMap<>();

    /** Components of which it is said what becomes of them. */
    private final Set<Component> told = new LinkedHashSet<>();

    LogsReader(Components components, Exports exports, Function<String, @Nullable String> environment) {
        this.components = components;
        this.exports = exports;
        this.environment = environment;
        reading = new Reading(exports, findings);
    }

    List<Finding> findings() {
        return findings;
    }

    Set<Component> told() {
        return told;
    }

    /** Reads all components, and returns the chosen way; null when there is none. */
    @Nullable LogsRoute read() {
        components.all().forEach(this::readComponent);
        Routes routes = Routes.find(
                components,
                each -> Kinds.OF_LOGS.contains(each.kind()),
                each -> each.kind().equals(Kinds.WRITE));
        routes.cycles()
                .forEach(each -> findings.add(each.finding(
                        Outcome.ERROR,
                        "lines that go through it come back to it; expected forward_to without a circle")));
        List<List<Component>> all =
                routes.all().stream().filter(LogsReader::leadsSomewhere).toList();
        if (all.isEmpty()) {
            return null;
        }
        List<Component> chosen = all.get(0);
        LogsRoute route = route(chosen);
        OtherRoutes others = new OtherRoutes(chosen, findings, told, this::described);
        all.stream().skip(1).forEach(others::tell);
        return route;
    }

    /** Rules that only sources use lead nowhere. */
    private static boolean leadsSomewhere(List<Component> path) {
        return path.stream()
                .anyMatch(
                        each -> each.kind().equals(Kinds.PROCESS) || each.kind().equals(Kinds.WRITE));
    }

    private void readComponent(Component component) {
        switch (component.kind()) {
            case Kinds.PROCESS, Kinds.RELABEL -> {
                Pipeline pipeline = reading.attempt(component, () -> pipeline(component));
                if (pipeline != null) {
                    pipelines.put(component, pipeline);
                }
            }
            case Kinds.WRITE -> {
                List<Finding> own = new ArrayList<>();
                LokiEndpoint.All write = reading.read(
                        component, block -> LokiEndpoint.read(own, block, component, exports, environment));
                if (write != null) {
                    writes.put(component, write);
                } else {
                    own.stream().filter(each -> each.outcome() == Outcome.ERROR).forEach(findings::add);
                }
            }
            default -> {
                // Others are not read.
            }
        }
    }

    private Pipeline pipeline(Component component) {
        boolean stages = component.kind().equals(Kinds.PROCESS);
        List<String> attributes = stages ? List.of("forward_to") : List.of("forward_to", "max_cache_size");
        List<Problem> problems = new ArrayList<>();
        List<Statement> body = new ArrayList<>();
        for (Statement each : component.block().body()) {
            if (!(each instanceof Attribute)) {
                body.add(each);
            } else if (!attributes.contains(each.name())) {
                problems.add(Problem.error(each.span(), Names.unknown("attribute", each.name(), attributes)));
            }
        }
        List<Problem> skipped = new ArrayList<>();
        List<Statement> kept = SkippedStages.without(body, skipped);
        skipped.forEach(each -> findings.add(component.finding(
                each.severity() == Problem.Severity.WARNING ? Outcome.WARNING : Outcome.NOT_TAKEN_OVER,
                each.span(),
                each.message())));
        if (component.block().label() == null) {
            problems.add(Problem.error(
                    component.block().span(), "found no label, expected one: " + component.kind() + " \"name\" { … }"));
        }
        Pipeline pipeline = null;
        try {
            pipeline = Pipeline.of(kept, exports.evaluator());
        } catch (SyntaxException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new SyntaxException(problems);
        }
        Pipeline read = Objects.requireNonNull(pipeline);
        read.notes()
                .forEach(each -> findings.add(Finding.of(each, component.file().name(), component.id())));
        return read;
    }

    private LogsRoute route(List<Component> path) {
        List<Pipeline> parts = new ArrayList<>();
        boolean refused = false;
        LogsRoute found = null;
        for (Component each : path) {
            told.add(each);
            switch (each.kind()) {
                case Kinds.PROCESS, Kinds.RELABEL -> {
                    Pipeline part = pipelines.get(each);
                    if (part == null) {
                        refused = true;
                    } else {
                        parts.add(part);
                        findings.add(each.finding(Outcome.TAKEN_OVER, counted(each, part.size()) + " of the pipeline"));
                    }
                }
                case Kinds.SECRET_FILTER -> {
                    refused = true;
                    findings.add(each.finding(
                            Outcome.ERROR,
                            "it hides secrets, and without it they would be shipped. What to do: write stage.replace with an"
                                    + " expression for each kind of secret in its place, in a loki.process"));
                }
                case Kinds.WRITE -> found = sent(path, each, parts, refused);
                default ->
                    findings.add(each.finding(
                            Kinds.fate(each.kind()).outcome(),
                            Kinds.fate(each.kind()).message()));
            }
        }
        if (found != null) {
            return found;
        }
        Component first = path.get(0);
        findings.add(first.finding(
                Outcome.WARNING,
                "no endpoint: " + String.join(" → ", ids(path)) + " leads to no loki.write. What to do: give url as a"
                        + " setting of the appender; if another file has loki.write, give the directory with both"));
        return new LogsRoute(ids(path), refused ? null : joined(parts), refused, null, Map.of());
    }

    private static @Nullable Pipeline joined(List<Pipeline> parts) {
        Pipeline whole = Pipeline.concat(parts);
        return whole.size() == 0 ? null : whole;
    }

    private static String counted(Component component, int size) {
        String what = component.kind().equals(Kinds.RELABEL) ? "rule" : "stage";
        return size + " " + what + (size == 1 ? "" : "s");
    }

    private static List<String> ids(List<Component> path) {
        return path.stream().map(Component::id).toList();
    }

    private LogsRoute sent(List<Component> path, Component write, List<Pipeline> parts, boolean refused) {
        Pipeline pipeline = refused ? null : joined(parts);
        LokiEndpoint.All all = writes.get(write);
        LogsRoute without = new LogsRoute(ids(path), pipeline, refused, null, Map.of());
        if (all == null) {
            return without;
        }
        findings.addAll(all.findings());
        if (all.endpoints().isEmpty()) {
            findings.add(write.finding(
                    Outcome.ERROR, "there is no endpoint; expected endpoint { url = \"http://…/loki/api/v1/push\" }"));
            return without;
        }
        LokiEndpoint endpoint = all.endpoints().get(0);
        all.endpoints().stream()
                .skip(1)
                .forEach(each -> findings.add(write.finding(
                        Outcome.NOT_TAKEN_OVER,
                        each.span(),
                        "a further endpoint, " + Urls.shown(each.url())
                                + ": one appender ships to one endpoint. What to do: add a"
                                + " second appender with this url")));
        SettingTexts texts =
                new SettingTexts(endpoint.words(), endpoint.headers(), all.externalLabels(), endpoint.caPem());
        boolean usable = all.findings().stream().noneMatch(each -> each.outcome() == Outcome.ERROR)
                && fitTogether(write, endpoint, all.externalLabels());
        if (!usable) {
            return without;
        }
        findings.add(
                write.finding(Outcome.TAKEN_OVER, Urls.ships(endpoint.url(), endpoint.words(), all.externalLabels())));
        return new LogsRoute(ids(path), pipeline, refused, texts, all.externalLabels());
    }

    /** Says what does not go together, such as a certificate without a key. */
    private boolean fitTogether(Component write, LokiEndpoint endpoint, Map<String, String> labels) {
        ShipperSettingsBuilder builder = ShipperSettings.builder().url("http://localhost");
        String problem = Urls.problem(
                endpoint.words(),
                builder::set,
                () -> builder.externalLabels(labels).build());
        if (problem.isEmpty() || !endpoint.complete()) {
            return true;
        }
        findings.add(write.finding(Outcome.ERROR, endpoint.span(), problem));
        return false;
    }

    private String described(List<Component> path) {
        Component last = path.get(path.size() - 1);
        LokiEndpoint.All all = writes.get(last);
        return all == null || all.endpoints().isEmpty()
                ? "it leads to no endpoint"
                : "one appender ships one way to one endpoint. What to do: add a second appender with url "
                        + Urls.shown(all.endpoints().get(0).url());
    }
}
