package dev.penstock.pipeline;

import dev.penstock.pipeline.stages.Chain;
import dev.penstock.pipeline.stages.LogEntry;
import dev.penstock.pipeline.stages.PipelineRun;
import dev.penstock.pipeline.stages.Restart;
import dev.penstock.pipeline.stages.StageContext;
import dev.penstock.pipeline.stages.StageDefinition;
import dev.penstock.pipeline.stages.StageSyntax;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.process.PipelineSurroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stages that every log entry goes through before it is shipped, in the words of Grafana Alloy's {@code loki.process}.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.parse("""
 *     stage.json {
 *       expressions = { order = "order.id" }
 *     }
 *     stage.structured_metadata {
 *       values = { order = "" }
 *     }
 *     """);
 * LogShipper shipper = LogShipper.builder("http://localhost:3100")
 *     .settings(settings -> settings.pipeline(pipeline))
 *     .build();
 * }</pre>
 *
 * <p>Immutable: any number of shippers may use it, each with a state of its own.
 */
public final class Pipeline implements PipelineDefinition {

    private final Chain chain;
    private final int size;
    private final List<Problem> notes;

    private Pipeline(Chain chain, int size, List<Problem> notes) {
        this.chain = chain;
        this.size = size;
        this.notes = List.copyOf(notes);
    }

    /**
     * Reads a pipeline: blocks {@code stage.*}, and {@code rule} blocks as in {@code loki.relabel}, in the order in which an
     * entry meets them. They may stand in a {@code loki.process} block, whose {@code forward_to} has no meaning here.
     *
     * @param text in Alloy's syntax; {@code sys.env} and the other standard functions are evaluated
     * @return the pipeline
     * @throws SyntaxException with everything that is wrong, each with line and column, what was found and what is accepted
     */
    public static Pipeline parse(String text) {
        return of(Parser.parse(text), Evaluator.standard());
    }

    /**
     * Makes a pipeline of statements.
     *
     * @param statements as in {@link #parse}
     * @param evaluator evaluates the values of attributes
     * @return the pipeline
     * @throws SyntaxException with everything that is wrong
     */
    public static Pipeline of(List<Statement> statements, Evaluator evaluator) {
        StageSyntax syntax = new StageSyntax(evaluator);
        List<StageDefinition> stages = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Statement statement : statements) {
            read(statement, syntax, stages, problems);
        }
        if (!problems.isEmpty()) {
            throw new SyntaxException(problems);
        }
        return new Pipeline(new Chain(stages), stages.size(), syntax.notes());
    }

    private static void read(
            Statement statement, StageSyntax syntax, List<StageDefinition> stages, List<Problem> problems) {
        if (statement instanceof Block block && block.name().equals("loki.process")) {
            for (Statement inner : block.body()) {
                if (inner instanceof Block || !inner.name().equals("forward_to")) {
                    read(inner, syntax, stages, problems);
                }
            }
            return;
        }
        try {
            stages.add(syntax.read(stage(statement)));
        } catch (SyntaxException e) {
            problems.addAll(e.problems());
        }
    }

    private static Block stage(Statement statement) {
        if (statement instanceof Block block) {
            if (block.label() != null
                    && !block.name().startsWith("stage.")
                    && !block.name().equals("rule")) {
                throw new SyntaxException(
                        block.span(),
                        "found the component " + block.name()
                                + ", expected a stage; a pipeline has stages alone, and a whole"
                                + " configuration is given as a configuration (config), not as a pipeline");
            }
            return block;
        }
        throw new SyntaxException(
                statement.span(),
                "found the attribute '" + statement.name() + "', expected a block: "
                        + Names.unknown("stage", "stage." + statement.name(), StageSyntax.names()));
    }

    /**
     * Pipelines one after the other, each beginning with nothing in {@code extracted} but labels and what the event has.
     *
     * @param pipelines in the order in which an entry meets them
     * @return one that does what all of them do
     */
    public static Pipeline concat(List<Pipeline> pipelines) {
        List<StageDefinition> stages = new ArrayList<>();
        List<Problem> notes = new ArrayList<>();
        int size = 0;
        for (Pipeline each : pipelines) {
            if (size > 0 && each.size > 0) {
                stages.add(Restart.DEFINITION);
            }
            stages.addAll(each.chain.stages());
            notes.addAll(each.notes);
            size += each.size;
        }
        return new Pipeline(new Chain(stages), size, notes);
    }

    /**
     * How many stages and rules there are.
     *
     * @return 0 or more, without those nested in {@code stage.match}
     */
    public int size() {
        return size;
    }

    /**
     * What there is to say of the pipeline though it can be used, such as that a stage has no effect here.
     *
     * @return notes and warnings
     */
    public List<Problem> notes() {
        return notes;
    }

    @Override
    public EntryPipeline open(PipelineSurroundings surroundings) {
        return open(surroundings, (by, reason) -> {});
    }

    /**
     * As {@link #open(PipelineSurroundings)}, for one who wants to know which stage dropped an entry.
     *
     * @param surroundings what it may use of the shipper
     * @param drops told of each entry that is dropped
     * @return for one thread
     */
    public EntryPipeline open(PipelineSurroundings surroundings, LogEntry.Drops drops) {
        StageContext context =
                new StageContext(surroundings, () -> ThreadLocalRandom.current().nextDouble());
        return new PipelineRun(chain, context, drops);
    }
}
