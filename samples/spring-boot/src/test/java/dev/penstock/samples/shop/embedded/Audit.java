package dev.penstock.samples.shop.embedded;

import dev.penstock.ledger.Stats;
import dev.penstock.testkit.StoredEntry;
import java.util.ArrayList;
import java.util.List;

/** Compares what the shop did, what Penstock says of it, and what the backend has. */
final class Audit {

    private final List<String> problems = new ArrayList<>();

    private Audit() {}

    /** What is not as it should be; nothing, if all is. */
    static List<String> of(ShopDay day, Arrivals arrivals) {
        Audit audit = new Audit();
        audit.customer(day);
        audit.account("log entries", day.logs(), arrivals.entries());
        audit.account("samples", day.samples(), arrivals.samples());
        if (day.logged() != arrivals.entries()) {
            audit.problems.add("the shop's own log file has " + day.logged() + " events, Loki " + arrivals.entries());
        }
        arrivals.violations().forEach(violation -> audit.problems.add("against the protocol: " + violation));
        audit.identity(arrivals);
        audit.failure(arrivals);
        audit.example(arrivals);
        return audit.problems;
    }

    private void customer(ShopDay day) {
        for (int status : new int[] {200, 201, 409, 502}) {
            if (!day.answers().containsKey(status)) {
                problems.add("no request was answered with " + status + ", but " + day.answers());
            }
        }
    }

    private void account(String what, Stats stats, long arrived) {
        if (stats.accepted() == 0) {
            problems.add("no " + what + " were accepted");
        }
        if (stats.delivered() != stats.accepted()) {
            problems.add("not all " + what + " were delivered: " + stats);
        }
        if (stats.accepted() != arrived) {
            problems.add(stats.accepted() + " " + what + " were accepted, " + arrived + " have arrived");
        }
    }

    private void identity(Arrivals arrivals) {
        arrivals.streams().keySet().stream()
                .filter(labels -> !"shop".equals(labels.get("service_name")))
                .forEach(labels -> problems.add("a stream that is not the shop's: " + labels));
    }

    private void failure(Arrivals arrivals) {
        StoredEntry failure = arrivals.failedPayment().orElse(null);
        if (failure == null) {
            problems.add("no failed payment was logged");
            return;
        }
        if (!failure.line().contains("\tat ")) {
            problems.add("a failed payment has no stack trace: " + failure.line());
        }
        String traceId = failure.structuredMetadata().getOrDefault("trace_id", "");
        if (arrivals.trace(traceId).size() < 2) {
            problems.add("trace_id does not lead from a failed payment to what was logged before it: " + failure);
        }
    }

    private void example(Arrivals arrivals) {
        Arrivals.Example example = arrivals.example(502).orElse(null);
        if (example == null) {
            problems.add("http_server_requests_seconds has no exemplar for the payments that failed");
        } else if (arrivals.trace(example.traceId()).stream()
                .noneMatch(entry -> entry.line().contains("SocketTimeoutException"))) {
            problems.add("the exemplar of a failed payment does not lead to its log lines: " + example.traceId());
        }
    }
}
