package dev.penstock.testkit;

import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.http.Handler;
import dev.penstock.testkit.http.Reply;
import dev.penstock.testkit.query.QueryApi;
import java.io.IOException;
import java.util.Optional;

/** Finds who answers a path. */
final class Routes implements Handler {

    static final String PUSH = "/loki/api/v1/push";

    private final Access access;
    private final PushEndpoint push;
    private final QueryApi queries;

    Routes(Access access, PushEndpoint push, QueryApi queries) {
        this.access = access;
        this.push = push;
        this.queries = queries;
    }

    @Override
    public Reply handle(Exchange exchange) throws IOException, InterruptedException {
        String method = exchange.method();
        String path = exchange.path();
        if (path.equals(PUSH)) {
            return method.equals("POST") ? push.push(exchange) : Reply.empty(405);
        }
        if (path.equals("/ready")) {
            return method.equals("GET") ? Reply.text(200, "ready\n") : Reply.empty(405);
        }
        if (queries.knows(path)) {
            if (!method.equals("GET") && !method.equals("POST")) {
                return Reply.empty(405);
            }
            Optional<Reply> refusal = access.refusal(exchange);
            return refusal.isPresent() ? refusal.get() : queries.answer(exchange, access.tenantOf(exchange));
        }
        return Reply.text(404, "404 page not found\n");
    }
}
