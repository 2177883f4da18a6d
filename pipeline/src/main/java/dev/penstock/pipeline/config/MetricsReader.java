package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.relabel.RelabelRule;
import dev.penstock.pipeline.relabel.RelabelRules;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what metrics go through, and chooses their way. For one use. */
final class MetricsReader {

    private static final String SCRAPE = "prometheus.scrape";

    private final Components components;
    private final Exports exports;
    private final Function<String, @Nullable String> environment;
    private final List<Finding> findings = new ArrayList<>();
    private final Reading reading;
    private final Map<Component, List<RelabelRule>> rules = new LinkedHashMap<>();
    private final Map<Component, RemoteWriteEndpoint.All> writes = new LinkedHashMap<>();
    private final Set<Component> told = new LinkedHashSet<>();

    MetricsReader(Components components, Exports exports, Function<String, @Nullable String> environment) {
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
    @Nullable MetricsRoute read() {
        components.all().forEach(this::readComponent);
        Routes routes = Routes.find(
                components,
                each -> Kinds.OF_METRICS.contains(each.kind()),
                each -> each.kind().equals(Kinds.REMOTE_WRITE));
        routes.cycles()
                .forEach(each -> findings.add(each.finding(
                        Outcome.ERROR,
                        "metrics that go through it come back to it; expected forward_to without a circle")));
        List<List<Component>> all = routes.all().stream()
                .filter(path -> path.stream().anyMatch(each -> each.kind().equals(Kinds.REMOTE_WRITE)))
                .toList();
        if (all.isEmpty()) {
            return null;
        }
        List<Component> chosen = all.get(0);
        MetricsRoute route = route(chosen);
        OtherRoutes others = new OtherRoutes(chosen, findings, told, this::described);
        all.stream().skip(1).forEach(others::tell);
        return route;
    }

    private void readComponent(Component component) {
        switch (component.kind()) {
            case Kinds.METRICS_RELABEL -> {
                List<RelabelRule> read = reading.read(component, MetricsReader::rules);
                if (read != null) {
                    rules.put(component, read);
                }
            }
            case Kinds.REMOTE_WRITE -> {
                List<Finding> own = new ArrayList<>();
                RemoteWriteEndpoint.All write = reading.read(
                        component, block -> RemoteWriteEndpoint.read(own, block, component, exports, environment));
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

    private static List<RelabelRule> rules(BlockReader block) {
        block.ignore("max_cache_size");
        return block.blocks("rule", RelabelRules::rule);
    }

    private MetricsRoute route(List<Component> path) {
        RelabelRules.Builder all = RelabelRules.builder();
        MetricsRoute route = new MetricsRoute(ids(path), all.build(), all.build(), null, Map.of());
        boolean refused = false;
        for (Component each : path) {
            told.add(each);
            switch (each.kind()) {
                case Kinds.METRICS_RELABEL -> {
                    List<RelabelRule> own = rules.get(each);
                    refused |= own == null;
                    if (own != null) {
                        own.forEach(all::rule);
                        findings.add(each.finding(
                                Outcome.TAKEN_OVER,
                                own.size() + (own.size() == 1 ? " rule" : " rules") + " for all series"));
                    }
                }
                case Kinds.REMOTE_WRITE -> {
                    MetricsRoute found = written(path, each, all.build());
                    route = found == null || refused ? route : found;
                }
                default ->
                    findings.add(each.finding(
                            Kinds.fate(each.kind()).outcome(),
                            Kinds.fate(each.kind()).message()));
            }
        }
        return route;
    }

    private static List<String> ids(List<Component> path) {
        return path.stream().map(Component::id).toList();
    }

    private @Nullable MetricsRoute written(List<Component> path, Component write, RelabelRules before) {
        RemoteWriteEndpoint.All all = writes.get(write);
        if (all == null) {
            return null;
        }
        findings.addAll(all.findings());
        if (all.endpoints().isEmpty()) {
            findings.add(write.finding(
                    Outcome.ERROR, "there is no endpoint; expected endpoint { url = \"http://…/api/v1/write\" }"));
            return null;
        }
        RemoteWriteEndpoint endpoint = all.endpoints().get(0);
        all.endpoints().stream()
                .skip(1)
                .forEach(each -> findings.add(write.finding(
                        Outcome.NOT_TAKEN_OVER,
                        each.span(),
                        "a further endpoint, " + Urls.shown(each.url())
                                + ": a registry writes to one endpoint. What to do: add a"
                                + " second registry with this url")));
        if (all.findings().stream().anyMatch(each -> each.outcome() == Outcome.ERROR)
                || !fitTogether(write, endpoint, all.externalLabels())) {
            return null;
        }
        RelabelRules.Builder own = RelabelRules.builder();
        endpoint.rules().forEach(own::rule);
        Map<String, String> words = new LinkedHashMap<>(endpoint.words());
        scrapeSettings(path, words);
        findings.add(write.finding(
                Outcome.TAKEN_OVER,
                Urls.ships(endpoint.url(), words, all.externalLabels())
                        + (endpoint.rules().isEmpty()
                                ? ""
                                : ", write_relabel_config " + endpoint.rules().size())));
        SettingTexts texts = new SettingTexts(words, endpoint.headers(), Map.of(), endpoint.caPem());
        return new MetricsRoute(ids(path), before, own.build(), texts, all.externalLabels());
    }

    /** How often metrics are published is the scrape's word: queries count on it. */
    private void scrapeSettings(List<Component> path, Map<String, String> words) {
        for (Component each : components.all()) {
            if (each.kind().equals(SCRAPE) && components.targets(each).contains(path.get(0))) {
                String message = Kinds.fate(SCRAPE).message();
                Duration interval = Scrapes.interval(each, exports.evaluator());
                if (interval != null && !words.containsKey("step") && Scrapes.isStep(interval)) {
                    words.put("step", interval.toNanos() + "ns");
                    message += "; its scrape_interval is the registry's step";
                }
                findings.add(each.finding(Outcome.REPLACED, message));
                told.add(each);
            }
        }
    }

    private boolean fitTogether(Component write, RemoteWriteEndpoint endpoint, Map<String, String> labels) {
        RemoteWriteSettingsBuilder builder = RemoteWriteSettings.builder().url("http://localhost");
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
        RemoteWriteEndpoint.All all = writes.get(path.get(path.size() - 1));
        return all == null || all.endpoints().isEmpty()
                ? "it leads to no endpoint"
                : "a registry writes one way to one endpoint. What to do: add a second registry with url "
                        + Urls.shown(all.endpoints().get(0).url());
    }
}
