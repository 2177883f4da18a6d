package dev.penstock.settings;

import dev.penstock.process.PipelineDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings and checks them when they are complete. Not thread-safe.
 *
 * <p>Methods take Java types; {@link #set} takes the same settings as text.
 */
public final class ShipperSettingsBuilder {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /** Set by Penstock itself. Source: grafana/alloy, loki.write: such headers are skipped with a warning. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "user-agent",
            "content-type",
            "content-encoding",
            "content-length",
            "host",
            "x-scope-orgid",
            "x-prometheus-remote-write-version",
            "retry-attempt");

    /** The most that {@code maxLabelValues} can be: whoever needs more wants no limit. */
    static final int MOST_LABEL_VALUES = 10_000;

    /** The most that {@code maxStreams} can be. */
    public static final int MOST_STREAMS = 100_000;

    /** Source: grafana/loki, {@code grpc_server_max_recv_msg_size}. */
    private static final long GRPC_MESSAGE = 4 * MIB;

    private @Nullable String url;

    @Nullable String tenantId;

    Map<String, String> externalLabels = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String username;
    private @Nullable String password;
    private @Nullable Path passwordFile;
    private @Nullable String bearerToken;
    private @Nullable Path bearerTokenFile;
    private @Nullable Path tlsCa;
    private @Nullable Path tlsCert;
    private @Nullable Path tlsKey;
    private @Nullable String tlsServerName;
    private boolean tlsInsecureSkipVerify;

    @Nullable TlsContext tlsContext;

    @Nullable String proxyUrl;

    Duration batchWait = Duration.ofSeconds(1);
    long batchSize = MIB;
    long maxLineSize = LokiLimits.LINE_BYTES;
    int maxLabelValues = 100;
    int maxStreams = 1000;
    Duration remoteTimeout = Duration.ofSeconds(10);
    Duration minBackoff = Duration.ofMillis(500);
    Duration maxBackoff = Duration.ofSeconds(30);

    @Nullable Duration maxAge;

    @Nullable Path bufferDirectory;

    long bufferDirectorySize = 1024 * MIB;

    @Nullable Durability durability;

    long bufferSize = 64 * MIB;
    OverflowPolicy overflow = OverflowPolicy.DROP_NEWEST;
    Duration maxBlock = Duration.ofSeconds(1);
    Duration drainTimeout = Duration.ofSeconds(5);
    LogLevel flushLevel = LogLevel.ERROR;

    @Nullable ApplicationStart applicationStart;

    private final PipelineChoice pipelines = new PipelineChoice();
    private final List<String> configWarnings = new ArrayList<>();

    private final PushUrl.Endpoint endpoint;
    private final Map<String, String> writtenAs = new HashMap<>();

    ShipperSettingsBuilder() {
        this(PushUrl.Endpoint.LOKI);
    }

    ShipperSettingsBuilder(PushUrl.Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Sets a setting by name from text, as a configuration file gives it.
     *
     * @param name the setting, such as {@code batch_wait}, {@code batchWait} or {@code batch-wait}; nested ones with a
     *     dot, such as {@code basic_auth.username}
     * @param value the text
     * @return this
     * @throws SettingException when there is no such setting or the text is not one of its values
     */
    public ShipperSettingsBuilder set(String name, String value) {
        SettingWords.set(this, name, value);
        return this;
    }

    /** Sets a setting that is called otherwise in messages. */
    ShipperSettingsBuilder set(String name, String asWritten, String value) {
        SettingWords.set(this, name, asWritten, value);
        return this;
    }

    /**
     * The settings that {@link #set} knows.
     *
     * @return their names, such as {@code batchWait} and {@code basicAuth.username}
     */
    public static List<String> names() {
        return SettingWords.names();
    }

    void written(String word, String asWritten) {
        writtenAs.put(word, asWritten);
    }

    private String name(String word) {
        return writtenAs.getOrDefault(word, word);
    }

    /**
     * Where to push; required. Without a path, Loki's standard path is taken.
     *
     * @param value such as {@code http://localhost:3100}
     * @return this
     */
    public ShipperSettingsBuilder url(String value) {
        url = value;
        return this;
    }

    /**
     * The tenant, sent as {@code X-Scope-OrgID}.
     *
     * @param value the tenant; null or empty sends none
     * @return this
     */
    public ShipperSettingsBuilder tenantId(@Nullable String value) {
        tenantId = value == null || value.isBlank() ? null : value.strip();
        return this;
    }

    /**
     * Labels of every stream; a record's own label of the same name wins.
     *
     * @param value names and values
     * @return this
     */
    public ShipperSettingsBuilder externalLabels(Map<String, String> value) {
        externalLabels = new LinkedHashMap<>(value);
        return this;
    }

    /**
     * Further request headers.
     *
     * @param value names and values
     * @return this
     */
    public ShipperSettingsBuilder headers(Map<String, String> value) {
        headers = new LinkedHashMap<>(value);
        return this;
    }

    /**
     * The user for basic authentication; needs a password too.
     *
     * @param value the user
     * @return this
     */
    public ShipperSettingsBuilder username(String value) {
        username = value;
        return this;
    }

    /**
     * The password for basic authentication.
     *
     * @param value the password
     * @return this
     */
    public ShipperSettingsBuilder password(String value) {
        password = value;
        return this;
    }

    /**
     * A file with the password, read anew for each request.
     *
     * @param value the file
     * @return this
     */
    public ShipperSettingsBuilder passwordFile(String value) {
        passwordFile = path("basicAuth.passwordFile", value);
        return this;
    }

    /**
     * A token, sent as {@code Authorization: Bearer}.
     *
     * @param value the token
     * @return this
     */
    public ShipperSettingsBuilder bearerToken(String value) {
        bearerToken = value;
        return this;
    }

    /**
     * A file with the token, read anew for each request.
     *
     * @param value the file
     * @return this
     */
    public ShipperSettingsBuilder bearerTokenFile(String value) {
        bearerTokenFile = path("bearerTokenFile", value);
        return this;
    }

    /**
     * Certificates to trust instead of the JVM's.
     *
     * @param value a PEM file
     * @return this
     */
    public ShipperSettingsBuilder tlsCa(String value) {
        tlsCa = path("tls.ca", value);
        return this;
    }

    /**
     * This process's certificate chain.
     *
     * @param value a PEM file
     * @return this
     */
    public ShipperSettingsBuilder tlsCert(String value) {
        tlsCert = path("tls.cert", value);
        return this;
    }

    /**
     * The private key of {@link #tlsCert}.
     *
     * @param value a PEM file with an unencrypted PKCS#8 key
     * @return this
     */
    public ShipperSettingsBuilder tlsKey(String value) {
        tlsKey = path("tls.key", value);
        return this;
    }

    /**
     * The name the backend's certificate must carry, where it is not the URL's host.
     *
     * @param value a host name
     * @return this
     */
    public ShipperSettingsBuilder tlsServerName(String value) {
        tlsServerName = value.isBlank() ? null : value.strip();
        return this;
    }

    /**
     * Accepts any certificate; for experiments only.
     *
     * @param value true to accept
     * @return this
     */
    public ShipperSettingsBuilder tlsInsecureSkipVerify(boolean value) {
        tlsInsecureSkipVerify = value;
        return this;
    }

    /**
     * The application's own TLS, instead of {@link #tlsCa}, {@link #tlsCert} and {@link #tlsKey}.
     *
     * @param context initialised with the trust manager
     * @param trust checks the backend's certificate
     * @return this
     */
    public ShipperSettingsBuilder sslContext(SSLContext context, X509TrustManager trust) {
        tlsContext = new TlsContext(context, trust);
        return this;
    }

    /**
     * The HTTP proxy; without it the JVM's own ({@code http.proxyHost} and the like) is used.
     *
     * @param value such as {@code http://proxy:3128}, with user and password if need be
     * @return this
     */
    public ShipperSettingsBuilder proxyUrl(String value) {
        proxyUrl = value.isBlank() ? null : value.strip();
        return this;
    }

    /**
     * How long a batch stays open.
     *
     * @param value 1 ms to 10 min
     * @return this
     */
    public ShipperSettingsBuilder batchWait(Duration value) {
        batchWait = value;
        return this;
    }

    /**
     * How many uncompressed bytes close a batch.
     *
     * @param bytes 1 KiB to 64 MiB
     * @return this
     */
    public ShipperSettingsBuilder batchSize(long bytes) {
        batchSize = bytes;
        return this;
    }

    /**
     * The longest line; a longer one is cut, with a mark.
     *
     * @param bytes 256 B to 16 MiB
     * @return this
     */
    public ShipperSettingsBuilder maxLineSize(long bytes) {
        maxLineSize = bytes;
        return this;
    }

    /**
     * How many values a label may have within an hour. A label with more is sent as structured metadata, which is said and
     * counted, until it has had at most half as many in a whole hour: each value would be a stream of its own, and many
     * small streams are what makes Loki slow and expensive.
     *
     * @param value 1 to 10000; 0 for any number
     * @return this
     */
    public ShipperSettingsBuilder maxLabelValues(int value) {
        maxLabelValues = value;
        return this;
    }

    /**
     * How many streams there may be within an hour, the tenants' together. When there are more, the label with most values
     * is sent as structured metadata, and the next if need be, in the same way as one beyond {@link #maxLabelValues}.
     *
     * <p>The default of 1000 is far more than an application with sound labels has, and still a fifth of what Loki allows
     * a whole tenant with all its processes. Source: grafana/loki, pkg/validation/limits.go,
     * {@code max_global_streams_per_user} 5000. Alloy's {@code max_streams} has no limit by default, and drops what is
     * beyond it.
     *
     * @param value 1 to 100000; 0 for any number
     * @return this
     */
    public ShipperSettingsBuilder maxStreams(int value) {
        maxStreams = value;
        return this;
    }

    /**
     * The longest a request may take.
     *
     * @param value 1 ms to 10 min
     * @return this
     */
    public ShipperSettingsBuilder remoteTimeout(Duration value) {
        remoteTimeout = value;
        return this;
    }

    /**
     * The bound of the first pause after a failure; it doubles with each further failure.
     *
     * @param value 1 ms to 1 h
     * @return this
     */
    public ShipperSettingsBuilder minBackoff(Duration value) {
        minBackoff = value;
        return this;
    }

    /**
     * The bound of the longest pause between attempts.
     *
     * @param value minBackoff to 1 h
     * @return this
     */
    public ShipperSettingsBuilder maxBackoff(Duration value) {
        maxBackoff = value;
        return this;
    }

    /**
     * How old a batch may become before it is given up.
     *
     * @param value 1 ms to 30 days
     * @return this
     */
    public ShipperSettingsBuilder maxAge(Duration value) {
        maxAge = value;
        return this;
    }

    /**
     * The byte budget for all that is held in memory between the application's call and the acknowledgement.
     *
     * @param bytes at least 64 KiB
     * @return this
     */
    public ShipperSettingsBuilder bufferSize(long bytes) {
        bufferSize = bytes;
        return this;
    }

    /**
     * Where closed batches wait on disk until they are acknowledged; its own for each shipper.
     *
     * @param value a directory, made when it is not there; null for memory only
     * @return this
     */
    public ShipperSettingsBuilder bufferDirectory(@Nullable Path value) {
        bufferDirectory = value;
        return this;
    }

    void bufferDirectory(String value) {
        bufferDirectory = path("bufferDirectory", value);
    }

    /**
     * The disk space for batches that wait; beyond it the oldest are dropped.
     *
     * @param bytes at least 1 MiB
     * @return this
     */
    public ShipperSettingsBuilder bufferDirectorySize(long bytes) {
        bufferDirectorySize = bytes;
        return this;
    }

    /**
     * From when on a record survives the death of the process.
     *
     * @param value {@link Durability#NONE} without a buffer directory, else one of the others
     * @return this
     */
    public ShipperSettingsBuilder durability(Durability value) {
        durability = value;
        return this;
    }

    /**
     * The level from which on a record is sent at once, without waiting for {@code batch_wait}.
     *
     * @param value the level
     * @return this
     */
    public ShipperSettingsBuilder flushLevel(LogLevel value) {
        flushLevel = value;
        return this;
    }

    /**
     * What happens when the budget is spent.
     *
     * @param value the policy
     * @return this
     */
    public ShipperSettingsBuilder overflow(OverflowPolicy value) {
        overflow = value;
        return this;
    }

    /**
     * The longest a caller waits under {@link OverflowPolicy#BLOCK}.
     *
     * @param value 0 to 1 h
     * @return this
     */
    public ShipperSettingsBuilder maxBlock(Duration value) {
        maxBlock = value;
        return this;
    }

    /**
     * The deadline of closing.
     *
     * @param value 0 to 10 min
     * @return this
     */
    public ShipperSettingsBuilder drainTimeout(Duration value) {
        drainTimeout = value;
        return this;
    }

    /**
     * What records go through before they are shipped, in Alloy's words. A pipeline that cannot be read is refused as a
     * whole: that is said, and records are shipped as they are.
     *
     * @param value {@code stage.*} blocks, and {@code rule} blocks after them; read by {@code penstock-pipeline}
     * @return this
     */
    public ShipperSettingsBuilder pipeline(String value) {
        pipelines.text = value.isBlank() ? null : value;
        return this;
    }

    /**
     * A file with what {@link #pipeline(String)} takes, read once.
     *
     * @param value the file, in UTF-8
     * @return this
     */
    public ShipperSettingsBuilder pipelineFile(String value) {
        pipelines.file = value.isBlank() ? null : value.strip();
        return this;
    }

    /**
     * What records go through before they are shipped.
     *
     * @param value such as {@code Pipeline.parse(…)} of {@code penstock-pipeline}; null for nothing
     * @return this
     */
    public ShipperSettingsBuilder pipeline(@Nullable PipelineDefinition value) {
        pipelines.made = value;
        return this;
    }

    /**
     * Takes what is not set yet, by text, from the configuration of an agent: the endpoint of its {@code loki.write}, and the
     * stages before it unless there is another pipeline. What is set afterwards wins. One that cannot be used is a warning.
     *
     * @param location a path, {@code file:…} or {@code classpath:…}; read by {@code penstock-pipeline}
     * @return this
     */
    public ShipperSettingsBuilder config(String location) {
        if (!location.isBlank()) {
            AgentConfiguration configuration = AgentConfigurations.read(name("config"), location);
            Set<String> own = Set.copyOf(writtenAs.keySet());
            configuration.logs().forEach((word, value) -> {
                if (own.stream().noneMatch(each -> each.equals(word) || SettingWords.isSameGroup(each, word))) {
                    set(word, word + " (from " + location.strip() + ")", value);
                }
            });
            configured(configuration);
        }
        return this;
    }

    /** Takes the stages of an agent's configuration, and says what is wrong with it. */
    void configured(AgentConfiguration configuration) {
        pipelines.configured = configuration.pipeline();
        configWarnings.clear();
        configWarnings.addAll(configuration.problems());
        configWarnings.addAll(configuration.remarks());
    }

    /** Has the first batch wait for the end of a start. */
    ShipperSettingsBuilder applicationStart(@Nullable ApplicationStart start) {
        applicationStart = start;
        return this;
    }

    /** Refuses a pipeline that could not even be read out of the configuration. */
    ShipperSettingsBuilder refusePipeline(String why) {
        pipelines.unreadable = why;
        return this;
    }

    /**
     * Checks the settings together.
     *
     * @return the immutable settings
     * @throws SettingException naming the first setting that cannot be
     */
    public ShipperSettings build() {
        PushUrl pushUrl = PushUrl.parse(name("url"), url, endpoint);
        List<String> warnings = new ArrayList<>(configWarnings);
        checkRanges();
        if (maxBackoff.compareTo(minBackoff) < 0) {
            throw new SettingException(
                    name("maxBackoff"),
                    Quantities.text(maxBackoff),
                    "at least " + name("minBackoff") + ", which is " + Quantities.text(minBackoff));
        }
        checkWords();
        boolean hasCredentials = checkCredentials();
        if (hasCredentials && pushUrl.username() != null) {
            warnings.add("the user in " + name("url") + " is not used, because other credentials are set");
        }
        checkTls();
        checkDurability();
        Map<String, String> goodHeaders = checkedHeaders(warnings);
        Map<String, String> goodLabels = checkedExternalLabels(warnings);
        long goodBatchSize = Math.min(batchSize, bufferSize / 4);
        boolean forLogs = endpoint == PushUrl.Endpoint.LOKI;
        if (forLogs && batchSize > goodBatchSize) {
            warnings.add(name("batchSize") + " " + Quantities.text(batchSize) + " is more than a quarter of "
                    + name("bufferSize") + " " + Quantities.text(bufferSize) + "; using "
                    + Quantities.text(goodBatchSize));
        }
        if (forLogs && bufferDirectory != null && goodBatchSize > bufferDirectorySize / 4) {
            goodBatchSize = bufferDirectorySize / 4;
            warnings.add(name("batchSize") + " " + Quantities.text(batchSize) + " is more than a quarter of "
                    + name("bufferDirectorySize") + " " + Quantities.text(bufferDirectorySize) + "; using "
                    + Quantities.text(goodBatchSize));
        }
        if (forLogs && 2 * maxLineSize > bufferSize) {
            warnings.add("a line of " + name("maxLineSize") + " " + Quantities.text(maxLineSize)
                    + " may find no room in " + name("bufferSize") + " " + Quantities.text(bufferSize)
                    + ": it takes two bytes a character while it is queued");
        }
        if (goodBatchSize > GRPC_MESSAGE) {
            warnings.add(
                    name("batchSize") + " " + Quantities.text(goodBatchSize)
                            + " is more than the 4MiB that a Loki with default limits passes on (grpc_server_max_recv_msg_size)");
        }
        if (bufferSize > Runtime.getRuntime().maxMemory() / 2) {
            warnings.add(name("bufferSize") + " " + Quantities.text(bufferSize)
                    + " is more than half of the heap: the application may run out of memory in an outage");
        }
        PipelineChoice.Checked pipeline = pipelines.check(this::name, warnings);
        return new ShipperSettings(this, pushUrl, (int) goodBatchSize, goodHeaders, goodLabels, pipeline, warnings);
    }

    private void checkRanges() {
        range("batchWait", batchWait, MILLISECOND, TEN_MINUTES);
        range("batchSize", batchSize, KIB, 64 * MIB);
        range("maxLineSize", maxLineSize, 256, 16 * MIB);
        range("maxLabelValues", maxLabelValues, MOST_LABEL_VALUES);
        range("maxStreams", maxStreams, MOST_STREAMS);
        range("remoteTimeout", remoteTimeout, MILLISECOND, TEN_MINUTES);
        range("minBackoff", minBackoff, MILLISECOND, HOUR);
        range("maxBackoff", maxBackoff, MILLISECOND, HOUR);
        range("maxAge", maxAgeOrDefault(), MILLISECOND, Duration.ofDays(30));
        range("bufferSize", bufferSize, 64 * KIB, Long.MAX_VALUE);
        range("bufferDirectorySize", bufferDirectorySize, MIB, Long.MAX_VALUE);
        range("maxBlock", maxBlock, Duration.ZERO, HOUR);
        range("drainTimeout", drainTimeout, Duration.ZERO, TEN_MINUTES);
    }

    /** Refuses what cannot be whatever else is set; settings that go together are not looked at. */
    void checkAlone() {
        if (url != null && !url.isBlank()) {
            PushUrl unused = PushUrl.parse(name("url"), url, endpoint);
        }
        checkRanges();
        checkWords();
        readablePem();
        Map<String, String> unusedHeaders = checkedHeaders(new ArrayList<>());
        Map<String, String> unusedLabels = checkedExternalLabels(new ArrayList<>());
    }

    /** Refuses credentials that do not go together, and TLS that does not. */
    void checkGroups() {
        boolean unused = checkCredentials();
        checkTls();
    }

    private void checkWords() {
        if (tenantId != null && !TenantId.isValid(tenantId)) {
            throw new SettingException(name("tenantId"), tenantId, TenantId.ACCEPTED);
        }
        if (bearerToken != null && !isHeaderValue(bearerToken)) {
            throw new SettingException(name("bearerToken"), "***", "visible ASCII characters");
        }
        if (proxyUrl != null) {
            String accepted = "a URL such as http://proxy:3128; TLS to the proxy itself is not supported";
            if (PushUrl.parseHttp(name("proxyUrl"), proxyUrl, accepted).isHttps()) {
                throw new SettingException(name("proxyUrl"), PushUrl.redact(proxyUrl), accepted);
            }
        }
    }

    /** Returns whether there are any beside those in the URL. */
    private boolean checkCredentials() {
        int ways = 0;
        ways += username != null || password != null || passwordFile != null ? 1 : 0;
        ways += bearerToken != null ? 1 : 0;
        ways += bearerTokenFile != null ? 1 : 0;
        if (ways > 1) {
            throw new SettingException(
                    name("bearerToken"), "***", "at most one of basicAuth, bearerToken and bearerTokenFile");
        }
        if ((password != null || passwordFile != null) && username == null) {
            throw new SettingException(name("basicAuth.username"), "", "a user name beside the password");
        }
        if (username != null && (password == null) == (passwordFile == null)) {
            throw new SettingException(
                    name("basicAuth.password"), "***", "either a password or a passwordFile beside the username");
        }
        return ways > 0;
    }

    private Map<String, String> checkedExternalLabels(List<String> warnings) {
        Map<String, String> kept = new LinkedHashMap<>();
        externalLabels.forEach((label, value) -> {
            String good = LabelName.isValid(label) ? label : LabelName.normalise(label);
            if (good.isEmpty()
                    || good.startsWith("__")
                    || value.getBytes(StandardCharsets.UTF_8).length > LokiLimits.LABEL_VALUE_BYTES) {
                throw new SettingException(
                        name("externalLabels"),
                        label + " = " + value,
                        "names of letters, digits and _, not beginning with __, and values of at most 2048 bytes");
            }
            if (!good.equals(label)) {
                warnings.add("Loki takes no label '" + label + "' of " + name("externalLabels") + "; using " + good);
            }
            kept.putIfAbsent(good, value);
        });
        if (kept.size() > LokiLimits.LABELS) {
            throw new SettingException(name("externalLabels"), kept.size() + " labels", "at most " + LokiLimits.LABELS);
        }
        return kept;
    }

    private Map<String, String> checkedHeaders(List<String> warnings) {
        Map<String, String> kept = new LinkedHashMap<>();
        headers.forEach((header, value) -> {
            if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !isHeaderValue(value)) {
                throw new SettingException(
                        name("headers"),
                        SettingWords.firstWord(header),
                        "header names of letters, digits and -, values of visible ASCII");
            }
            if (RESERVED_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
                warnings.add("header " + header + " is set by Penstock itself; the one in " + name("headers")
                        + " is skipped");
            } else {
                kept.put(header, value);
            }
        });
        return kept;
    }

    Duration maxAgeOrDefault() {
        // On disk there is room for a night's outage.
        return maxAge != null ? maxAge : bufferDirectory != null ? HOUR.multipliedBy(24) : HOUR;
    }

    Durability durabilityOrDefault() {
        return durability != null ? durability : bufferDirectory != null ? Durability.BATCH : Durability.NONE;
    }

    private void checkDurability() {
        if (bufferDirectory == null && durability != null && durability != Durability.NONE) {
            throw new SettingException(
                    name("durability"),
                    durability.name().toLowerCase(Locale.ROOT),
                    "none, as long as " + name("bufferDirectory") + " is not set");
        }
        if (bufferDirectory != null && durability == Durability.NONE) {
            throw new SettingException(
                    name("durability"), "none", "batch or event, because " + name("bufferDirectory") + " is set");
        }
    }

    private void checkTls() {
        if ((tlsCert == null) != (tlsKey == null)) {
            throw new SettingException(
                    name(tlsCert == null ? "tls.cert" : "tls.key"), "", "a PEM file: tls.cert and tls.key go together");
        }
        readablePem();
        if (tlsContext != null) {
            String pem = tlsCa != null ? "tls.ca" : tlsCert != null ? "tls.cert" : tlsKey != null ? "tls.key" : null;
            if (pem != null || tlsInsecureSkipVerify) {
                throw new SettingException(
                        name(pem == null ? "tls.insecureSkipVerify" : pem),
                        "beside an SSL context",
                        "either PEM files and insecureSkipVerify, or an SSL context, which says by itself what to"
                                + " trust and what to show");
            }
        }
    }

    private void readablePem() {
        readable("tls.ca", tlsCa);
        readable("tls.cert", tlsCert);
        readable("tls.key", tlsKey);
    }

    Tls tls() {
        return new Tls(tlsCa, tlsCert, tlsKey, tlsServerName, tlsInsecureSkipVerify);
    }

    Credentials credentials(PushUrl pushUrl) {
        if (username == null && bearerToken == null && bearerTokenFile == null && pushUrl.username() != null) {
            return new Credentials(pushUrl.username(), pushUrl.password(), null, null, null);
        }
        return new Credentials(username, password, passwordFile, bearerToken, bearerTokenFile);
    }

    private @Nullable Path path(String word, String value) {
        if (value.isBlank()) {
            return null;
        }
        try {
            return Path.of(value.strip());
        } catch (InvalidPathException e) {
            throw new SettingException(name(word), value, "a file name");
        }
    }

    private void readable(String word, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new SettingException(name(word), file.toString(), "a PEM file that can be read");
        }
    }

    private void range(String word, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingException(
                    name(word),
                    value.isNegative() ? value.toString() : Quantities.text(value),
                    "a duration from " + Quantities.text(least) + " to " + Quantities.text(most));
        }
    }

    private void range(String word, long value, long least, long most) {
        if (value < least || value > most) {
            String upTo = most == Long.MAX_VALUE ? "a size of at least " : "a size from ";
            String end = most == Long.MAX_VALUE ? "" : " to " + Quantities.text(most);
            throw new SettingException(name(word), Quantities.text(value), upTo + Quantities.text(least) + end);
        }
    }

    private void range(String word, int value, int most) {
        if (value < 0 || value > most) {
            throw new SettingException(name(word), Integer.toString(value), numberUpTo(most));
        }
    }

    static String numberUpTo(int most) {
        return "a number from 0, which is no limit, to " + most;
    }

    private static boolean isHeaderValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return !value.isBlank();
    }
}
