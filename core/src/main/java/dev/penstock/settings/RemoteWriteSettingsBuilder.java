package dev.penstock.settings;

import dev.penstock.identity.ProcessIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of remote write and checks them when they are complete. Not thread-safe.
 *
 * <p>Methods take Java types; {@link #set} takes the same settings, and all that say how to deliver, as text.
 */
public final class RemoteWriteSettingsBuilder {

    static final String ACCEPTED_SAMPLES = "a number from 1 to 100000";

    private static final int MOST_SAMPLES = 100_000;
    private static final Duration LEAST_STEP = Duration.ofMillis(100);
    private static final Duration LONGEST_STEP = Duration.ofHours(1);

    private final ShipperSettingsBuilder delivery = new ShipperSettingsBuilder(PushUrl.Endpoint.REMOTE_WRITE);
    private final Map<String, String> writtenAs = new HashMap<>();
    private @Nullable String job;
    private @Nullable String instance;
    private @Nullable String relabelText;
    private @Nullable AgentConfiguration configuration;
    private @Nullable UnaryOperator<@Nullable Map<String, String>> relabelRules;

    Map<String, String> externalLabels = new LinkedHashMap<>();
    boolean honorLabels;
    Duration step = Duration.ofSeconds(15);
    ProtobufMessage protobufMessage = ProtobufMessage.AUTO;
    boolean sendExemplars = true;

    @Nullable Boolean sendNativeHistograms;

    boolean sendScrapeSeries = true;
    boolean sendStartZeros;
    int maxSamplesPerSend = 2000;

    RemoteWriteSettingsBuilder() {}

    /**
     * Sets a setting by name from text, as a configuration file gives it.
     *
     * @param name the setting, such as {@code protobuf_message}, {@code protobufMessage} or {@code protobuf-message};
     *     nested ones with a dot, such as {@code basic_auth.username}
     * @param value the text
     * @return this
     * @throws SettingException when there is no such setting or the text is not one of its values
     */
    public RemoteWriteSettingsBuilder set(String name, String value) {
        RemoteWriteWords.set(this, name, value);
        return this;
    }

    /**
     * The settings that {@link #set} knows.
     *
     * @return their names, such as {@code step} and {@code basicAuth.username}
     */
    public static List<String> names() {
        return RemoteWriteWords.names();
    }

    void written(String word, String asWritten) {
        writtenAs.put(word, asWritten);
    }

    private String name(String word) {
        return writtenAs.getOrDefault(word, word);
    }

    /**
     * The application's own TLS, instead of the PEM files of {@code tls.ca}, {@code tls.cert} and {@code tls.key}.
     *
     * @param context initialised with the trust manager
     * @param trust checks the receiver's certificate
     * @return this
     */
    public RemoteWriteSettingsBuilder sslContext(SSLContext context, X509TrustManager trust) {
        delivery.sslContext(context, trust);
        return this;
    }

    /**
     * How to deliver: credentials, TLS, waits and the buffer, with the methods that logs have. What concerns logs alone
     * has no effect.
     *
     * @return the builder of that part, for changes
     */
    public ShipperSettingsBuilder delivery() {
        return delivery;
    }

    /**
     * Where to write; required. Without a path, Prometheus' standard path is taken.
     *
     * @param value such as {@code http://localhost:9090} or {@code http://mimir:9009/api/v1/push}
     * @return this
     */
    public RemoteWriteSettingsBuilder url(String value) {
        delivery.url(value);
        return this;
    }

    /**
     * The tenant, sent as {@code X-Scope-OrgID}.
     *
     * @param value the tenant; null or empty sends none
     * @return this
     */
    public RemoteWriteSettingsBuilder tenantId(@Nullable String value) {
        delivery.tenantId(value);
        return this;
    }

    /**
     * The label {@code job} of every series.
     *
     * @param value the job; empty for no such label
     * @return this
     */
    public RemoteWriteSettingsBuilder job(String value) {
        job = value.strip();
        return this;
    }

    /**
     * The label {@code instance} of every series: what tells this process from the others of its job.
     *
     * @param value the instance; empty for no such label
     * @return this
     */
    public RemoteWriteSettingsBuilder instance(String value) {
        instance = value.strip();
        return this;
    }

    /**
     * Labels of every series that does not have one of the same name.
     *
     * @param value names and values
     * @return this
     */
    public RemoteWriteSettingsBuilder externalLabels(Map<String, String> value) {
        externalLabels = new LinkedHashMap<>(value);
        return this;
    }

    /**
     * Whether a series' own {@code job} and {@code instance} are kept.
     *
     * @param value false to move them to {@code exported_job} and {@code exported_instance}
     * @return this
     */
    public RemoteWriteSettingsBuilder honorLabels(boolean value) {
        honorLabels = value;
        return this;
    }

    /**
     * Rules as text, {@code rule} blocks in Alloy's syntax; needs the jar {@code penstock-pipeline}.
     *
     * @param value the rules; blank for none
     * @return this
     */
    public RemoteWriteSettingsBuilder writeRelabelRules(String value) {
        relabelText = value.isBlank() ? null : value;
        relabelRules = null;
        return this;
    }

    /**
     * Rules that change or drop series before they are sent, after external labels were added.
     *
     * @param value takes and gives labels, with {@code __name__}; gives null for a series that is dropped. Must be
     *     thread-safe and give the same for the same labels; it is asked once for each series
     * @return this
     */
    public RemoteWriteSettingsBuilder writeRelabelRules(UnaryOperator<@Nullable Map<String, String>> value) {
        relabelRules = value;
        relabelText = null;
        return this;
    }

    /**
     * Takes what is not set yet, by text, from the configuration of an agent: the endpoint of its
     * {@code prometheus.remote_write}, and the rules before it unless there are others. What is set afterwards wins. One that
     * cannot be used is a warning.
     *
     * @param location a path, {@code file:…} or {@code classpath:…}; read by {@code penstock-pipeline}
     * @return this
     */
    public RemoteWriteSettingsBuilder config(String location) {
        if (location.isBlank()) {
            return this;
        }
        AgentConfiguration read = AgentConfigurations.read(name("config"), location);
        boolean ownLabels = writtenAs.containsKey("externalLabels");
        Set<String> own = Set.copyOf(writtenAs.keySet());
        read.metrics().forEach((word, value) -> {
            if (own.stream().noneMatch(each -> each.equals(word) || SettingWords.isSameGroup(each, word))) {
                set(word, value);
            }
        });
        if (!ownLabels) {
            externalLabels = new LinkedHashMap<>(read.metricLabels());
        }
        delivery.configured(read);
        configuration = read;
        return this;
    }

    /**
     * How often metrics are published.
     *
     * @param value 100 ms to 1 h
     * @return this
     */
    public RemoteWriteSettingsBuilder step(Duration value) {
        step = value;
        return this;
    }

    /**
     * The message of requests.
     *
     * @param value {@link ProtobufMessage#AUTO} to find out what the endpoint knows
     * @return this
     */
    public RemoteWriteSettingsBuilder protobufMessage(ProtobufMessage value) {
        protobufMessage = value;
        return this;
    }

    /**
     * Whether exemplars are sent.
     *
     * @param value true to send them
     * @return this
     */
    public RemoteWriteSettingsBuilder sendExemplars(boolean value) {
        sendExemplars = value;
        return this;
    }

    /**
     * Whether native histograms are sent; by default they are with remote write 2.0.
     *
     * @param value true to send them with 1.0 too, false not to send them at all
     * @return this
     */
    public RemoteWriteSettingsBuilder sendNativeHistograms(boolean value) {
        sendNativeHistograms = value;
        return this;
    }

    /**
     * Whether {@code up}, {@code scrape_duration_seconds} and {@code scrape_samples_scraped} are sent too.
     *
     * @param value true to send them
     * @return this
     */
    public RemoteWriteSettingsBuilder sendScrapeSeries(boolean value) {
        sendScrapeSeries = value;
        return this;
    }

    /**
     * Whether the first sample of a new counter, histogram or summary is preceded by a 0 at its birth.
     *
     * @param value true for receivers that ignore start timestamps
     * @return this
     */
    public RemoteWriteSettingsBuilder sendStartZeros(boolean value) {
        sendStartZeros = value;
        return this;
    }

    /**
     * The most samples in a request.
     *
     * @param value 1 to 100,000
     * @return this
     */
    public RemoteWriteSettingsBuilder maxSamplesPerSend(int value) {
        maxSamplesPerSend = value;
        return this;
    }

    /**
     * Checks the settings together.
     *
     * @return the immutable settings
     * @throws SettingException naming the first setting that cannot be
     */
    public RemoteWriteSettings build() {
        ShipperSettings delivered = delivery.build();
        if (step.compareTo(LEAST_STEP) < 0 || step.compareTo(LONGEST_STEP) > 0) {
            throw new SettingException(
                    name("step"),
                    step.isNegative() ? step.toString() : Quantities.text(step),
                    "a duration from " + Quantities.text(LEAST_STEP) + " to " + Quantities.text(LONGEST_STEP));
        }
        OverflowPolicy overflow = delivered.overflow();
        if (overflow != OverflowPolicy.DROP_NEWEST && overflow != OverflowPolicy.DROP_OLDEST) {
            throw new SettingException(
                    name("overflow"),
                    overflow.name().toLowerCase(Locale.ROOT),
                    "drop_newest or drop_oldest for metrics");
        }
        if (maxSamplesPerSend < 1 || maxSamplesPerSend > MOST_SAMPLES) {
            throw new SettingException(
                    name("maxSamplesPerSend"), Integer.toString(maxSamplesPerSend), ACCEPTED_SAMPLES);
        }
        externalLabels.forEach((label, value) -> {
            if (!LabelName.isValid(label) || label.startsWith("__")) {
                throw new SettingException(
                        name("externalLabels"),
                        label + " = " + value,
                        "names of letters, digits and _, not beginning with a digit or with __");
            }
        });
        UnaryOperator<@Nullable Map<String, String>> rules =
                relabelText == null ? relabelRules : RelabelSyntax.read(name("writeRelabelRules"), relabelText);
        Map<String, String> labels = externalLabels;
        if (rules == null && configuration != null) {
            rules = configuration.relabelling(new LinkedHashMap<>(labels));
            // They are added where the agent adds them, between its rules.
            labels = rules == null ? labels : Map.of();
        }
        ProcessIdentity identity = ProcessIdentity.detect();
        return new RemoteWriteSettings(
                this,
                labels,
                delivered,
                job == null ? identity.serviceName() : job,
                instance == null ? instanceOf(identity) : instance,
                rules);
    }

    /** As other senders of metrics do; what is in a container has a host name of its own. */
    private static String instanceOf(ProcessIdentity identity) {
        Map<String, String> resource = identity.resource();
        String named = resource.get("service_instance_id");
        return named != null ? named : resource.getOrDefault("host", "localhost");
    }
}
