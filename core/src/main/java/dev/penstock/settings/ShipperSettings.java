package dev.penstock.settings;

import dev.penstock.process.PipelineDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a shipper works: immutable, checked, made by {@link #builder()}. Never prints secrets.
 *
 * <p>The words and defaults are Alloy's ({@code loki.write}) where Alloy has them.
 */
public final class ShipperSettings {

    private final String url;
    private final @Nullable String tenantId;
    private final Map<String, String> externalLabels;
    private final Map<String, String> headers;
    private final Credentials credentials;
    private final Tls tls;
    private final @Nullable TlsContext tlsContext;
    private final @Nullable String proxyUrl;
    private final Duration batchWait;
    private final int batchSize;
    private final int maxLineSize;
    private final int maxLabelValues;
    private final int maxStreams;
    private final Duration remoteTimeout;
    private final Duration minBackoff;
    private final Duration maxBackoff;
    private final Duration maxAge;
    private final @Nullable Path bufferDirectory;
    private final long bufferDirectorySize;
    private final Durability durability;
    private final LogLevel flushLevel;
    private final long bufferSize;
    private final OverflowPolicy overflow;
    private final Duration maxBlock;
    private final Duration drainTimeout;
    private final @Nullable PipelineDefinition pipeline;
    private final @Nullable RefusedPipeline refusedPipeline;
    private final @Nullable ApplicationStart applicationStart;
    private final List<String> warnings;

    ShipperSettings(
            ShipperSettingsBuilder from,
            PushUrl pushUrl,
            int batchSize,
            Map<String, String> headers,
            Map<String, String> externalLabels,
            PipelineChoice.Checked pipeline,
            List<String> warnings) {
        url = pushUrl.url();
        tenantId = from.tenantId;
        this.externalLabels = Map.copyOf(externalLabels);
        this.headers = Map.copyOf(headers);
        credentials = from.credentials(pushUrl);
        tls = from.tls();
        tlsContext = from.tlsContext;
        proxyUrl = from.proxyUrl;
        batchWait = from.batchWait;
        this.batchSize = batchSize;
        maxLineSize = (int) from.maxLineSize;
        maxLabelValues = from.maxLabelValues;
        maxStreams = from.maxStreams;
        remoteTimeout = from.remoteTimeout;
        minBackoff = from.minBackoff;
        maxBackoff = from.maxBackoff;
        maxAge = from.maxAgeOrDefault();
        bufferDirectory = from.bufferDirectory;
        bufferDirectorySize = from.bufferDirectorySize;
        durability = from.durabilityOrDefault();
        flushLevel = from.flushLevel;
        bufferSize = from.bufferSize;
        overflow = from.overflow;
        maxBlock = from.maxBlock;
        drainTimeout = from.drainTimeout;
        this.pipeline = pipeline.pipeline();
        refusedPipeline = pipeline.refused();
        applicationStart = from.applicationStart;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Settings with defaults for everything but the URL.
     *
     * @return a new builder
     */
    public static ShipperSettingsBuilder builder() {
        return new ShipperSettingsBuilder();
    }

    /**
     * Where to push.
     *
     * @return the full URL, without user and password
     */
    public String url() {
        return url;
    }

    /**
     * Where to push, for messages: a query may hold a token and is left out.
     *
     * @return the URL without its query
     */
    public String displayUrl() {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?***";
    }

    /**
     * Where to push, for metrics.
     *
     * @return host and port, the port only if the URL has one. Source: grafana/alloy, loki.write: the label {@code host}
     */
    public String host() {
        // Not java.net.URI, which finds no host in http://loki_gateway:3100.
        int begin = url.indexOf("//") + 2;
        int end = begin;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(begin, end);
    }

    /**
     * The tenant, sent as {@code X-Scope-OrgID}.
     *
     * @return null when none is sent
     */
    public @Nullable String tenantId() {
        return tenantId;
    }

    /**
     * Labels of every stream; a record's own label of the same name wins.
     *
     * @return an immutable map
     */
    public Map<String, String> externalLabels() {
        return externalLabels;
    }

    /**
     * Further request headers.
     *
     * @return an immutable map
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * How this process shows who it is.
     *
     * @return {@link Credentials#NONE} for nothing
     */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * How TLS is done with an https URL.
     *
     * @return {@link Tls#DEFAULT} for the JVM's ways
     */
    public Tls tls() {
        return tls;
    }

    /**
     * The application's own TLS, which counts instead of the PEM files of {@link #tls()}.
     *
     * @return null when there is none
     */
    public @Nullable TlsContext sslContext() {
        return tlsContext;
    }

    /**
     * The HTTP proxy.
     *
     * @return null for the JVM's own ({@code http.proxyHost} and the like)
     */
    public @Nullable String proxyUrl() {
        return proxyUrl;
    }

    /**
     * How long a batch stays open.
     *
     * @return 1 ms to 10 min; 1 s by default
     */
    public Duration batchWait() {
        return batchWait;
    }

    /**
     * How many uncompressed bytes close a batch.
     *
     * @return 1 KiB to 64 MiB; 1 MiB by default
     */
    public int batchSize() {
        return batchSize;
    }

    /**
     * The longest line; a longer one is cut, with a mark.
     *
     * @return 256 B to 16 MiB; Loki's own default of 256 KiB
     */
    public int maxLineSize() {
        return maxLineSize;
    }

    /**
     * How many values a label may have within an hour; with more it is sent as structured metadata.
     *
     * @return 1 to 10000, or 0 for any number; 100 by default
     */
    public int maxLabelValues() {
        return maxLabelValues;
    }

    /**
     * How many streams there may be within an hour; with more the label that has most values is sent as structured
     * metadata.
     *
     * @return 1 to 100000, or 0 for any number; 1000 by default
     */
    public int maxStreams() {
        return maxStreams;
    }

    /**
     * The longest a request may take.
     *
     * @return 1 ms to 10 min; 10 s by default
     */
    public Duration remoteTimeout() {
        return remoteTimeout;
    }

    /**
     * The bound of the first pause after a failure.
     *
     * @return 1 ms to 1 h; 500 ms by default
     */
    public Duration minBackoff() {
        return minBackoff;
    }

    /**
     * The bound of the longest pause between attempts.
     *
     * @return minBackoff to 1 h; 30 s by default
     */
    public Duration maxBackoff() {
        return maxBackoff;
    }

    /**
     * How old a batch may become before it is given up.
     *
     * @return 1 ms to 30 days; 1 h by default, 24 h with a buffer directory
     */
    public Duration maxAge() {
        return maxAge;
    }

    /**
     * The byte budget for all that is held in memory.
     *
     * @return at least 64 KiB; 64 MiB by default
     */
    public long bufferSize() {
        return bufferSize;
    }

    /**
     * Where closed batches wait on disk.
     *
     * @return null when they wait in memory
     */
    public @Nullable Path bufferDirectory() {
        return bufferDirectory;
    }

    /**
     * The disk space for batches that wait.
     *
     * @return at least 1 MiB; 1 GiB by default
     */
    public long bufferDirectorySize() {
        return bufferDirectorySize;
    }

    /**
     * What records go through before they are shipped.
     *
     * @return null for nothing
     */
    public @Nullable PipelineDefinition pipeline() {
        return pipeline;
    }

    /**
     * What is wrong with the pipeline; also among {@link #warnings()}.
     *
     * @return null when nothing is
     */
    public @Nullable RefusedPipeline refusedPipeline() {
        return refusedPipeline;
    }

    /**
     * From when on a record survives the death of the process.
     *
     * @return {@link Durability#NONE} without a buffer directory
     */
    public Durability durability() {
        return durability;
    }

    /**
     * The level from which on a record is sent at once.
     *
     * @return ERROR by default
     */
    public LogLevel flushLevel() {
        return flushLevel;
    }

    /**
     * What happens when the budget is spent.
     *
     * @return {@link OverflowPolicy#DROP_NEWEST} by default
     */
    public OverflowPolicy overflow() {
        return overflow;
    }

    /**
     * The longest a caller waits under {@link OverflowPolicy#BLOCK}.
     *
     * @return 0 to 1 h; 1 s by default
     */
    public Duration maxBlock() {
        return maxBlock;
    }

    /**
     * The deadline of closing.
     *
     * @return 0 to 10 min; 5 s by default
     */
    public Duration drainTimeout() {
        return drainTimeout;
    }

    /**
     * The start of the application, whose end the first batch waits for. No word of users'.
     *
     * @return null when it waits for none: with a {@code batchWait} of the user's own, or a buffer directory, which is to
     *     have records soon
     */
    public @Nullable ApplicationStart applicationStart() {
        return applicationStart;
    }

    /**
     * What was odd about the settings and has been put right.
     *
     * @return sentences for the user, mostly none
     */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return "ShipperSettings[url=" + displayUrl() + ", tenantId=" + tenantId + ", credentials=" + credentials
                + ", batchWait=" + Quantities.text(batchWait) + ", batchSize=" + Quantities.text((long) batchSize)
                + ", bufferSize=" + Quantities.text(bufferSize) + ", overflow=" + overflow + "]";
    }
}
