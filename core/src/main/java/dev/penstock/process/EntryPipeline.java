package dev.penstock.process;

/**
 * Changes, drops or splits entries between the mapper and the batch. Made anew for each shipper by a
 * {@link PipelineDefinition}; called by the shipping thread only, one entry after the other.
 */
public interface EntryPipeline {

    /**
     * Sends an entry through.
     *
     * @param entry is changed in place
     * @param output told what became of it, at least once before this returns. Whatever this throws costs the record, which
     *     is dropped as {@code internal_error}
     */
    void process(Entry entry, Output output);

    /**
     * Whether one entry may become several.
     *
     * @return true when {@link Output} may be told more than once for an entry
     */
    boolean splits();

    /** Takes what comes out of a pipeline: of an entry that is split, each part for itself. */
    interface Output {

        /**
         * An entry is to be shipped.
         *
         * @param entry not kept; may be changed
         */
        void ship(Entry entry);

        /**
         * An entry is not to be shipped, which is counted as {@code stage}.
         *
         * @param reason one of a configuration's few, such as {@code drop_stage}
         */
        void drop(String reason);

        /**
         * An entry that was split off another one failed, which is counted as {@code internal_error}. An entry that nothing
         * was split off fails by an exception from {@link #process} instead.
         *
         * @param cause why
         */
        default void fail(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }
}
