package dev.penstock.testkit;

import dev.penstock.testkit.http.LoopbackServer;
import dev.penstock.testkit.promapi.PrometheusApi;
import dev.penstock.testkit.push.LokiPush;
import dev.penstock.testkit.query.QueryApi;
import dev.penstock.testkit.remotewrite.RemoteWrite;
import dev.penstock.testkit.store.LogStore;
import dev.penstock.testkit.store.MetricDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Loki and a Prometheus or Mimir in memory, behind a real HTTP server on 127.0.0.1, for tests of whatever ships logs or
 * metrics.
 *
 * <p>It takes pushes of logs (protobuf or JSON) and remote write 1.0 and 2.0, answers queries in a subset of LogQL and plain
 * selectors of PromQL, and is honest: it refuses what a real one refuses, and in remote write what the protocol forbids. A
 * test can look at what is stored ({@link #loki()}, {@link #metrics()}), let requests fail ({@link #faults()},
 * {@link #metricFaults()}), and play an outage ({@link #stop()}, {@link #restart()}). Thread-safe; its threads are daemons.
 *
 * <pre>{@code
 * try (EmbeddedBackend backend = EmbeddedBackend.start()) {
 *     ship(backend.lokiPushUrl());
 *     LokiAssertions.assertThat(backend).withLabel("app", "shop").hasLine("hello");
 * }
 * }</pre>
 */
public final class EmbeddedBackend implements AutoCloseable {

    private final LogStore store = new LogStore();
    private final Faults faults = new Faults();
    private final RequestLog requests = new RequestLog();
    private final MetricDatabase database = new MetricDatabase();
    private final Faults metricFaults = new Faults();
    private final RequestLog metricRequests = new RequestLog();
    private final LokiPush push;
    private final LoopbackServer server;
    private final String scheme;

    private EmbeddedBackend(Builder builder) {
        Access access = new Access(builder.authEnabled, builder.authorization);
        push = new LokiPush(store, builder.limits, builder.clock);
        RemoteWrite remoteWrite =
                new RemoteWrite(database, builder.metricReceiver, builder.remoteWriteVersions, builder.clock);
        Routes routes = new Routes(
                access,
                new PushEndpoint(new LokiReceiver(push), access, faults, requests, builder.clock),
                new PushEndpoint(
                        new RemoteWriteReceiver(remoteWrite, builder.metricReceiver),
                        access,
                        metricFaults,
                        metricRequests,
                        builder.clock),
                new QueryApi(store, builder.limits, builder.clock),
                new PrometheusApi(database, builder.clock));
        scheme = builder.sslContext == null ? "http" : "https";
        server = new LoopbackServer(builder.port, builder.sslContext, routes);
    }

    /** Starts a single-tenant Loki with default limits, which is a Prometheus too, on a free port. */
    public static EmbeddedBackend start() {
        return builder().start();
    }

    /** Settings for another one. */
    public static Builder builder() {
        return new Builder();
    }

    /** The base URL without a slash at its end, for example {@code http://127.0.0.1:41234}. */
    public String url() {
        return scheme + "://127.0.0.1:" + server.port();
    }

    /** Where to push logs: {@code /loki/api/v1/push}. */
    public String lokiPushUrl() {
        return url() + Routes.PUSH;
    }

    /** Where to push metrics: {@code /api/v1/write}, Prometheus' path. Mimir's, {@code /api/v1/push}, is taken, too. */
    public String remoteWriteUrl() {
        return url() + Routes.REMOTE_WRITE;
    }

    /** What is stored of logs. */
    public LokiStore loki() {
        return new LokiStore(store);
    }

    /** What is stored of metrics. */
    public MetricStore metrics() {
        return new MetricStore(database);
    }

    /** The script of what shall go wrong with pushes of logs. */
    public Faults faults() {
        return faults;
    }

    /** The script of what shall go wrong with remote write requests. */
    public Faults metricFaults() {
        return metricFaults;
    }

    /** The last 1000 push requests of logs, oldest first. */
    public List<ReceivedRequest> requests() {
        return requests.all();
    }

    /** The last 1000 remote write requests, oldest first. */
    public List<ReceivedRequest> metricRequests() {
        return metricRequests.all();
    }

    /** Forgets entries, samples, requests and faults, as if it had just been started. */
    public void clear() {
        faults.clear();
        store.clear();
        requests.clear();
        push.clear();
        metricFaults.clear();
        database.clear();
        metricRequests.clear();
    }

    /** Plays an outage: cuts all connections, and refuses new ones until {@link #restart()}. Keeps what is stored. */
    public void stop() {
        server.stop();
    }

    /**
     * Ends the outage, on the same port. Nothing happens when there is none.
     *
     * @throws java.io.UncheckedIOException if another process has taken the port meanwhile
     */
    public void restart() {
        server.start();
    }

    /** Stops for good. */
    @Override
    public void close() {
        server.stop();
    }

    /**
     * Settings of a backend; what is not set is as in a Loki and a Prometheus fresh from the package, without
     * authentication.
     */
    public static final class Builder {

        private int port;
        private boolean authEnabled;
        private LokiLimits limits = LokiLimits.defaults();
        private MetricReceiver metricReceiver = MetricReceiver.PROMETHEUS;
        private Set<RemoteWriteVersion> remoteWriteVersions = EnumSet.allOf(RemoteWriteVersion.class);
        private Clock clock = Clock.systemUTC();
        private @Nullable SSLContext sslContext;
        private @Nullable String authorization;

        private Builder() {}

        /** The port on 127.0.0.1; 0, the default, takes a free one. */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, is " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Whether there are tenants ({@code auth_enabled}). If so, a request without {@code X-Scope-OrgID} is answered
         * 401; if not, the default, the header is ignored and all is stored under {@code fake}.
         */
        public Builder authEnabled(boolean authEnabled) {
            this.authEnabled = authEnabled;
            return this;
        }

        /** The limits, Loki's defaults without an ingestion rate unless set. */
        public Builder limits(LokiLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Whose manners it has when it answers remote write requests, {@link MetricReceiver#PROMETHEUS} by default. */
        public Builder metricReceiver(MetricReceiver receiver) {
            this.metricReceiver = Objects.requireNonNull(receiver, "receiver");
            return this;
        }

        /**
         * The versions of remote write that are accepted, both by default; a request of the other is answered 415. Without
         * effect on {@link MetricReceiver#OLD_PROMETHEUS}, which knows 1.0 only and does not tell.
         *
         * @param versions one or more
         */
        public Builder remoteWriteVersions(RemoteWriteVersion... versions) {
            if (versions.length == 0) {
                throw new IllegalArgumentException("remoteWriteVersions must be one or more of V1 and V2, are none");
            }
            this.remoteWriteVersions = EnumSet.copyOf(List.of(versions));
            return this;
        }

        /** What tells too old and too new entries, the default range of queries and the ingestion rate. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Serves HTTPS with the key of this context. */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
            return this;
        }

        /** Answers 401 to all but {@code /ready} that comes without this user and password. */
        public Builder basicAuth(String user, String password) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            this.authorization = "Basic " + Base64.getEncoder().encodeToString(both);
            return this;
        }

        /** Answers 401 to all but {@code /ready} that comes without this bearer token. */
        public Builder bearerToken(String token) {
            this.authorization = "Bearer " + Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * Starts it.
         *
         * @throws java.io.UncheckedIOException if the port is taken
         */
        public EmbeddedBackend start() {
            EmbeddedBackend backend = new EmbeddedBackend(this);
            backend.restart();
            return backend;
        }
    }
}
