package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.Series;
import dev.penstock.remotewrite.SeriesTable;
import dev.penstock.remotewrite.TargetLabels;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.RemoteWriteTransport;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A sample of {@code penstock_check}: a gauge that says when it was checked. No label tells one check from another, so
 * that a thousand checks are one series; the value does.
 */
final class SampleCanary implements Canary {

    private static final MetricFamily FAMILY =
            new MetricFamily("penstock_check", MetricType.GAUGE, "When this process checked its remote write.", "");

    /** Source: prometheus.io/docs/prometheus/latest/querying/api, instant vectors: {@code "value": [ time, "value" ]}. */
    private static final Pattern VALUE = Pattern.compile("\"value\"\\s*:\\s*\\[[^,\\]]*,\\s*\"([^\"]+)\"");

    private static final double HALF_A_MILLISECOND = 0.0005;

    /** The time of the sample made last, by whichever check of this process. */
    private static final AtomicLong LAST_MILLIS = new AtomicLong();

    private final RemoteWriteSettings settings;
    private final RemoteWriteTransport transport;
    private final long time;
    private final double value;
    private SeriesTable table;
    private String name = FAMILY.name();

    /**
     * A canary.
     *
     * @param timeMillis since the epoch, another one for each check
     */
    SampleCanary(RemoteWriteSettings settings, HttpTransport http, long timeMillis) {
        this.settings = settings;
        transport = new RemoteWriteTransport(
                settings,
                http,
                new Diagnostics("check", (severity, message) -> {}, System::nanoTime),
                System::nanoTime);
        time = timeMillis;
        value = timeMillis / 1000.0;
        table = table(TargetLabels.of(settings));
    }

    /** The time, for one sample alone: the next check may follow within the millisecond in which this one's series ended. */
    static long nextMillis() {
        return LAST_MILLIS.accumulateAndGet(System.currentTimeMillis(), (last, now) -> Math.max(last + 1, now));
    }

    private SeriesTable table(TargetLabels target) {
        return new SeriesTable(target, settings.maxSamplesPerSend(), false, false, (kind, message) -> {});
    }

    @Override
    public Receiver receiver() {
        return Receiver.REMOTE_WRITE;
    }

    @Override
    public String what() {
        return "a sample of " + name + ", by remote write "
                + switch (transport.message()) {
                    case V1 -> "1.0";
                    default -> "2.0";
                };
    }

    @Override
    public Outcome send() {
        byte[] body = body();
        if (body == null) {
            // The rules drop it, which says nothing against the receiver.
            table = table(TargetLabels.withoutRules(settings));
            body = body();
        }
        if (body == null) {
            throw new IllegalStateException("a series without rules is dropped");
        }
        return transport.send(body, settings.delivery().tenantId(), 0);
    }

    private byte @Nullable [] body() {
        table.begin(time, false);
        Series series = table.series(FAMILY, FAMILY.name(), Labels.EMPTY);
        series.set(value);
        byte[] body = commit();
        if (body != null) {
            String text = series.toString();
            name = text.substring(0, text.indexOf('{'));
        }
        return body;
    }

    private byte @Nullable [] commit() {
        byte[][] made = new byte[1][];
        table.commit((body, samples) -> made[0] = body);
        return made[0];
    }

    /**
     * At the sample's own time, in case clocks differ; without what VictoriaMetrics does to answer fast.
     *
     * <p>Sources: prometheus.io/docs/prometheus/latest/querying/api; docs.victoriametrics.com, {@code latency_offset}.
     */
    @Override
    public HttpUrl question(HttpUrl query) {
        return query.newBuilder()
                .setQueryParameter("query", name)
                .setQueryParameter("time", BigDecimal.valueOf(time, 3).toPlainString())
                .setQueryParameter("latency_offset", "1ms")
                .setQueryParameter("nocache", "1")
                .build();
    }

    @Override
    public boolean isIn(String answer) {
        Matcher found = VALUE.matcher(answer);
        while (found.find()) {
            if (isValue(found.group(1))) {
                return true;
            }
        }
        return false;
    }

    private boolean isValue(String text) {
        try {
            return Math.abs(Double.parseDouble(text) - value) < HALF_A_MILLISECOND;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public String selector() {
        return name;
    }

    @Override
    public Outcome end() {
        table.begin(nextMillis(), false);
        byte[] body = commit();
        return body == null
                ? new Outcome.Answered(204, "", null)
                : transport.send(body, settings.delivery().tenantId(), 0);
    }
}
