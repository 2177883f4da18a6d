package dev.penstock.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class GrafanaFilesTest {

    private static final Path COMPOSE = Path.of("compose.yaml");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("docker"))) {
            return Stream.concat(Stream.of(COMPOSE), files.filter(Files::isRegularFile).sorted().toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachFileCanBeRead(Path file) {
        JsonNode content = file.toString().endsWith(".json") ? GrafanaFiles.json(file) : GrafanaFiles.yaml(file);

        assertThat(content.isObject()).isTrue();
        assertThat(content.size()).isPositive();
    }

    @Test
    void eachFileThatIsMountedIsThere() {
        for (JsonNode service : GrafanaFiles.yaml(COMPOSE).get("services")) {
            for (JsonNode volume : service.get("volumes")) {
                String source = volume.asString().split(":", 2)[0];
                if (source.startsWith(".")) {
                    assertThat(Path.of(source)).exists();
                } else {
                    assertThat(GrafanaFiles.yaml(COMPOSE).get("volumes").has(source))
                            .as(source)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void eachImageHasAVersion() {
        assertThat(GrafanaFiles.yaml(COMPOSE).findValues("image"))
                .hasSize(4)
                .allSatisfy(image -> assertThat(image.asString()).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void eachDataSourceIsAServiceThatIsStarted() {
        for (JsonNode source : dataSources()) {
            String host = URI.create(source.get("url").asString()).getHost();
            assertThat(GrafanaFiles.yaml(COMPOSE).get("services").has(host))
                    .as(host)
                    .isTrue();
        }
    }

    @Test
    void eachDataSourceThatIsReferredToIsThere() {
        Set<String> known = new TreeSet<>();
        dataSources().forEach(source -> known.add(source.get("uid").asString()));

        Set<String> referred = new HashSet<>();
        GrafanaFiles.json(GrafanaFiles.DASHBOARD)
                .findValues("datasource")
                .forEach(source -> referred.add(source.get("uid").asString()));
        GrafanaFiles.yaml(GrafanaFiles.DATA_SOURCES)
                .findValues("datasourceUid")
                .forEach(uid -> referred.add(uid.asString()));

        assertThat(referred).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void logLinesExemplarsAndTracesLeadToEachOther() {
        JsonNode sources = GrafanaFiles.yaml(GrafanaFiles.DATA_SOURCES).get("datasources");

        JsonNode derived = sources.at("/0/jsonData/derivedFields/0");
        assertThat(derived.get("matcherType").asString()).isEqualTo("label");
        assertThat(derived.get("matcherRegex").asString()).isEqualTo("trace_id");
        assertThat(derived.get("datasourceUid").asString()).isEqualTo("tempo");
        JsonNode exemplar = sources.at("/1/jsonData/exemplarTraceIdDestinations/0");
        assertThat(exemplar.get("name").asString()).isEqualTo("trace_id");
        assertThat(exemplar.get("datasourceUid").asString()).isEqualTo("tempo");
        JsonNode trace = sources.at("/2/jsonData");
        assertThat(trace.at("/tracesToLogsV2/datasourceUid").asString()).isEqualTo("loki");
        assertThat(trace.at("/tracesToLogsV2/query").asString()).contains("| trace_id=");
        assertThat(trace.at("/tracesToMetrics/datasourceUid").asString()).isEqualTo("prometheus");
    }

    @Test
    void thePanelsOfTheDashboardDoNotOverlap() {
        JsonNode panels = GrafanaFiles.json(GrafanaFiles.DASHBOARD).get("panels");
        Set<String> taken = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : panels) {
            JsonNode at = panel.get("gridPos");
            assertThat(ids.add(panel.get("id").asInt()))
                    .as("id of %s", panel.get("title"))
                    .isTrue();
            for (int x = 0; x < at.get("w").asInt(); x++) {
                for (int y = 0; y < at.get("h").asInt(); y++) {
                    String cell = (at.get("x").asInt() + x) + "/" + (at.get("y").asInt() + y);
                    assertThat(taken.add(cell))
                            .as("%s at %s", panel.get("title"), cell)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void namesOfMetricsAreFoundInQueries() {
        assertThat(GrafanaFiles.metricNames(
                        "(sum by (a) (rate(x_total{b=\"c\", d=~\"$e\"}[5m])) or vector(0)) / y > 0"))
                .containsExactly("x_total", "y");
        assertThat(GrafanaFiles.metricNames("label_values(z_count{job=\"$job\"}, instance)"))
                .containsExactly("z_count");
        assertThat(GrafanaFiles.metricNames("rate(q{$$__tags}[$$__rate_interval])"))
                .containsExactly("q");
        assertThat(List.copyOf(GrafanaFiles.metricNames())).hasSizeGreaterThan(20);
    }

    private static JsonNode dataSources() {
        return GrafanaFiles.yaml(GrafanaFiles.DATA_SOURCES).get("datasources");
    }
}
