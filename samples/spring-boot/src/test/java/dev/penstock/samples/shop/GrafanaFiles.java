package dev.penstock.samples.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is provisioned beside the shop, as its tests read it. */
public final class GrafanaFiles {

    static final Path DATA_SOURCES = Path.of("docker/grafana/datasources.yaml");
    static final Path DASHBOARD = Path.of("docker/grafana/dashboards/shop.json");

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Strings, matchers, ranges and lists of labels: what is neither a metric nor a function. */
    private static final Pattern NO_NAME = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^\\]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*),\\s*\\w+\\)");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    private GrafanaFiles() {}

    /** A YAML file; throws for one that is none, or has a key twice. */
    static JsonNode yaml(Path file) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Object parsed = new Yaml(new SafeConstructor(strict)).load(text(file));
        return JSON.valueToTree(parsed);
    }

    static JsonNode json(Path file) {
        return JSON.readTree(text(file));
    }

    /** The names of all metrics that dashboard and data sources ask Prometheus for. */
    public static Set<String> metricNames() {
        Set<String> names = new TreeSet<>();
        promQl().forEach(query -> names.addAll(metricNames(query)));
        return names;
    }

    static List<String> promQl() {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = json(DASHBOARD);
        for (JsonNode target : dashboard.findValues("targets").stream()
                .flatMap(JsonNode::valueStream)
                .toList()) {
            if (target.at("/datasource/type").asString("").equals("prometheus")) {
                queries.add(target.get("expr").asString());
            }
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            queries.add(variable.at("/query/query").asString());
        }
        for (JsonNode source : yaml(DATA_SOURCES).get("datasources")) {
            source.at("/jsonData/tracesToMetrics/queries")
                    .forEach(query -> queries.add(query.get("query").asString()));
        }
        return queries;
    }

    static Set<String> metricNames(String promQl) {
        String rest =
                NO_NAME.matcher(LABEL_VALUES.matcher(promQl).replaceAll("$1")).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(rest);
        while (name.find()) {
            if (!OPERATORS.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
