package dev.penstock.pipeline.stages;

/**
 * Stands between the stages of two components: each begins with nothing but labels and what the event has. Source:
 * grafana/alloy, loki.process, whose {@code extracted} map is made anew in each component.
 */
public final class Restart implements Stage {

    /** Has no state, and is the same for all. */
    public static final StageDefinition DEFINITION = context -> new Restart();

    private Restart() {}

    @Override
    public void process(LogEntry entry, Flow next) {
        entry.restart();
        next.accept(entry);
    }
}
