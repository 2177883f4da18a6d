package dev.penstock.testkit.promapi;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.http.BadParameterException;
import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.http.Reply;
import dev.penstock.testkit.promql.Selector;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.MetricDatabase;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Answers Prometheus' query endpoints, under Mimir's prefix too. Thread-safe. */
public final class PrometheusApi {

    private static final String MIMIR_PREFIX = "/prometheus";
    private static final String ROOT = "/api/v1/";
    private static final String LABEL = ROOT + "label/";
    private static final String VALUES = "/values";

    private final MetricDatabase database;
    private final Clock clock;

    /** Queries {@code database}. */
    public PrometheusApi(MetricDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether it has an answer for the path. */
    public boolean knows(String path) {
        return switch (plain(path)) {
            case ROOT + "query", ROOT + "series", ROOT + "labels", ROOT + "metadata" -> true;
            default -> isLabelValues(plain(path));
        };
    }

    /** Answers a GET, or a POST with a form, of a path that it knows. */
    public Reply answer(Exchange exchange, String tenant) throws IOException {
        try {
            ApiParameters parameters = new ApiParameters(exchange);
            String path = plain(exchange.path());
            return Reply.json(
                    switch (path) {
                        case ROOT + "query" -> query(parameters, tenant);
                        case ROOT + "series" -> series(parameters, tenant);
                        case ROOT + "labels" -> names(parameters, tenant);
                        case ROOT + "metadata" -> metadata(parameters, tenant);
                        default -> values(parameters, tenant, labelOf(path));
                    });
        } catch (BadQueryException | BadParameterException e) {
            return new Reply(400, "application/json", ApiDocument.error(String.valueOf(e.getMessage())), Map.of());
        }
    }

    private String query(ApiParameters parameters, String tenant) throws IOException {
        long time = parameters.time("time", clock.millis());
        int limit = parameters.limit();
        Selector selector = parameters.query();
        SeriesSearch search = new SeriesSearch(database, tenant);
        if (selector.rangeMillis() > 0) {
            return ApiDocument.matrix(limited(search.range(selector, time), limit));
        }
        return ApiDocument.vector(limited(search.instant(selector, time), limit), time);
    }

    private String series(ApiParameters parameters, String tenant) throws IOException {
        if (parameters.all("match[]").isEmpty()) {
            throw new BadQueryException("no match[] parameter provided");
        }
        return ApiDocument.series(limited(labels(parameters, tenant), parameters.limit()));
    }

    private String names(ApiParameters parameters, String tenant) throws IOException {
        return texts(parameters, tenant, labels -> labels.keySet().stream());
    }

    private String values(ApiParameters parameters, String tenant, String name) throws IOException {
        return texts(parameters, tenant, labels -> Stream.ofNullable(labels.get(name)));
    }

    private String texts(ApiParameters parameters, String tenant, Function<Labels, Stream<String>> of)
            throws IOException {
        Collection<String> texts = new TreeSet<>();
        labels(parameters, tenant).forEach(labels -> of.apply(labels).forEach(texts::add));
        return ApiDocument.texts(limited(texts, parameters.limit()));
    }

    private String metadata(ApiParameters parameters, String tenant) throws IOException {
        int limit = parameters.limit();
        String metric = parameters.text("metric");
        Map<String, List<MetricMetadata>> families = new TreeMap<>();
        database.metadata(tenant).forEach((family, known) -> {
            if ((metric.isEmpty() || metric.equals(family)) && families.size() < limit) {
                families.put(family, known);
            }
        });
        return ApiDocument.metadata(families);
    }

    private Collection<Labels> labels(ApiParameters parameters, String tenant) throws IOException {
        long start = parameters.time("start", Long.MIN_VALUE);
        long end = parameters.time("end", Long.MAX_VALUE);
        return new SeriesSearch(database, tenant).labels(parameters.matches(), start, end);
    }

    private static <T> List<T> limited(Collection<T> all, int limit) {
        return all.stream().limit(limit).toList();
    }

    private static String plain(String path) {
        return path.startsWith(MIMIR_PREFIX + ROOT) ? path.substring(MIMIR_PREFIX.length()) : path;
    }

    private static boolean isLabelValues(String path) {
        return path.startsWith(LABEL) && path.endsWith(VALUES) && path.length() > LABEL.length() + VALUES.length();
    }

    private static String labelOf(String path) throws BadQueryException {
        String name = path.substring(LABEL.length(), path.length() - VALUES.length());
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadQueryException("invalid label name: " + name);
        }
    }
}
