package dev.penstock.pipeline.stages;

import java.util.List;

/** Stages one after the other, as they are configured. Immutable. */
public final class Chain {

    private final List<StageDefinition> stages;

    /**
     * Stages.
     *
     * @param stages in the order in which an entry meets them
     */
    public Chain(List<? extends StageDefinition> stages) {
        this.stages = List.copyOf(stages);
    }

    /**
     * Makes and links the stages.
     *
     * @param context what they may use
     * @param last takes what has come through
     * @return takes entries
     */
    public Flow open(StageContext context, Flow last) {
        Flow flow = last;
        for (int i = stages.size() - 1; i >= 0; i--) {
            flow = new Link(stages.get(i).open(context), flow);
        }
        return flow;
    }

    /**
     * Whether one entry may become several.
     *
     * @return true when any stage splits
     */
    public boolean splits() {
        return stages.stream().anyMatch(StageDefinition::splits);
    }

    /**
     * The stages.
     *
     * @return in the order in which an entry meets them
     */
    public List<StageDefinition> stages() {
        return stages;
    }

    /**
     * How many stages there are.
     *
     * @return 0 or more, without nested ones
     */
    public int size() {
        return stages.size();
    }

    private record Link(Stage stage, Flow next) implements Flow {
        @Override
        public void accept(LogEntry entry) {
            stage.process(entry, next);
        }
    }
}
