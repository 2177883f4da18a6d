package dev.penstock.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Queries a Prometheus, a Mimir or whatever else answers {@code /api/v1/query}, embedded or real, so that a test can look
 * at what has arrived the way a user will. Thread-safe.
 */
public final class PrometheusClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI base;
    private final @Nullable String tenant;

    private PrometheusClient(String url, @Nullable String tenant) {
        base = URI.create(url.replaceAll("/+$", ""));
        this.tenant = tenant;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /**
     * A client.
     *
     * @param url what comes before {@code /api/v1/query}, for example {@code http://localhost:9090} or
     *     {@code http://mimir:9009/prometheus}
     */
    public static PrometheusClient of(String url) {
        return new PrometheusClient(url, null);
    }

    /** A client that asks for one tenant's metrics. */
    public PrometheusClient tenant(String name) {
        return new PrometheusClient(base.toString(), Objects.requireNonNull(name, "name"));
    }

    /**
     * Runs an instant query, now.
     *
     * @param promQl the query; the embedded backend knows selectors, with a range or without
     * @return one sample for each series, or, for a range, all there are
     * @throws PrometheusQueryException when there is no answer or not a good one
     */
    public List<MetricSample> query(String promQl) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + "/api/v1/query?query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8)))
                .timeout(TIMEOUT)
                .GET();
        if (tenant != null) {
            request.header("X-Scope-OrgID", tenant);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new PrometheusQueryException(
                        "HTTP " + response.statusCode() + ": " + response.body().strip());
            }
            return QueryAnswer.parse(response.body()).samples().stream()
                    .map(each -> new MetricSample(each.timestamp(), each.labels(), each.value()))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new PrometheusQueryException("no good answer from " + base + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PrometheusQueryException("interrupted while asking " + base, e);
        }
    }
}
