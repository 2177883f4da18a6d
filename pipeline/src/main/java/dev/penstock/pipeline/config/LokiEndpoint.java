package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An {@code endpoint} of {@code loki.write}, in the words of a shipper's settings.
 *
 * @param span where it is written
 * @param url where it sends to
 * @param words settings by name
 * @param headers headers of every request
 * @param caPem certificates to trust, as text
 * @param complete false when a file or a variable is missing in this environment
 */
record LokiEndpoint(
        Span span,
        String url,
        Map<String, String> words,
        Map<String, String> headers,
        @Nullable String caPem,
        boolean complete) {

    /** Penstock's own default. */
    private static final Duration LEAST_BACKOFF = Duration.ofMillis(500);

    /** Penstock's own default. */
    private static final Duration MOST_BACKOFF = Duration.ofSeconds(30);

    /**
     * All that a {@code loki.write} says.
     *
     * @param endpoints in the order in which they are written
     * @param externalLabels labels of every stream
     * @param findings what there is to say of the first endpoint and of the component
     */
    record All(List<LokiEndpoint> endpoints, Map<String, String> externalLabels, List<Finding> findings) {}

    /** Reads a {@code loki.write}; what is said of any endpoint but the first one is of no interest. */
    static All read(
            List<Finding> findings,
            BlockReader block,
            Component component,
            Exports exports,
            Function<String, @Nullable String> environment) {
        Map<String, String> labels = block.textMap("external_labels");
        int[] read = {0};
        List<LokiEndpoint> endpoints = block.blocks("endpoint", inner -> {
            EndpointSettings settings = new EndpointSettings(
                    component, exports, environment, true, read[0]++ == 0 ? findings : new ArrayList<>());
            return endpoint(inner, settings);
        });
        Long most = block.integer("max_streams");
        if (most != null && most > 0 && !endpoints.isEmpty()) {
            // So many that there is no limit here: the bound is far above what a Loki takes.
            endpoints
                    .get(0)
                    .words()
                    .put("maxStreams", most > ShipperSettingsBuilder.MOST_STREAMS ? "0" : Long.toString(most));
        }
        block.block("wal", inner -> {
            wal(inner, component, findings);
            return inner;
        });
        return new All(endpoints, labels == null ? Map.of() : new LinkedHashMap<>(labels), findings);
    }

    private static LokiEndpoint endpoint(BlockReader block, EndpointSettings settings) {
        String url = block.requiredText("url");
        settings.put(block, "url", "url", block.has("url") ? url : null);
        String name = block.text("name");
        if (name != null && !name.isEmpty()) {
            settings.lost(block, "name", "an appender has one endpoint, which needs no name");
        }
        settings.put(block, "batch_wait", "batchWait", block.duration("batch_wait"));
        settings.put(block, "batch_size", "batchSize", block.bytes("batch_size"));
        settings.put(block, "remote_timeout", "remoteTimeout", block.duration("remote_timeout"));
        settings.put(block, "tenant_id", "tenantId", block.text("tenant_id"));
        backoff(block, settings, "min_backoff_period", "max_backoff_period");
        if (block.integer("max_backoff_retries") != null) {
            settings.lost(
                    block,
                    "max_backoff_retries",
                    "giving up goes by age and not by attempts, so that an outage is waited out. What to do: set maxAge,"
                            + " which is 1h by default");
        }
        if (Boolean.FALSE.equals(block.bool("retry_on_http_429"))) {
            settings.lost(block, "retry_on_http_429", "429 is always tried again, until maxAge; nothing is lost by it");
        }
        new HttpArguments(settings).read(block, url);
        block.block("queue_config", inner -> {
            queue(inner, settings);
            return inner;
        });
        return new LokiEndpoint(
                block.block().span(),
                url,
                settings.words(),
                settings.headers(),
                settings.caPem(),
                settings.isComplete());
    }

    /** The one that is not given must not contradict the one that is. */
    static void backoff(BlockReader block, EndpointSettings settings, String leastName, String mostName) {
        Duration least = block.duration(leastName);
        Duration most = block.duration(mostName);
        settings.put(block, leastName, "minBackoff", least);
        settings.put(block, mostName, "maxBackoff", most);
        if (least != null && most == null && least.compareTo(MOST_BACKOFF) > 0) {
            settings.put(block, leastName, "maxBackoff", least);
        }
        if (most != null && least == null && most.compareTo(LEAST_BACKOFF) < 0) {
            settings.put(block, mostName, "minBackoff", most);
        }
        if (least != null && most != null && most.compareTo(least) < 0) {
            block.problem(mostName, mostName + " is less than " + leastName + "; expected at least that");
        }
    }

    private static void queue(BlockReader block, EndpointSettings settings) {
        if (block.bytes("capacity") != null) {
            settings.lost(
                    block,
                    "capacity",
                    "one budget counts from the logger to the backend's answer. What to do: set bufferSize, which is 64MiB"
                            + " by default");
        }
        if (block.integer("min_shards") != null) {
            settings.lost(block, "min_shards", "an application's lines need one connection");
        }
        settings.put(block, "drain_timeout", "drainTimeout", block.duration("drain_timeout"));
        Boolean blocks = block.bool("block_on_overflow");
        if (Boolean.TRUE.equals(blocks)) {
            settings.lost(
                    block,
                    "block_on_overflow",
                    "an application is not held up without a limit: what finds no room is dropped and counted. What to do:"
                            + " set overflow to block, and maxBlock to the longest wait");
        }
    }

    private static void wal(BlockReader block, Component component, List<Finding> findings) {
        boolean enabled = block.bool("enabled", false);
        HttpArguments.skip(block);
        if (enabled) {
            findings.add(component.finding(
                    Outcome.NOT_TAKEN_OVER,
                    block.block().span(),
                    "where to keep lines on disk is the application's choice. What to do: set bufferDirectory"));
        }
    }
}
