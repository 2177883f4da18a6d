package dev.penstock.pipeline.stages;

/** One step of a pipeline. For one thread. */
@FunctionalInterface
public interface Stage {

    /**
     * Takes an entry. A stage that keeps it hands it on; one that drops it says so with {@link LogEntry#drop}; one that splits
     * it hands on each part. An entry that a stage cannot read, such as one that is no JSON, goes on as it is.
     *
     * @param entry may be changed
     * @param next the rest of the pipeline
     */
    void process(LogEntry entry, Flow next);
}
