package dev.penstock.transport;

import dev.penstock.settings.Credentials;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
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
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

    private final OkHttpClient client;
    private final HttpUrl url;
    private final Map<String, String> headers;
    private final Credentials credentials;
    private volatile @Nullable Call inFlight;
    private volatile boolean cancelled;

    /**
     * A transport to the settings' URL. Opens no connection yet.
     *
     * @param settings where and how
     * @throws dev.penstock.settings.SettingException when a TLS file cannot be used
     */
    public HttpTransport(ShipperSettings settings) {
        url = HttpUrl.get(settings.url());
        headers = settings.headers();
        credentials = settings.credentials();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(settings.remoteTimeout())
                .readTimeout(settings.remoteTimeout())
                .writeTimeout(settings.remoteTimeout())
                .callTimeout(settings.remoteTimeout());
        if (settings.proxyUrl() != null) {
            useProxy(builder, HttpUrl.get(settings.proxyUrl().strip()));
        }
        TlsSetup.apply(settings.tls(), builder);
        client = builder.build();
    }

    private static void useProxy(OkHttpClient.Builder builder, HttpUrl proxy) {
        builder.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        if (!proxy.username().isEmpty()) {
            String basic = okhttp3.Credentials.basic(proxy.username(), proxy.password(), StandardCharsets.UTF_8);
            builder.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    // The same credentials were refused already; asking again would go round for ever.
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", basic)
                            .build());
        }
    }

    @Override
    public Outcome send(byte[] body, @Nullable String tenant, int attempt) {
        if (cancelled) {
            return new Outcome.Failed(new IOException("cancelled"));
        }
        try {
            Call call = client.newCall(request(body, tenant));
            inFlight = call;
            if (cancelled) {
                call.cancel();
            }
            try (Response response = call.execute()) {
                return new Outcome.Answered(response.code(), firstLine(response), response.header("Retry-After"));
            }
        } catch (IOException e) {
            return new Outcome.Failed(e);
        } finally {
            inFlight = null;
        }
    }

    private Request request(byte[] body, @Nullable String tenant) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("User-Agent", USER_AGENT)
                .header("Content-Encoding", "snappy")
                .post(RequestBody.create(body, PROTOBUF));
        headers.forEach(request::header);
        String authorization = authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (tenant != null) {
            request.header("X-Scope-OrgID", tenant);
        }
        return request.build();
    }

    private @Nullable String authorization() throws IOException {
        if (credentials.username() != null) {
            Path file = credentials.passwordFile();
            String password = file != null ? secret(file) : Objects.requireNonNullElse(credentials.password(), "");
            return okhttp3.Credentials.basic(credentials.username(), password, StandardCharsets.UTF_8);
        }
        if (credentials.bearerTokenFile() != null) {
            return "Bearer " + secret(credentials.bearerTokenFile());
        }
        return credentials.bearerToken() != null ? "Bearer " + credentials.bearerToken() : null;
    }

    /** Reads a secret anew, so that a rotated one counts from the next request on. */
    private static String secret(Path file) throws IOException {
        String secret = Files.readString(file).strip();
        if (!secret.chars().allMatch(c -> c > 0x1f && c < 0x7f)) {
            throw new IOException("the secret in " + file + " is not one line of visible ASCII characters");
        }
        return secret;
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
    public void close() {
        client.connectionPool().evictAll();
    }

    private static String version() {
        return Objects.requireNonNullElse(HttpTransport.class.getPackage().getImplementationVersion(), "dev");
    }
}
