package dev.penstock.testkit.query;

import dev.penstock.testkit.LokiLimits;
import dev.penstock.testkit.http.BadParameterException;
import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.http.Reply;
import dev.penstock.testkit.logql.LogQlException;
import dev.penstock.testkit.logql.LogQuery;
import dev.penstock.testkit.logql.Query;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.LogStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Answers Loki's query endpoints. Thread-safe. */
public final class QueryApi {

    private static final String ROOT = "/loki/api/v1/";
    private static final String VALUES = "/values";

    private final LogStore store;
    private final LokiLimits limits;
    private final Clock clock;

    /** Queries {@code store}. */
    public QueryApi(LogStore store, LokiLimits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether it has an answer for the path. */
    public boolean knows(String path) {
        return switch (path) {
            case ROOT + "query", ROOT + "query_range", ROOT + "labels", ROOT + "label", ROOT + "series" -> true;
            default ->
                path.startsWith(ROOT + "label/")
                        && path.endsWith(VALUES)
                        && !labelOf(path).isEmpty();
        };
    }

    /** Answers a GET, or a POST with a form, of a path that it knows. */
    public Reply answer(Exchange exchange, String tenant) throws IOException {
        try {
            Parameters parameters = new Parameters(exchange, clock.instant());
            return Reply.json(
                    switch (exchange.path()) {
                        case ROOT + "query" -> instant(parameters, tenant);
                        case ROOT + "query_range" -> range(parameters, tenant);
                        case ROOT + "labels", ROOT + "label" -> names(parameters, tenant);
                        case ROOT + "series" -> series(parameters, tenant);
                        default -> values(parameters, tenant, labelOf(exchange.path()));
                    });
        } catch (LogQlException e) {
            throw new BadParameterException(String.valueOf(e.getMessage()));
        }
    }

    private String instant(Parameters parameters, String tenant) throws IOException, LogQlException {
        Query query = Query.parse(parameters.text("query"));
        long time = parameters.time();
        if (query instanceof Query.Logs) {
            throw new BadParameterException("log queries are not supported as an instant query type, please change"
                    + " your query to a range query type");
        }
        return Document.vector(new Search(store, tenant).values(query, new long[] {time}));
    }

    private String range(Parameters parameters, String tenant) throws IOException, LogQlException {
        long start = parameters.start();
        long end = parameters.end();
        check(start, end);
        int limit = parameters.limit();
        boolean backward = parameters.backward();
        long step = parameters.step(start, end);
        Query query = Query.parse(parameters.text("query"));
        Search search = new Search(store, tenant);
        if (query instanceof Query.Logs logs) {
            if (limit > limits.maxEntriesPerQuery()) {
                throw new BadParameterException("max entries limit per query exceeded, limit >"
                        + " max_entries_limit_per_query (" + limit + " > " + limits.maxEntriesPerQuery() + ")");
            }
            return Document.streams(search.entries(logs.query(), start, end, backward, limit));
        }
        long[] times = LongStream.rangeClosed(0, (end - start) / step)
                .map(i -> start + i * step)
                .toArray();
        return Document.matrix(search.values(query, times));
    }

    private void check(long start, long end) throws BadParameterException {
        if (end < start) {
            throw new BadParameterException("end timestamp must not be before or equal to start time");
        }
        long longest = limits.maxQueryLength().toNanos();
        if (end - start > longest || end - start < 0) {
            throw new BadParameterException("the query time range exceeds the limit (query length: "
                    + (end / 1_000_000_000 - start / 1_000_000_000) + "s, limit: " + longest / 1_000_000_000 + "s)");
        }
    }

    private String names(Parameters parameters, String tenant) throws IOException, LogQlException {
        Set<String> names = new TreeSet<>();
        streams(parameters, tenant, parameters.all("query"), labels -> names.addAll(labels.keySet()));
        return Document.texts(names);
    }

    private String values(Parameters parameters, String tenant, String name) throws IOException, LogQlException {
        Set<String> values = new TreeSet<>();
        streams(parameters, tenant, parameters.all("query"), labels -> {
            String value = labels.get(name);
            if (value != null) {
                values.add(value);
            }
        });
        return Document.texts(values);
    }

    private String series(Parameters parameters, String tenant) throws IOException, LogQlException {
        List<String> matches = new ArrayList<>(parameters.all("match[]"));
        matches.addAll(parameters.all("match"));
        if (matches.isEmpty()) {
            throw new BadParameterException("0 matcher groups supplied");
        }
        Set<Labels> series = new LinkedHashSet<>();
        streams(parameters, tenant, matches, series::add);
        return Document.series(series);
    }

    /** The streams that have an entry in the time range and fit one of the selectors, if there are selectors. */
    private void streams(Parameters parameters, String tenant, List<String> selectors, Consumer<Labels> each)
            throws IOException, LogQlException {
        long start = parameters.start();
        long end = parameters.end();
        check(start, end);
        List<LogQuery> queries = new ArrayList<>();
        for (String selector : selectors) {
            queries.add(LogQuery.parse(selector));
        }
        store.scan(tenant, stream -> {
            boolean wanted = queries.isEmpty() || queries.stream().anyMatch(query -> query.selects(stream.labels()));
            if (wanted && stream.lines().stream().anyMatch(line -> line.nanos() >= start && line.nanos() <= end)) {
                each.accept(stream.labels());
            }
        });
    }

    private static String labelOf(String path) {
        String rest = path.substring((ROOT + "label/").length());
        return rest.endsWith(VALUES) ? rest.substring(0, rest.length() - VALUES.length()) : "";
    }
}
