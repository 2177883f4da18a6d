package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Outcome;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** One record that is sent to be found again. Used by one thread, once. */
interface Canary {

    /** Makes one that is sent by a transport. */
    interface Maker {
        Canary over(HttpTransport transport);
    }

    /** Who is to take it. */
    Receiver receiver();

    /** What it is, such as {@code a log line}. */
    String what();

    /** Sends it. */
    Outcome send();

    /** The full URL that finds it, out of that of the query API. */
    HttpUrl question(HttpUrl query);

    /** Whether it is in the answer to that. */
    boolean isIn(String answer);

    /** What a person can look for, such as a selector. */
    String selector();

    /** Makes it disappear from graphs, where that is possible. */
    @Nullable Outcome end();
}
