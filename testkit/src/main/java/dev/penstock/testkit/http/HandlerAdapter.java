package dev.penstock.testkit.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Stands between HttpCore's requests and a {@link Handler}; whatever it throws becomes an answer. */
final class HandlerAdapter implements HttpServerRequestHandler {

    static final String CONNECTION = "penstock.connection";

    private final Handler handler;

    HandlerAdapter(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(ClassicHttpRequest request, ResponseTrigger trigger, HttpContext context)
            throws HttpException, IOException {
        HttpConnection connection = (HttpConnection) Objects.requireNonNull(context.getAttribute(CONNECTION));
        trigger.submitResponse(response(answer(new Exchange(request, connection))));
    }

    private Reply answer(Exchange exchange) throws IOException {
        try {
            return handler.handle(exchange);
        } catch (BadParameterException e) {
            return Reply.text(400, e.getMessage() + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        } catch (RuntimeException | StackOverflowError e) {
            return Reply.text(500, "fault of the embedded backend: " + e + "\n");
        }
    }

    private static ClassicHttpResponse response(Reply reply) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(reply.status());
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            response.addHeader(header.getKey(), header.getValue());
        }
        if (reply.status() != 204 && reply.status() != 304) {
            response.setEntity(new StringEntity(reply.body(), ContentType.parse(reply.contentType())));
        }
        return response;
    }
}
