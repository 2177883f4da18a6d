package dev.penstock.testkit;

import dev.penstock.testkit.http.Reply;
import dev.penstock.testkit.push.LokiPush;
import dev.penstock.testkit.push.PushAnswer;

/** Hands pushes of logs to the embedded Loki. */
record LokiReceiver(LokiPush loki) implements Receiver {

    @Override
    public Reply receive(ReceivedRequest request, byte[] body) {
        PushAnswer answer = loki.push(request.tenant(), request.contentType(), request.contentEncoding(), body);
        return answer.text().isEmpty()
                ? Reply.empty(answer.status())
                : Reply.text(answer.status(), answer.text() + "\n");
    }
}
