package dev.penstock.pipeline.config;

import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an agent, as far as it can be used without one: {@code loki.process}, {@code loki.relabel},
 * {@code loki.write}, {@code prometheus.relabel} and {@code prometheus.remote_write}, followed along {@code forward_to}.
 *
 * <pre>{@code
 * AlloyConfig config = AlloyConfig.load(Path.of("config.alloy"));
 * LogsRoute logs = config.logs();
 * if (logs != null) {
 *     ShipperSettings settings = logs.applyTo(ShipperSettings.builder()).build();
 * }
 * }</pre>
 *
 * <p>One appender ships to one endpoint, so one way of log lines is chosen: the first that leads to an endpoint, beginning with
 * what the first {@code loki.source.*} of the file forwards to; without sources, with the first component that nobody forwards
 * to. Where a component forwards to several, the first counts. All other ways are reported as not taken over. The same holds for
 * metrics and {@code prometheus.scrape}.
 *
 * <p>What is wrong in a configuration never throws: the {@link #report()} says it. What cannot be used is not there then: stages
 * with an error are refused as a whole, and so is an endpoint that needs what Penstock has not, such as OAuth 2; a configuration
 * that cannot be parsed has neither logs nor metrics.
 *
 * <p>Immutable and thread-safe. Never prints secrets.
 */
public final class AlloyConfig {

    private final List<SourceFile> files;
    private final @Nullable LogsRoute logs;
    private final @Nullable MetricsRoute metrics;
    private final Report report;

    AlloyConfig(List<SourceFile> files, @Nullable LogsRoute logs, @Nullable MetricsRoute metrics, Report report) {
        this.files = List.copyOf(files);
        this.logs = logs;
        this.metrics = metrics;
        this.report = report;
    }

    /**
     * Reads a file; or a directory, of which all files {@code *.alloy} and {@code *.river} count as one configuration, as
     * they do for the agent.
     *
     * @param path the file or the directory
     * @return what of it can be used; {@link #report()} says what is wrong
     * @throws IOException when it cannot be read, or a directory has no such files
     */
    public static AlloyConfig load(Path path) throws IOException {
        return load(path, System::getenv);
    }

    /**
     * As {@link #load(Path)}, with another environment.
     *
     * @param path the file or the directory
     * @param environment the value of a variable, {@code null} when it is not set
     * @return what of it can be used
     * @throws IOException when it cannot be read, or a directory has no such files
     */
    public static AlloyConfig load(Path path, Function<String, @Nullable String> environment) throws IOException {
        return new ConfigReader(environment).read(ConfigFiles.read(path));
    }

    /**
     * Reads a text.
     *
     * @param text a configuration
     * @return what of it can be used
     */
    public static AlloyConfig parse(String text) {
        return parse("", text, System::getenv);
    }

    /**
     * Reads a text that has a name.
     *
     * @param name what it is called in messages, such as {@code config.alloy}; may be empty
     * @param text a configuration
     * @param environment the value of a variable, {@code null} when it is not set
     * @return what of it can be used
     */
    public static AlloyConfig parse(String name, String text, Function<String, @Nullable String> environment) {
        return new ConfigReader(environment).read(Map.of(name, text));
    }

    /**
     * The way of log lines.
     *
     * @return {@code null} when there is none
     */
    public @Nullable LogsRoute logs() {
        return logs;
    }

    /**
     * The way of metrics.
     *
     * @return {@code null} when there is none
     */
    public @Nullable MetricsRoute metrics() {
        return metrics;
    }

    /**
     * The stages and rules that log lines go through, for those who need nothing else.
     *
     * @return the pipeline, without stages where there are none
     * @throws IllegalArgumentException with all errors, when its stages cannot be used or there is no way of log lines
     */
    public Pipeline pipeline() {
        if (logs == null || logs.isPipelineRefused()) {
            String errors = report.of(Finding.Outcome.ERROR).stream()
                    .map(Finding::toString)
                    .collect(Collectors.joining("\n"));
            throw new IllegalArgumentException(
                    errors.isEmpty() ? "there are no stages; expected loki.process \"name\" { … }" : errors);
        }
        Pipeline pipeline = logs.pipeline();
        return pipeline == null ? Pipeline.concat(List.of()) : pipeline;
    }

    /**
     * What becomes of each part.
     *
     * @return all findings
     */
    public Report report() {
        return report;
    }

    /**
     * Whether the configuration can be used as it is.
     *
     * @return false when there is an error, or nothing in it that can be taken over
     */
    public boolean isUsable() {
        return report.isUsable();
    }

    /**
     * The texts of the files, for messages that show lines.
     *
     * @return by the names that {@link Finding#file()} has
     */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach(each -> texts.put(each.name(), each.text()));
        return texts;
    }
}
