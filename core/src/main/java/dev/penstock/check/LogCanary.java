package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.loki.PushRequestBuilder;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Outcome;
import dev.penstock.wire.RequestScratch;
import java.time.Instant;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The log line {@code penstock check <id>}, in a stream of its own. */
final class LogCanary implements Canary {

    private static final String SERVICE_NAME = "penstock-check";
    private static final String SELECTOR = "{service_name=\"" + SERVICE_NAME + "\"}";
    private static final long AROUND_SECONDS = 60;

    private final ShipperSettings settings;
    private final HttpTransport transport;
    private final Instant time;
    private final String id = UUID.randomUUID().toString();
    private final String line = "penstock check " + id;

    LogCanary(ShipperSettings settings, HttpTransport transport, Instant time) {
        this.settings = settings;
        this.transport = transport;
        this.time = time;
    }

    @Override
    public Receiver receiver() {
        return Receiver.LOKI;
    }

    @Override
    public String what() {
        return "a log line";
    }

    @Override
    public Outcome send() {
        Entry entry = new Entry();
        entry.labels().add("service_name", SERVICE_NAME);
        entry.labels().add("level", "INFO");
        entry.setLine(line);
        entry.setTimestamp(time);
        PushRequestBuilder request = new PushRequestBuilder(
                new StreamDefaults(settings.externalLabels(), SERVICE_NAME),
                settings.maxLineSize(),
                new RequestScratch());
        boolean cut = request.prepare(entry);
        assert !cut;
        request.addPrepared();
        return transport.send(request.build(), settings.tenantId(), 0);
    }

    /** Source: grafana/loki, docs/sources/reference/loki-http-api.md; times in nanoseconds. */
    @Override
    public HttpUrl question(HttpUrl query) {
        return query.newBuilder()
                .setQueryParameter("query", SELECTOR + " |= \"" + id + "\"")
                .setQueryParameter("start", nanos(time.minusSeconds(AROUND_SECONDS)))
                .setQueryParameter("end", nanos(time.plusSeconds(AROUND_SECONDS)))
                .setQueryParameter("limit", "1")
                .build();
    }

    private static String nanos(Instant at) {
        return at.getEpochSecond() + String.format("%09d", at.getNano());
    }

    /** Who repeats the question only repeats the id. */
    @Override
    public boolean isIn(String answer) {
        return answer.contains(line);
    }

    @Override
    public String selector() {
        return SELECTOR;
    }

    @Override
    public @Nullable Outcome end() {
        return null;
    }
}
