package dev.penstock.transport;

import dev.penstock.settings.Credentials;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends by HTTP with OkHttp.
 *
 * <p>Redirects are not followed: a client turns a redirected POST into a GET, and the login page that answers it with 200
 * would pass for a delivery.
 */
public final class HttpTransport implements Transport {

    /** The most of an error body that is read. Source: grafana/alloy, loki.write reads 1024 bytes. */
    private static final int MESSAGE_BYTES = 1024;

    private static final String USER_AGENT = "penstock/" + version();
    private static final String WRITTEN = "X-Prometheus-Remote-Write-";

    /** More than any request holds; so that sums of it are no nonsense. */
    private static final long MOST_WRITTEN = Integer.MAX_VALUE;

    private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    private final ShipperSettings settings;
    private final Consumer<OkHttpClient.Builder> more;
    private final Map<String, String> headers;
    private final Credentials credentials;
    private final @Nullable String proxyAuthorization;
    private @Nullable OkHttpClient client;
    private @Nullable HttpUrl url;
    private volatile @Nullable Call inFlight;
    private volatile boolean cancelled;

    /**
     * A transport to the settings' URL. Opens no connection yet.
     *
     * @param settings where and how
     * @throws dev.penstock.settings.SettingException when a TLS file cannot be used
     */
    public HttpTransport(ShipperSettings settings) {
        this(settings, builder -> leaveTlsOut(settings, builder));
    }

    /**
     * The same with a client that somebody watches.
     *
     * @param settings where and how
     * @param more changes the client, all but its proxy and its TLS
     * @throws dev.penstock.settings.SettingException when a TLS file cannot be used
     */
    public HttpTransport(ShipperSettings settings, Consumer<OkHttpClient.Builder> more) {
        this.settings = settings;
        this.more = more;
        headers = settings.headers();
        credentials = settings.credentials();
        String proxyUrl = settings.proxyUrl();
        proxyAuthorization = proxyUrl == null ? null : proxyAuthorization(HttpUrl.get(proxyUrl));
        if (TlsSetup.isNeeded(settings)) {
            // A file that cannot be used is said now.
            client = build();
        }
    }

    private OkHttpClient build() {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(settings.remoteTimeout())
                .readTimeout(settings.remoteTimeout())
                .writeTimeout(settings.remoteTimeout())
                .callTimeout(settings.remoteTimeout());
        more.accept(builder);
        String proxyUrl = settings.proxyUrl();
        if (proxyUrl != null) {
            useProxy(builder, HttpUrl.get(proxyUrl));
        }
        if (TlsSetup.isNeeded(settings)) {
            TlsSetup.apply(settings.tls(), settings.sslContext(), builder);
        }
        return builder.build();
    }

    /** What a JVM trusts takes a tenth of a second to read, for nothing where nothing is encrypted. */
    private static void leaveTlsOut(ShipperSettings settings, OkHttpClient.Builder builder) {
        if (!HttpUrl.get(settings.url()).isHttps()) {
            builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
    }

    /** Made by the thread that sends first: its classes alone take a while to load, and a start need not wait for it. */
    private synchronized OkHttpClient client() {
        OkHttpClient made = client;
        if (made == null) {
            made = build();
            client = made;
        }
        return made;
    }

    /** Parsed by the thread that sends first, for the same reason. */
    private synchronized HttpUrl url() {
        HttpUrl parsed = url;
        if (parsed == null) {
            parsed = HttpUrl.get(settings.url());
            url = parsed;
        }
        return parsed;
    }

    /** Made with the first request: parsing what they are called takes its while as well. */
    static final class Types {

        static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

        private Types() {}
    }

    /** The credentials for the proxy, or null. */
    private static @Nullable String proxyAuthorization(HttpUrl proxy) {
        return proxy.username().isEmpty()
                ? null
                : okhttp3.Credentials.basic(proxy.username(), proxy.password(), StandardCharsets.UTF_8);
    }

    private void useProxy(OkHttpClient.Builder builder, HttpUrl proxy) {
        builder.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        String basic = proxyAuthorization;
        if (basic == null) {
            return;
        }
        // For the tunnel to an https URL, which is asked for before the request is sent.
        builder.proxyAuthenticator((route, response) -> response.request().header(PROXY_AUTHORIZATION) != null
                // The same credentials were refused already; asking again would go round for ever.
                ? null
                : response.request()
                        .newBuilder()
                        .header(PROXY_AUTHORIZATION, basic)
                        .build());
    }

    @Override
    public Outcome send(byte[] body, @Nullable String tenant, int attempt) {
        return send(body, Types.PROTOBUF, Map.of(), tenant);
    }

    /**
     * Sends one request and waits for its answer.
     *
     * @param body the compressed request
     * @param contentType what it is
     * @param more headers of the protocol
     * @param tenant the tenant, or null to send none
     * @return the answer or the failure
     */
    Outcome send(byte[] body, MediaType contentType, Map<String, String> more, @Nullable String tenant) {
        if (cancelled) {
            return new Outcome.Failed(new IOException("cancelled"));
        }
        try {
            Call call = client().newCall(request(body, contentType, more, tenant));
            inFlight = call;
            if (cancelled) {
                call.cancel();
            }
            try (Response response = call.execute()) {
                // Nobody reads what a success says; waiting for it could hold up the next batch.
                boolean success = response.isSuccessful() && response.code() != Outcome.BLOCKED;
                String message = success ? "" : firstLine(response);
                return new Outcome.Answered(
                        response.code(), message, response.header("Retry-After"), written(response));
            }
        } catch (IOException e) {
            return new Outcome.Failed(e);
        } finally {
            inFlight = null;
        }
    }

    /** Source: prometheus/docs, docs/specs/prw/remote_write_spec_2_0.md: one that is missing counts as 0. */
    private static Outcome.@Nullable Written written(Response response) {
        String samples = response.header(WRITTEN + "Samples-Written");
        String histograms = response.header(WRITTEN + "Histograms-Written");
        String exemplars = response.header(WRITTEN + "Exemplars-Written");
        if (samples == null && histograms == null && exemplars == null) {
            return null;
        }
        return new Outcome.Written(count(samples), count(histograms), count(exemplars));
    }

    private static long count(@Nullable String header) {
        try {
            return header == null ? 0 : Math.max(0, Math.min(MOST_WRITTEN, Long.parseLong(header.strip())));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Request request(byte[] body, MediaType contentType, Map<String, String> more, @Nullable String tenant)
            throws IOException {
        HttpUrl to = url();
        Request.Builder request = new Request.Builder()
                .url(to)
                .header("User-Agent", USER_AGENT)
                .header("Content-Encoding", "snappy")
                .post(new OneShotBody(body, contentType));
        headers.forEach(request::header);
        more.forEach(request::header);
        showToProxy(request, to);
        String authorization = authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (tenant != null) {
            request.header("X-Scope-OrgID", tenant);
        }
        return request.build();
    }

    private void showToProxy(Request.Builder request, HttpUrl to) {
        if (proxyAuthorization != null && !to.isHttps()) {
            // Without a tunnel the proxy reads the request itself, and a one-shot body is not sent again when it asks.
            request.header(PROXY_AUTHORIZATION, proxyAuthorization);
        }
    }

    /**
     * Asks something of the backend, as the one who pushes: with the same headers, credentials and tenant.
     *
     * @param from what to get; a user and password in it are shown in place of the settings' credentials
     * @param tenant the tenant, or null to send none
     * @return the answer, whatever its status
     * @throws IOException when none came
     */
    public Reply get(HttpUrl from, @Nullable String tenant) throws IOException {
        Request.Builder request = new Request.Builder();
        headers.forEach(request::header);
        String authorization = from.username().isEmpty()
                ? authorization()
                : okhttp3.Credentials.basic(from.username(), from.password(), StandardCharsets.UTF_8);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (tenant != null) {
            request.header("X-Scope-OrgID", tenant);
        }
        return get(from, request);
    }

    /**
     * Asks something of whatever is there, as a stranger: without headers, credentials and tenant.
     *
     * @param from what to get
     * @return the answer, whatever its status
     * @throws IOException when none came
     */
    public Reply getAsStranger(HttpUrl from) throws IOException {
        return get(from, new Request.Builder());
    }

    private Reply get(HttpUrl from, Request.Builder request) throws IOException {
        showToProxy(request, from);
        request.url(from).header("User-Agent", USER_AGENT);
        try (Response response = client().newCall(request.build()).execute()) {
            return Reply.of(response);
        }
    }

    private @Nullable String authorization() throws IOException {
        if (credentials.username() != null) {
            Path file = credentials.passwordFile();
            String password = file != null
                    ? Files.readString(file).strip()
                    : Objects.requireNonNullElse(credentials.password(), "");
            return okhttp3.Credentials.basic(credentials.username(), password, StandardCharsets.UTF_8);
        }
        if (credentials.bearerTokenFile() != null) {
            return "Bearer " + token(credentials.bearerTokenFile());
        }
        return credentials.bearerToken() != null ? "Bearer " + credentials.bearerToken() : null;
    }

    /** Reads a token anew, so that a rotated one counts from the next request on. */
    private static String token(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IOException("the token in " + file + " is not one word of visible ASCII characters");
        }
        return token;
    }

    /** An answer whose status has come counts, even if its body breaks off. */
    private static String firstLine(Response response) {
        try {
            BufferedSource source = response.body().source();
            source.request(MESSAGE_BYTES);
            String text = source.getBuffer()
                    .readString(Math.min(MESSAGE_BYTES, source.getBuffer().size()), StandardCharsets.UTF_8);
            return text.strip().lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        Call call = inFlight;
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.connectionPool().evictAll();
        }
    }

    /** A body that OkHttp does not send a second time of its own accord: repeating is counted, and paced, elsewhere. */
    private static final class OneShotBody extends RequestBody {

        private static final int PIECE = 16 * 1024;

        private final byte[] bytes;
        private final MediaType contentType;

        OneShotBody(byte[] bytes, MediaType contentType) {
            this.bytes = bytes;
            this.contentType = contentType;
        }

        @Override
        public MediaType contentType() {
            return contentType;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            // In pieces, which the sink copies into pooled segments and passes on; all at once is more than the pool
            // has.
            for (int at = 0; at < bytes.length; at += PIECE) {
                sink.write(bytes, at, Math.min(PIECE, bytes.length - at));
            }
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(HttpTransport.class.getPackage().getImplementationVersion(), "dev");
    }
}
