package dev.penstock.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the last push requests, so that a failing test can say what the backend saw. Thread-safe. */
final class RequestLog {

    private static final int MOST = 1000;

    private final Deque<ReceivedRequest> last = new ArrayDeque<>();

    synchronized void add(ReceivedRequest request) {
        if (last.size() == MOST) {
            last.removeFirst();
        }
        last.add(request);
    }

    synchronized List<ReceivedRequest> all() {
        return List.copyOf(last);
    }

    synchronized void clear() {
        last.clear();
    }
}
