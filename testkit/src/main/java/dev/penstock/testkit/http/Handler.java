package dev.penstock.testkit.http;

import java.io.IOException;

/** Answers requests. Called by many threads. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request.
     *
     * @throws ConnectionCutException if there is nobody to answer any more
     * @throws InterruptedException if the server stops meanwhile
     */
    Reply handle(Exchange exchange) throws IOException, InterruptedException;
}
