package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.relabel.RelabelRule;
import dev.penstock.pipeline.relabel.RelabelRules;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An {@code endpoint} of {@code prometheus.remote_write}, in the words of the settings of remote write.
 *
 * @param span where it is written
 * @param url where it writes to
 * @param words settings by name
 * @param headers headers of every request
 * @param caPem certificates to trust, as text
 * @param complete false when a file or a variable is missing in this environment
 * @param rules its {@code write_relabel_config} blocks
 */
record RemoteWriteEndpoint(
        Span span,
        String url,
        Map<String, String> words,
        Map<String, String> headers,
        @Nullable String caPem,
        boolean complete,
        List<RelabelRule> rules) {

    /**
     * All that a {@code prometheus.remote_write} says.
     *
     * @param endpoints in the order in which they are written
     * @param externalLabels labels of every series
     * @param findings what there is to say of the first endpoint and of the component
     */
    record All(List<RemoteWriteEndpoint> endpoints, Map<String, String> externalLabels, List<Finding> findings) {}

    /** Reads a {@code prometheus.remote_write}; what is said of any endpoint but the first one is of no interest. */
    static All read(
            List<Finding> findings,
            BlockReader block,
            Component component,
            Exports exports,
            Function<String, @Nullable String> environment) {
        Map<String, String> labels = block.textMap("external_labels");
        int[] read = {0};
        List<RemoteWriteEndpoint> endpoints = block.blocks("endpoint", inner -> {
            EndpointSettings settings = new EndpointSettings(
                    component, exports, environment, false, read[0]++ == 0 ? findings : new ArrayList<>());
            return endpoint(inner, settings);
        });
        block.block("wal", inner -> {
            HttpArguments.skip(inner);
            findings.add(component.finding(
                    Outcome.NOT_TAKEN_OVER,
                    inner.block().span(),
                    "samples are kept in memory until they are delivered. What to do: set bufferDirectory to keep them on"
                            + " disk"));
            return inner;
        });
        return new All(endpoints, labels == null ? Map.of() : new LinkedHashMap<>(labels), findings);
    }

    private static RemoteWriteEndpoint endpoint(BlockReader block, EndpointSettings settings) {
        String url = block.requiredText("url");
        settings.put(block, "url", "url", block.has("url") ? url : null);
        String name = block.text("name");
        if (name != null && !name.isEmpty()) {
            settings.lost(block, "name", "a registry has one endpoint, which needs no name");
        }
        settings.put(block, "remote_timeout", "remoteTimeout", block.duration("remote_timeout"));
        settings.put(block, "send_exemplars", "sendExemplars", block.bool("send_exemplars"));
        settings.put(block, "send_native_histograms", "sendNativeHistograms", block.bool("send_native_histograms"));
        settings.put(block, "protobuf_message", "protobufMessage", block.text("protobuf_message"));
        block.ignore("round_robin_dns");
        new HttpArguments(settings).read(block, url);
        block.block("queue_config", inner -> {
            queue(inner, settings);
            return inner;
        });
        block.block("metadata_config", inner -> {
            metadata(inner, settings);
            return inner;
        });
        List<RelabelRule> rules = block.blocks("write_relabel_config", RelabelRules::rule);
        return new RemoteWriteEndpoint(
                block.block().span(),
                url,
                settings.words(),
                settings.headers(),
                settings.caPem(),
                settings.isComplete(),
                rules);
    }

    private static void queue(BlockReader block, EndpointSettings settings) {
        for (String each : List.of("capacity", "min_shards", "max_shards")) {
            if (block.integer(each) != null) {
                settings.lost(
                        block,
                        each,
                        "an application's series are sent in one order over one connection. What to do: bufferSize says"
                                + " how much may wait");
            }
        }
        settings.put(block, "max_samples_per_send", "maxSamplesPerSend", block.integer("max_samples_per_send"));
        if (block.duration("batch_send_deadline") != null) {
            settings.lost(block, "batch_send_deadline", "all samples of a step are sent at once. What to do: set step");
        }
        LokiEndpoint.backoff(block, settings, "min_backoff", "max_backoff");
        if (Boolean.FALSE.equals(block.bool("retry_on_http_429"))) {
            settings.lost(block, "retry_on_http_429", "429 is always tried again, until maxAge");
        }
        Duration age = block.duration("sample_age_limit");
        if (age != null && !age.isZero()) {
            settings.put(block, "sample_age_limit", "maxAge", age);
        }
    }

    private static void metadata(BlockReader block, EndpointSettings settings) {
        boolean sends = block.bool("send", true);
        HttpArguments.skip(block);
        if (!sends) {
            settings.lost(block, "metadata, which says type, unit and help of a metric, is always sent");
        }
    }
}
