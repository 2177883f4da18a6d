package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever copies a pipeline out of the documentation has one that works. */
class DocumentedPipelinesTest {

    private static final List<String> PAGES =
            List.of("README.md", "README.ko.md", "docs/pipelines.md", "docs/spring-boot.md");

    private static final List<Pattern> PLACES = List.of(
            Pattern.compile("```alloy\\n(.*?)```", Pattern.DOTALL),
            Pattern.compile("<[pP]ipeline>(.*?)</[pP]ipeline>", Pattern.DOTALL),
            Pattern.compile("pipeline: \\|\\n((?: +[^\\n]*\\n|\\n)+)"));

    static Stream<String> pipelines() throws IOException {
        List<String> found = new ArrayList<>();
        for (String page : PAGES) {
            String text = Files.readString(Path.of("..", page));
            for (Pattern place : PLACES) {
                Matcher matcher = place.matcher(text);
                while (matcher.find()) {
                    String pipeline = matcher.group(1);
                    // A whole agent configuration is another's to read.
                    if (pipeline.contains("stage.") || pipeline.contains("rule {")) {
                        found.add(pipeline);
                    }
                }
            }
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void canBeRead(String pipeline) {
        if (!pipeline.contains("loki.write")) {
            assertThatCode(() -> assertThat(Pipeline.parse(pipeline).size()).isPositive())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void areFound() throws IOException {
        assertThat(pipelines()).hasSizeGreaterThan(3);
    }
}
