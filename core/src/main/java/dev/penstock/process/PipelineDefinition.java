package dev.penstock.process;

/** A pipeline as it is configured. Immutable; each shipper opens its own. */
public interface PipelineDefinition {

    /**
     * Makes the pipeline of one shipper.
     *
     * @param surroundings what it may use of the shipper
     * @return for one thread
     */
    EntryPipeline open(PipelineSurroundings surroundings);
}
