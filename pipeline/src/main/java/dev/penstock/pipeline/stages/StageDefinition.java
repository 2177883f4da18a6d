package dev.penstock.pipeline.stages;

/** A stage as it is configured: checked and compiled, without state. Immutable. */
@FunctionalInterface
public interface StageDefinition {

    /**
     * Makes the stage for one shipper.
     *
     * @param context what it may use
     * @return for one thread
     */
    Stage open(StageContext context);

    /**
     * Whether one entry may become several.
     *
     * @return false for most
     */
    default boolean splits() {
        return false;
    }
}
