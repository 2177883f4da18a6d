package dev.penstock.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How metrics are shipped by remote write: immutable, checked, made by {@link #builder()}. Never prints secrets.
 *
 * <p>The words are Alloy's ({@code prometheus.remote_write}, {@code prometheus.scrape}) where Alloy has them.
 */
public final class RemoteWriteSettings {

    private final ShipperSettings delivery;
    private final String job;
    private final String instance;
    private final Map<String, String> externalLabels;
    private final boolean honorLabels;
    private final @Nullable UnaryOperator<@Nullable Map<String, String>> writeRelabelRules;
    private final Duration step;
    private final ProtobufMessage protobufMessage;
    private final boolean sendExemplars;
    private final @Nullable Boolean sendNativeHistograms;
    private final boolean sendScrapeSeries;
    private final boolean sendStartZeros;
    private final int maxSamplesPerSend;

    RemoteWriteSettings(
            RemoteWriteSettingsBuilder from,
            Map<String, String> externalLabels,
            ShipperSettings delivery,
            String job,
            String instance,
            @Nullable UnaryOperator<@Nullable Map<String, String>> writeRelabelRules) {
        this.delivery = delivery;
        this.job = job;
        this.instance = instance;
        this.externalLabels = Collections.unmodifiableMap(new LinkedHashMap<>(externalLabels));
        honorLabels = from.honorLabels;
        this.writeRelabelRules = writeRelabelRules;
        step = from.step;
        protobufMessage = from.protobufMessage;
        sendExemplars = from.sendExemplars;
        sendNativeHistograms = from.sendNativeHistograms;
        sendScrapeSeries = from.sendScrapeSeries;
        sendStartZeros = from.sendStartZeros;
        maxSamplesPerSend = from.maxSamplesPerSend;
    }

    /**
     * Settings with defaults for everything but the URL.
     *
     * @return a new builder
     */
    public static RemoteWriteSettingsBuilder builder() {
        return new RemoteWriteSettingsBuilder();
    }

    /**
     * How requests are delivered: URL, credentials, waits, buffer.
     *
     * @return what metrics share with logs
     */
    public ShipperSettings delivery() {
        return delivery;
    }

    /**
     * The label {@code job} of every series.
     *
     * @return the service's name by default; empty for none
     */
    public String job() {
        return job;
    }

    /**
     * The label {@code instance} of every series.
     *
     * @return the host's name by default; empty for none
     */
    public String instance() {
        return instance;
    }

    /**
     * Labels of every series that does not have one of the same name.
     *
     * @return an immutable map
     */
    public Map<String, String> externalLabels() {
        return externalLabels;
    }

    /**
     * Whether a series' own {@code job} and {@code instance} are kept, instead of being moved to {@code exported_job} and
     * {@code exported_instance}.
     *
     * @return false by default
     */
    public boolean honorLabels() {
        return honorLabels;
    }

    /**
     * What changes or drops series before they are sent, after external labels were added.
     *
     * @return takes and gives labels, with {@code __name__}; gives null for a series that is dropped. Null when there are
     *     no rules
     */
    public @Nullable UnaryOperator<@Nullable Map<String, String>> writeRelabelRules() {
        return writeRelabelRules;
    }

    /**
     * How often metrics are published.
     *
     * @return 100 ms to 1 h; 15 s by default
     */
    public Duration step() {
        return step;
    }

    /**
     * The message of requests.
     *
     * @return {@link ProtobufMessage#AUTO} by default
     */
    public ProtobufMessage protobufMessage() {
        return protobufMessage;
    }

    /**
     * Whether exemplars are sent.
     *
     * @return true by default
     */
    public boolean sendExemplars() {
        return sendExemplars;
    }

    /**
     * Whether native histograms are sent. A receiver of 1.0 that does not know them refuses all that is in the same
     * request, so by default only receivers of 2.0 get them.
     *
     * @param message what the receiver gets, 1.0 or 2.0
     * @return true with 2.0, unless they are turned off; false with 1.0, unless they are turned on
     */
    public boolean sendsNativeHistograms(ProtobufMessage message) {
        return sendNativeHistograms != null ? sendNativeHistograms : message != ProtobufMessage.V1;
    }

    /**
     * Whether {@code up}, {@code scrape_duration_seconds} and {@code scrape_samples_scraped} are sent too.
     *
     * @return true by default
     */
    public boolean sendScrapeSeries() {
        return sendScrapeSeries;
    }

    /**
     * Whether the first sample of a series that has a start timestamp is preceded by a 0 at that time, for receivers that
     * ignore start timestamps.
     *
     * @return false by default
     */
    public boolean sendStartZeros() {
        return sendStartZeros;
    }

    /**
     * The most samples in a request.
     *
     * @return 1 to 100,000; 2000 by default
     */
    public int maxSamplesPerSend() {
        return maxSamplesPerSend;
    }

    /**
     * What was odd about the settings and has been put right.
     *
     * @return sentences for the user, mostly none
     */
    public List<String> warnings() {
        return delivery.warnings();
    }

    @Override
    public String toString() {
        return "RemoteWriteSettings[url=" + delivery.displayUrl() + ", tenantId=" + delivery.tenantId()
                + ", credentials=" + delivery.credentials() + ", job=" + job + ", instance=" + instance + ", step="
                + Quantities.text(step) + ", protobufMessage=" + protobufMessage.fullName() + ", bufferSize="
                + Quantities.text(delivery.bufferSize()) + "]";
    }
}
