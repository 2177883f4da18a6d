package dev.penstock.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Queries a Loki, embedded or real, so that a test can look at what has arrived the way a user will.
 *
 * <p>Thread-safe. Every method throws {@link LokiQueryException} when there is no answer or not a good one.
 */
public final class LokiClient {

    private final HttpClient http;
    private final URI base;
    private final Duration timeout;
    private final Map<String, String> headers;

    private LokiClient(Builder builder) {
        this.base = builder.base;
        this.timeout = builder.timeout;
        this.headers = Map.copyOf(builder.headers);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** A client without tenant and credentials. */
    public static LokiClient of(String url) {
        return builder(url).build();
    }

    /**
     * Settings for a client.
     *
     * @param url the base URL, for example {@code http://localhost:3100}
     */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Whether Loki says it is ready; false also when nobody answers. */
    public boolean ready() {
        try {
            return send("/ready").statusCode() == 200;
        } catch (LokiQueryException e) {
            return false;
        }
    }

    /** Runs a metric query at one time. */
    public List<LogSample> query(String logql, Instant time) {
        return get("/loki/api/v1/query?query=" + encode(logql) + "&time=" + nanos(time))
                .samples();
    }

    /**
     * Runs a log query over a time range, newest entries first.
     *
     * @param start included
     * @param end excluded
     * @param limit the most entries; a real Loki allows 5000
     */
    public List<LogEntry> queryRange(String logql, Instant start, Instant end, int limit) {
        QueryAnswer answer = get("/loki/api/v1/query_range?query=" + encode(logql) + "&start=" + nanos(start) + "&end="
                + nanos(end) + "&limit=" + limit);
        if (!answer.type().equals("streams")) {
            throw new LokiQueryException("no log query, it returns a " + answer.type() + ": " + logql, 200, "");
        }
        return answer.entries().stream()
                .sorted((a, b) -> b.timestamp().compareTo(a.timestamp()))
                .toList();
    }

    /**
     * Counts the entries that a log query finds in the time before now.
     *
     * @param logQuery a selector and filters, for example {@code {app="shop"} |= "error"}
     * @param range how far back, a millisecond or more
     */
    public long count(String logQuery, Duration range) {
        if (range.toMillis() < 1) {
            throw new IllegalArgumentException("range must be >= 1 ms, is " + range);
        }
        return query("sum(count_over_time(" + logQuery + "[" + range.toMillis() + "ms]))", Instant.now()).stream()
                .mapToLong(sample -> Math.round(sample.value()))
                .sum();
    }

    private QueryAnswer get(String target) {
        HttpResponse<String> response = send(target);
        if (response.statusCode() != 200) {
            throw new LokiQueryException(
                    "Loki answered " + response.statusCode() + ": "
                            + response.body().strip(),
                    response.statusCode(),
                    response.body());
        }
        try {
            return QueryAnswer.parse(response.body());
        } catch (IOException | IllegalArgumentException e) {
            throw new LokiQueryException("the answer is not Loki's: " + e.getMessage(), 200, response.body());
        }
    }

    private HttpResponse<String> send(String target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .timeout(timeout)
                .GET();
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LokiQueryException("no answer from " + base + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LokiQueryException("interrupted while asking " + base, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String nanos(Instant time) {
        return Long.toString(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
    }

    /** Settings of a client. */
    public static final class Builder {

        private final URI base;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration timeout = Duration.ofSeconds(10);

        private Builder(String url) {
            this.base = URI.create(url.replaceAll("/+$", ""));
            if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
                throw new IllegalArgumentException("url must be http://... or https://..., is " + base.getScheme());
            }
        }

        /** The tenant whose entries are queried. */
        public Builder tenant(String tenant) {
            headers.put("X-Scope-OrgID", Objects.requireNonNull(tenant, "tenant"));
            return this;
        }

        /** User and password. */
        public Builder basicAuth(String user, String password) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
            return this;
        }

        /** A token. */
        public Builder bearerToken(String token) {
            headers.put("Authorization", "Bearer " + Objects.requireNonNull(token, "token"));
            return this;
        }

        /** How long to wait for a connection, and then for the whole answer; 10 s by default. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** The client. */
        public LokiClient build() {
            return new LokiClient(this);
        }
    }
}
