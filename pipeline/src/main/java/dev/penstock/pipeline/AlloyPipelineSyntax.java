package dev.penstock.pipeline;

import dev.penstock.process.PipelineDefinition;
import dev.penstock.settings.PipelineSyntax;

/** Lets settings hold pipelines as text. Found by {@link java.util.ServiceLoader}. */
public final class AlloyPipelineSyntax implements PipelineSyntax {

    /** For {@link java.util.ServiceLoader}. */
    public AlloyPipelineSyntax() {}

    @Override
    public PipelineDefinition parse(String text) {
        return Pipeline.parse(text);
    }
}
