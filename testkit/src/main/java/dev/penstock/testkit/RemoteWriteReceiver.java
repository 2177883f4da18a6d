package dev.penstock.testkit;

import dev.penstock.testkit.http.Reply;
import dev.penstock.testkit.remotewrite.RemoteWrite;
import dev.penstock.testkit.remotewrite.WriteAnswer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands remote write requests to the embedded Prometheus or Mimir. */
record RemoteWriteReceiver(RemoteWrite remoteWrite, MetricReceiver manners) implements Receiver {

    private static final String RETRY_AFTER = "Retry-After";

    /** Mimir's {@code -distributor.retry-after-header.min-backoff} and {@code max-backoff}, in seconds. */
    private static final int FIRST_RETRY = 6;

    private static final int MOST_DOUBLINGS = 4;

    @Override
    public Reply receive(ReceivedRequest request, byte[] body) {
        WriteAnswer answer = remoteWrite.write(request, body);
        Reply reply = answer.text().isEmpty()
                ? Reply.empty(answer.status())
                : Reply.text(answer.status(), answer.text() + "\n");
        return reply.with(answer.headers());
    }

    @Override
    public Reply scripted(ReceivedRequest request, Reply reply) {
        boolean passing = reply.status() == 429 || reply.status() >= 500;
        boolean said = reply.headers().keySet().stream().anyMatch(RETRY_AFTER::equalsIgnoreCase);
        if (manners != MetricReceiver.MIMIR || !passing || said) {
            return reply;
        }
        int seconds = FIRST_RETRY << Math.min(MOST_DOUBLINGS, doublings(request.header("Retry-Attempt")));
        return reply.with(Map.of(RETRY_AFTER, Integer.toString(seconds)));
    }

    private static int doublings(@Nullable String attempt) {
        if (attempt == null || !attempt.matches("[0-9]{1,9}")) {
            return 0;
        }
        return Math.max(0, Integer.parseInt(attempt) - 1);
    }
}
