package dev.penstock.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.syntax.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations as they are written every day, in which nothing is wrong. */
class CorrectPipelinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event-values",
                "kubernetes-events-journal",
                "kubernetes-json",
                "mdc-only",
                "logfmt-go",
                "metrics",
                "multiline-java",
                "nested-json",
                "nginx",
                "pattern-and-pack",
                "secret-masking",
                "spring-ecs",
                "spring-logstash",
                "temporary-labels",
                "traefik-postgres-java",
                "tenant-by-namespace"
            })
    void nothingIsFound(String name) throws IOException {
        assertThat(Found.in(text(name)).stream().map(Problem::toString)).isEmpty();
    }

    private static String text(String name) throws IOException {
        String resource = "/lint/correct/" + name + ".alloy";
        try (InputStream in = Objects.requireNonNull(CorrectPipelinesTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
