package dev.penstock.transport;

import org.jspecify.annotations.Nullable;

/** Sends bytes with headers and answers what came of it. Used by one delivery thread; {@link #cancel} by any. */
public interface Transport {

    /**
     * Sends one request and waits for its answer.
     *
     * @param body the compressed request
     * @param tenant the tenant, or null to send none
     * @param attempt 0 for the first try, 1 for the first repetition
     * @return the answer or the failure; never throws for what the network or the backend does
     */
    Outcome send(byte[] body, @Nullable String tenant, int attempt);

    /** Cuts the request in flight short, and every later one. */
    void cancel();

    /** Lets connections and files go. */
    void close();
}
