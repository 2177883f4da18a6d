package dev.penstock.testkit;

import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.http.Handler;
import dev.penstock.testkit.http.Reply;
import dev.penstock.testkit.promapi.PrometheusApi;
import dev.penstock.testkit.query.QueryApi;
import java.io.IOException;
import java.util.Optional;

/** Finds who answers a path. */
final class Routes implements Handler {

    static final String PUSH = "/loki/api/v1/push";
    static final String REMOTE_WRITE = "/api/v1/write";
    static final String MIMIR_PUSH = "/api/v1/push";

    private final Access access;
    private final PushEndpoint push;
    private final PushEndpoint remoteWrite;
    private final QueryApi queries;
    private final PrometheusApi metricQueries;

    Routes(Access access, PushEndpoint push, PushEndpoint remoteWrite, QueryApi queries, PrometheusApi metricQueries) {
        this.access = access;
        this.push = push;
        this.remoteWrite = remoteWrite;
        this.queries = queries;
        this.metricQueries = metricQueries;
    }

    @Override
    public Reply handle(Exchange exchange) throws IOException, InterruptedException {
        String method = exchange.method();
        String path = exchange.path();
        if (path.equals(PUSH)) {
            return method.equals("POST") ? push.push(exchange) : Reply.empty(405);
        }
        if (path.equals(REMOTE_WRITE) || path.equals(MIMIR_PUSH)) {
            return method.equals("POST") ? remoteWrite.push(exchange) : Reply.empty(405);
        }
        if (path.equals("/ready")) {
            return method.equals("GET") ? Reply.text(200, "ready\n") : Reply.empty(405);
        }
        if (queries.knows(path)) {
            Optional<Reply> refusal = refusal(exchange);
            return refusal.isPresent() ? refusal.get() : queries.answer(exchange, access.tenantOf(exchange));
        }
        if (metricQueries.knows(path)) {
            Optional<Reply> refusal = refusal(exchange);
            return refusal.isPresent() ? refusal.get() : metricQueries.answer(exchange, access.tenantOf(exchange));
        }
        return Reply.text(404, "404 page not found\n");
    }

    /** Why a query is not answered, if it is not. */
    private Optional<Reply> refusal(Exchange exchange) {
        String method = exchange.method();
        return method.equals("GET") || method.equals("POST") ? access.refusal(exchange) : Optional.of(Reply.empty(405));
    }
}
