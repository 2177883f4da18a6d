package dev.penstock.testkit;

import java.util.List;

/** Tells which requests were refused, the usual reason why an assertion fails. */
final class RefusedRequests {

    private static final int MOST_REQUESTS = 5;

    private RefusedRequests() {}

    static void append(StringBuilder text, List<ReceivedRequest> all, String kind) {
        List<ReceivedRequest> refused =
                all.stream().filter(ReceivedRequest::refused).toList();
        text.append("\nof the last ")
                .append(all.size())
                .append(' ')
                .append(kind)
                .append(" requests ")
                .append(refused.size())
                .append(" were refused");
        int from = Math.max(0, refused.size() - MOST_REQUESTS);
        for (ReceivedRequest request : refused.subList(from, refused.size())) {
            text.append("\n  ").append(request);
        }
    }
}
