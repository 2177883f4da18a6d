package dev.penstock.pipeline.stages;

/** A stage that only ever changes entries. */
interface ChangeStage extends Stage {

    /** Changes an entry, or leaves it as it is. */
    void change(LogEntry entry);

    @Override
    default void process(LogEntry entry, Flow next) {
        change(entry);
        next.accept(entry);
    }
}
