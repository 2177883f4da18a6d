package dev.penstock.pipeline;

import dev.penstock.pipeline.config.AlloyConfig;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.settings.PipelineSyntax;
import java.util.List;

/**
 * Lets settings hold pipelines as text: stages, or the whole configuration of an agent, of which the stages are taken that its
 * log lines go through. Found by {@link java.util.ServiceLoader}.
 */
public final class AlloyPipelineSyntax implements PipelineSyntax {

    /** For {@link java.util.ServiceLoader}. */
    public AlloyPipelineSyntax() {}

    @Override
    public PipelineDefinition parse(String text) {
        List<Statement> statements = Parser.parse(text);
        return statements.stream().anyMatch(AlloyPipelineSyntax::isOfAnAgent)
                ? AlloyConfig.parse(text).pipeline()
                : Pipeline.of(statements, Evaluator.standard());
    }

    private static boolean isOfAnAgent(Statement statement) {
        String name = statement.name();
        return (name.startsWith("loki.") && !name.equals("loki.process"))
                || name.startsWith("prometheus.")
                || name.startsWith("discovery.");
    }
}
