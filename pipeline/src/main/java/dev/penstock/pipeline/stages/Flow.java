package dev.penstock.pipeline.stages;

/** The rest of a pipeline, from some stage on. For one thread. */
@FunctionalInterface
public interface Flow {

    /**
     * Takes an entry.
     *
     * @param entry may be changed, and is not kept
     */
    void accept(LogEntry entry);
}
