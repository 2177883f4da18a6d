package dev.penstock.pipeline.stages;

import dev.penstock.metrics.StageMetrics;
import dev.penstock.process.PipelineSurroundings;
import java.util.function.DoubleSupplier;

/**
 * What the stages of one pipeline may use while they run. For one thread.
 *
 * @param surroundings clocks, and the pause of the shipping thread
 * @param random uniform numbers from 0 to 1, 1 excluded
 * @param metrics what {@code stage.metrics} counts in
 * @param json the line as JSON, which is read once for all stages
 */
public record StageContext(
        PipelineSurroundings surroundings, DoubleSupplier random, StageMetrics metrics, JsonLine json) {

    /**
     * What the stages of one pipeline may use, with the metrics of this JVM.
     *
     * @param surroundings clocks, and the pause of the shipping thread
     * @param random uniform numbers from 0 to 1, 1 excluded
     */
    public StageContext(PipelineSurroundings surroundings, DoubleSupplier random) {
        this(surroundings, random, StageMetrics.shared(), new JsonLine());
    }
}
