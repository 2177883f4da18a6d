package dev.penstock.testkit;

import dev.penstock.testkit.http.Reply;

/** What an endpoint hands a request to that is neither turned away nor spoiled. */
@FunctionalInterface
interface Receiver {

    /** Stores what is good and answers. */
    Reply receive(ReceivedRequest request, byte[] body);

    /** Adds what this kind of backend adds to an answer that is scripted. */
    default Reply scripted(ReceivedRequest request, Reply reply) {
        return reply;
    }
}
