package dev.penstock.settings;

import dev.penstock.process.PipelineDefinition;
import java.util.ServiceLoader;

/** Reads pipelines that are written as text: what {@code penstock-pipeline} provides by {@link ServiceLoader}. */
public interface PipelineSyntax {

    /**
     * Reads a pipeline.
     *
     * @param text {@code stage.*} and {@code rule} blocks in Alloy's syntax
     * @return the pipeline
     * @throws IllegalArgumentException when it cannot be read; its message says where and what is accepted
     */
    PipelineDefinition parse(String text);

    /**
     * Reads a pipeline with the syntax that is on the class path.
     *
     * @param text the stages
     * @return the pipeline
     * @throws IllegalArgumentException when it is wrong, or there is no such jar
     */
    static PipelineDefinition read(String text) {
        return ServiceLoader.load(PipelineSyntax.class, PipelineSyntax.class.getClassLoader())
                .findFirst()
                .or(() -> ServiceLoader.load(PipelineSyntax.class).findFirst())
                .orElseThrow(
                        () -> new IllegalArgumentException("the jar that reads it is not on the class path. What to"
                                + " do: add the dependency dev.penstock:penstock-pipeline"))
                .parse(text);
    }
}
