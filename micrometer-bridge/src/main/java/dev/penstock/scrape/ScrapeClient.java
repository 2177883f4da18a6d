package dev.penstock.scrape;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Asks a target for its metrics by HTTP, as Prometheus does. One call at a time; {@link #cancel} at any time. */
final class ScrapeClient {

    /** OpenMetrics rather than Prometheus' text. Source: prometheus/prometheus, config/config.go and scrape/scrape.go. */
    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
            + "text/plain;version=0.0.4;q=0.3,"
            + "*/*;q=0.2";

    private static final String USER_AGENT = "penstock/"
            + Objects.requireNonNullElse(ScrapeClient.class.getPackage().getImplementationVersion(), "dev");

    private final Target target;
    private final OkHttpClient client;
    private final @Nullable String bearerToken;
    private final @Nullable Path bearerTokenFile;
    private volatile @Nullable Call inFlight;
    private volatile boolean cancelled;

    ScrapeClient(Target target, @Nullable String bearerToken, @Nullable Path bearerTokenFile) {
        this.target = target;
        this.bearerToken = bearerToken;
        this.bearerTokenFile = bearerTokenFile;
        // The timeout of each call is for all of it; redirects are followed, as in Prometheus.
        client = new OkHttpClient.Builder()
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
    }

    /**
     * Gets the metrics.
     *
     * @param into takes the answer
     * @param timeout for the whole of it
     * @throws ScrapeException when there was no answer, or one other than 200
     */
    void get(ScrapeBody into, Duration timeout) throws ScrapeException {
        try {
            Call call = client.newCall(request(timeout));
            call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
            inFlight = call;
            if (cancelled) {
                call.cancel();
            }
            try (Response response = call.execute()) {
                if (response.code() != 200) {
                    throw new ScrapeException("it answered with HTTP " + response.code());
                }
                into.read(response.body().byteStream(), ExpositionFormat.of(response.header("Content-Type")));
            }
        } catch (IOException e) {
            throw new ScrapeException(target.display() + " could not be scraped: " + reason(e, timeout), e);
        } finally {
            inFlight = null;
        }
    }

    private String reason(IOException e, Duration timeout) {
        if (cancelled) {
            return "the scraper was closed";
        }
        if (e instanceof InterruptedIOException) {
            return "it did not answer in full within " + Seconds.text(timeout) + " s";
        }
        return e.toString();
    }

    private Request request(Duration timeout) throws IOException {
        // No Accept-Encoding: OkHttp asks for gzip by itself, and unpacks it.
        Request.Builder request = new Request.Builder()
                .url(target.url())
                .header("Accept", ACCEPT)
                .header("User-Agent", USER_AGENT)
                .header("X-Prometheus-Scrape-Timeout-Seconds", Seconds.text(timeout));
        String authorization = authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private @Nullable String authorization() throws IOException {
        if (bearerTokenFile != null) {
            // Read anew, so that a rotated one counts from the next scrape on.
            String token = Files.readString(bearerTokenFile).strip();
            if (!isToken(token)) {
                throw new IOException(
                        "the token in " + bearerTokenFile + " is not one word of visible ASCII characters");
            }
            return "Bearer " + token;
        }
        return bearerToken != null ? "Bearer " + bearerToken : target.authorization();
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** Ends a call that is on its way; no other can be made. */
    void cancel() {
        cancelled = true;
        Call call = inFlight;
        if (call != null) {
            call.cancel();
        }
    }

    void close() {
        client.connectionPool().evictAll();
    }
}
