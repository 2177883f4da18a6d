package dev.penstock.testkit;

import dev.penstock.testkit.http.LoopbackServer;
import dev.penstock.testkit.push.LokiPush;
import dev.penstock.testkit.query.QueryApi;
import dev.penstock.testkit.store.LogStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Loki in memory, behind a real HTTP server on 127.0.0.1, for tests of whatever ships logs.
 *
 * <p>It takes pushes (protobuf or JSON), answers queries in a subset of LogQL, and is honest: it refuses what a real Loki
 * refuses. A test can look at what is stored ({@link #loki()}), let pushes fail ({@link #faults()}), and play an outage
 * ({@link #stop()}, {@link #restart()}). Thread-safe; its threads are daemons.
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
    private final LokiPush push;
    private final LoopbackServer server;
    private final String scheme;

    private EmbeddedBackend(Builder builder) {
        Access access = new Access(builder.authEnabled, builder.authorization);
        push = new LokiPush(store, builder.limits, builder.clock);
        PushEndpoint endpoint = new PushEndpoint(push, access, faults, requests, builder.clock);
        Routes routes = new Routes(access, endpoint, new QueryApi(store, builder.limits, builder.clock));
        scheme = builder.sslContext == null ? "http" : "https";
        server = new LoopbackServer(builder.port, builder.sslContext, routes);
    }

    /** Starts a single-tenant Loki with default limits on a free port. */
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

    /** What is stored. */
    public LokiStore loki() {
        return new LokiStore(store);
    }

    /** The script of what shall go wrong with pushes. */
    public Faults faults() {
        return faults;
    }

    /** The last 1000 push requests, oldest first. */
    public List<ReceivedRequest> requests() {
        return requests.all();
    }

    /** Forgets entries, requests and faults, as if it had just been started. */
    public void clear() {
        faults.clear();
        store.clear();
        requests.clear();
        push.clear();
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

    /** Settings of a backend; what is not set is as in a Loki fresh from the package, without authentication. */
    public static final class Builder {

        private int port;
        private boolean authEnabled;
        private LokiLimits limits = LokiLimits.defaults();
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
