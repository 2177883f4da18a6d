package dev.penstock.settings;

/**
 * A pipeline that cannot be used, and is refused as a whole.
 *
 * @param setting how the user calls it, such as {@code pipelineFile}
 * @param problem where it is wrong, what is accepted and what to do
 */
public record RefusedPipeline(String setting, String problem) {

    /** A sentence for the user. */
    @Override
    public String toString() {
        return setting + " is refused as a whole, and lines are shipped unprocessed: " + problem;
    }
}
