package dev.penstock.testkit;

import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.http.Reply;
import java.io.IOException;
import java.time.Clock;

/**
 * Receives push requests, of logs or of metrics: lets them fail as scripted or hands them on, and writes down what became
 * of them.
 */
final class PushEndpoint {

    /** Loki's limit for a compressed body, and Mimir's. */
    private static final int MOST_BYTES = 100 << 20;

    private final Receiver receiver;
    private final Access access;
    private final Faults faults;
    private final RequestLog log;
    private final Clock clock;

    PushEndpoint(Receiver receiver, Access access, Faults faults, RequestLog log, Clock clock) {
        this.receiver = receiver;
        this.access = access;
        this.faults = faults;
        this.log = log;
        this.clock = clock;
    }

    Reply push(Exchange exchange) throws IOException, InterruptedException {
        String tenant = access.tenantOf(exchange);
        ReceivedRequest request =
                new ReceivedRequest(clock.instant(), exchange.path(), tenant, exchange.headers(), 0, 0, "");
        Faults.Taken taken = faults.take(request);
        Fault fault = taken.fault();
        if (fault == null) {
            return handled(exchange, request);
        }
        switch (fault.kind()) {
            case STATUS -> {
                byte[] body = exchange.body(MOST_BYTES);
                log.add(request.answered(body.length, fault.status(), fault.body()));
                return receiver.scripted(
                        request, Reply.text(fault.status(), fault.body()).with(fault.headers()));
            }
            case DELAY -> {
                faults.hold(taken, fault.delay());
                return handled(exchange, request);
            }
            case RESET -> {
                log.add(request);
                throw exchange.cut();
            }
            case RESET_MID_BODY -> {
                log.add(request.answered(exchange.body(16).length, 0, ""));
                throw exchange.cut();
            }
            case STORE_THEN_RESET -> {
                byte[] body = exchange.body(MOST_BYTES);
                if (access.refusal(exchange).isEmpty()) {
                    store(request, body);
                }
                log.add(request.answered(body.length, 0, ""));
                throw exchange.cut();
            }
            case NO_ANSWER -> {
                log.add(request.answered(exchange.body(MOST_BYTES).length, 0, ""));
                faults.hold(taken, null);
                throw exchange.cut();
            }
        }
        throw new AssertionError(fault);
    }

    private Reply handled(Exchange exchange, ReceivedRequest request) throws IOException {
        byte[] body = exchange.body(MOST_BYTES + 1);
        Reply reply = access.refusal(exchange).orElseGet(() -> store(request, body));
        log.add(request.answered(body.length, reply.status(), reply.body()));
        return reply;
    }

    private Reply store(ReceivedRequest request, byte[] body) {
        if (body.length > MOST_BYTES) {
            return Reply.text(
                    413, "request body too large: " + body.length + " bytes, limit: " + MOST_BYTES + " bytes\n");
        }
        return receiver.receive(request, body);
    }
}
