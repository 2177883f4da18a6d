package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Finds out step by step whether a backend takes what is shipped, and whether a query finds it: dns, connect, tls, auth,
 * tenant, path, accepted, queryable. The first step that fails ends the check.
 *
 * <p>One log line, or one sample of the series {@code penstock_check}, is really stored: it takes the way of everything
 * that is shipped, with the same HTTP client, TLS, proxy, headers, credentials and tenant. The series is ended by a stale
 * marker afterwards. Immutable and thread-safe; {@link #run} blocks its caller.
 */
public final class BackendCheck {

    /** Each step has its own time; the whole request has that of name, connection, TLS and answer. */
    private static final int STEPS_OF_A_REQUEST = 4;

    private static final int FOR_QUERY = 3;

    private final String name;
    private final Receiver receiver;
    private final ShipperSettings settings;
    private final Canary.Maker maker;
    private final @Nullable HttpUrl query;

    private BackendCheck(
            String name, Receiver receiver, ShipperSettings settings, Canary.Maker maker, @Nullable HttpUrl query) {
        this.name = name;
        this.receiver = receiver;
        this.settings = settings;
        this.maker = maker;
        this.query = query;
    }

    /**
     * A check of a Loki.
     *
     * @param settings those that logs are shipped with
     * @return the check
     */
    public static BackendCheck loki(ShipperSettings settings) {
        return new BackendCheck(
                "Loki", Receiver.LOKI, settings, transport -> new LogCanary(settings, transport, Instant.now()), null);
    }

    /**
     * A check of a receiver of remote write: Prometheus, Mimir, Grafana Cloud, VictoriaMetrics and their like.
     *
     * @param settings those that metrics are shipped with
     * @return the check
     */
    public static BackendCheck remoteWrite(RemoteWriteSettings settings) {
        return new BackendCheck(
                "remote write",
                Receiver.REMOTE_WRITE,
                settings.delivery(),
                transport -> new SampleCanary(settings, transport, SampleCanary.nextMillis()),
                null);
    }

    /**
     * The same check with a query API that is not found where the push URL suggests it.
     *
     * @param url its base, such as {@code http://localhost:3100} or {@code http://mimir:9009/prometheus}, or the full URL
     *     of {@code query_range} or {@code query}; with {@code user:password@} for other credentials than those of the
     *     settings; null for the one that the push URL suggests
     * @return a new check
     * @throws SettingException when it is not a http or https URL
     */
    public BackendCheck queryUrl(@Nullable String url) {
        return new BackendCheck(
                name, receiver, settings, maker, url == null ? null : QueryUrl.parse("queryUrl", url, receiver));
    }

    /**
     * What is checked.
     *
     * @return such as {@code Loki at http://localhost:3100/loki/api/v1/push}
     */
    public String title() {
        return new CheckReport(name, settings.displayUrl(), List.of()).title();
    }

    /**
     * Runs the check: takes a few hundred milliseconds where all is well, and the timeouts where nothing answers. Never
     * throws for what the network or the backend does.
     *
     * @param timeout the longest that each step may take, at least 1 ms; three times as long for {@code queryable}, since
     *     some backends show what they have stored only after a while
     * @return what was found
     */
    public CheckReport run(Duration timeout) {
        return run(timeout, step -> {});
    }

    /**
     * Runs the check, and tells of each step as soon as it is known.
     *
     * @param timeout as for {@link #run(Duration)}
     * @param listener called on this thread, in the order of the steps
     * @return what was found
     */
    public CheckReport run(Duration timeout, Consumer<Step> listener) {
        StepLog log = new StepLog(new Secrets(settings, query), listener);
        ConnectionTrace trace = new ConnectionTrace();
        try {
            HttpTransport transport = new HttpTransport(settings, builder -> watch(builder, trace, timeout));
            try {
                steps(log, transport, trace, timeout);
            } finally {
                transport.close();
            }
        } catch (SettingException e) {
            log.skip("dns", "not tried");
            log.skip("connect", "not tried");
            log.fail("tls", String.valueOf(e.getMessage()), "mend the tls settings");
        }
        return new CheckReport(name, settings.displayUrl(), log.finished());
    }

    private static void watch(OkHttpClient.Builder builder, ConnectionTrace trace, Duration timeout) {
        builder.eventListener(trace)
                .addInterceptor(trace)
                .dns(new TimedDns(timeout))
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout.multipliedBy(STEPS_OF_A_REQUEST));
    }

    private void steps(StepLog log, HttpTransport transport, ConnectionTrace trace, Duration timeout) {
        Canary canary = maker.over(transport);
        Outcome outcome = canary.send();
        ConnectionSteps connection = new ConnectionSteps(log, settings, receiver, timeout, trace);
        if (!connection.judge(outcome)) {
            return;
        }
        if (!new TlsStep(log, settings, transport, timeout, trace).judge(outcome)) {
            return;
        }
        PathHints hints = new PathHints(transport, HttpUrl.get(settings.url()), settings.tenantId(), receiver);
        if (!new AnswerSteps(log, settings, canary, hints, timeout).judge(outcome, trace.reply())) {
            return;
        }
        try {
            new QueryStep(log, settings, transport, canary, System::nanoTime, TimeUnit.NANOSECONDS::sleep)
                    .judge(query, timeout.multipliedBy(FOR_QUERY));
        } finally {
            Outcome unused = canary.end();
        }
    }
}
