package dev.penstock.settings;

import dev.penstock.process.PipelineDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the configuration of an agent, such as a {@code config.alloy}, says to those who ship without one. */
public interface AgentConfiguration {

    /**
     * The settings of the endpoint for logs.
     *
     * @return text by the names of {@link ShipperSettingsBuilder#set}; some are secrets. Empty when there is no such endpoint
     */
    Map<String, String> logs();

    /**
     * What log lines go through.
     *
     * @return null for nothing
     */
    @Nullable PipelineDefinition pipeline();

    /**
     * The settings of the endpoint for metrics, all but external labels and rules.
     *
     * @return text by the names of {@link RemoteWriteSettingsBuilder#set}; some are secrets. Empty when there is no such
     *     endpoint
     */
    Map<String, String> metrics();

    /**
     * Labels of every series that does not have one of the same name.
     *
     * @return names and values
     */
    Map<String, String> metricLabels();

    /**
     * What is done to the labels of a series.
     *
     * @param externalLabels are added in between, where the configuration adds them
     * @return takes and gives labels; gives null for a series that is dropped. Null when the configuration has no rules, and
     *     external labels are nobody's business but the sender's
     */
    @Nullable UnaryOperator<@Nullable Map<String, String>> relabelling(Map<String, String> externalLabels);

    /**
     * What cannot be used of it, for the user.
     *
     * @return sentences that say where, why and what to do; never a secret
     */
    List<String> problems();

    /**
     * What there is to say besides: that parts have no effect here, and that others hardly do what was meant.
     *
     * @return sentences; mostly one
     */
    List<String> remarks();

    /**
     * All of it, for those who hand on a pipeline as text: {@link PipelineSyntax} finds the stages in it.
     *
     * @return the texts of its files, one after the other
     */
    String text();
}
