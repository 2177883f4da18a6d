package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.delivery.Remedies;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Whether a query finds what was sent: asks again and again, for some backends show it only after a while. */
final class QueryStep {

    private static final String NAME = "queryable";
    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    /** Waits. */
    interface Pause {
        void of(long nanos) throws InterruptedException;
    }

    private final StepLog log;
    private final ShipperSettings settings;
    private final HttpTransport transport;
    private final Canary canary;
    private final LongSupplier nanoClock;
    private final Pause pause;

    QueryStep(
            StepLog log,
            ShipperSettings settings,
            HttpTransport transport,
            Canary canary,
            LongSupplier nanoClock,
            Pause pause) {
        this.log = log;
        this.settings = settings;
        this.transport = transport;
        this.canary = canary;
        this.nanoClock = nanoClock;
        this.pause = pause;
    }

    void judge(@Nullable HttpUrl given, Duration timeout) {
        HttpUrl query = given != null ? given : QueryUrl.of(HttpUrl.get(settings.url()), canary.receiver());
        if (query == null) {
            log.skip(NAME, "url does not tell where queries are answered; " + option() + " says it");
            return;
        }
        try {
            ask(query, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.skip(NAME, "interrupted");
        }
    }

    private String option() {
        return "the option " + (canary.receiver() == Receiver.LOKI ? "--loki-query" : "--prometheus-query")
                + " of penstock check";
    }

    private void ask(HttpUrl query, Duration timeout) throws InterruptedException {
        HttpUrl question = canary.question(query);
        long begin = nanoClock.getAsLong();
        long wait = FIRST_PAUSE_NANOS;
        String trouble = "";
        while (true) {
            try {
                Reply reply = transport.get(question, settings.tenantId());
                if (reply.isSuccess() && !reply.isPage() && canary.isIn(reply.body())) {
                    log.pass(NAME, "a query finds it after " + Texts.of(since(begin)));
                    return;
                }
                if (isRefused(reply)) {
                    log.skip(NAME, refusal(query, reply));
                    return;
                }
                trouble = reply.isSuccess() ? "" : Texts.of(reply);
            } catch (IOException e) {
                trouble = Remedies.describe(new Outcome.Failed(e));
                if (willNotPass(e)) {
                    break;
                }
            }
            long left = timeout.toNanos() - (nanoClock.getAsLong() - begin);
            if (left <= 0) {
                break;
            }
            pause.of(Math.min(wait, left));
            wait = Math.min(2 * wait, LONGEST_PAUSE_NANOS);
        }
        fail(query, trouble, since(begin));
    }

    private Duration since(long begin) {
        return Duration.ofNanos(nanoClock.getAsLong() - begin);
    }

    private static boolean willNotPass(IOException e) {
        return e instanceof ConnectException || e instanceof UnknownHostException || e instanceof SSLException;
    }

    /** It answers, and will not answer this. */
    private static boolean isRefused(Reply reply) {
        int status = reply.status();
        return reply.isSuccess() ? reply.isPage() : status >= 300 && status < 500 && status != 408 && status != 429;
    }

    private String refusal(HttpUrl query, Reply reply) {
        String where = Texts.of(query);
        String words = " (" + Texts.of(reply) + ")";
        return switch (reply.status()) {
            case 401, 403 ->
                "accepted, but not read back: these credentials may not query " + where + words
                        + ", as with a token that may only write";
            case 404, 405 ->
                "accepted, but not read back: no queries are answered at " + where + words + "; if they are elsewhere, "
                        + option() + " says where";
            default -> "accepted, but not read back: " + where + " does not answer the query" + words;
        };
    }

    private void fail(HttpUrl query, String trouble, Duration after) {
        String where = Texts.of(query);
        if (trouble.isEmpty()) {
            log.fail(
                    NAME,
                    "accepted, but a query for " + canary.selector() + " does not find it within " + Texts.of(after),
                    canary.receiver() == Receiver.LOKI
                            ? "check that " + where
                                    + " belongs to the same Loki and tenant, Loki's own log, and the clocks"
                                    + " of both machines; a slow Loki needs a longer timeout"
                            : "check that " + where
                                    + " belongs to the same backend and tenant, and whether the receiver"
                                    + " drops or renames series by rules of its own; a slow backend needs a longer timeout");
        } else {
            log.fail(
                    NAME,
                    "accepted, but " + where + " did not answer a query within " + Texts.of(after) + ": " + trouble,
                    "check that queries are answered there, and its own log; if they are elsewhere, " + option()
                            + " says where");
        }
    }
}
