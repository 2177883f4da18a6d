package dev.penstock.transport;

import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.metrics.RemoteWriteCounts;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.RequestContent;
import dev.penstock.remotewrite.V1Metadata;
import dev.penstock.remotewrite.V1Request;
import dev.penstock.settings.ProtobufMessage;
import dev.penstock.settings.RemoteWriteSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Sends by remote write 2.0, or by 1.0 to an endpoint that turned out not to know it: with 415, or by answering with
 * success without saying what it has written, as those do that read a 2.0 request as an empty one of 1.0. Which one it is
 * is remembered until the next start.
 *
 * <p>Sources: prometheus/docs, docs/specs/prw/remote_write_spec.md and remote_write_spec_2_0.md.
 */
public final class RemoteWriteTransport implements Transport {

    private static final int UNSUPPORTED = 415;
    private static final int TOO_LARGE = 413;
    private static final Outcome.Written NOTHING = new Outcome.Written(0, 0, 0);
    private static final String LEFT_OUT =
            "left out of 1.0 are native histograms unless sendNativeHistograms is true, those"
                    + " with custom buckets always, and series that are the same once their names are escaped";
    private static final String VERSION = "X-Prometheus-Remote-Write-Version";
    private static final String RETRY_ATTEMPT = "Retry-Attempt";

    /** Made with the first request. */
    private static final class Types {

        static final MediaType V1 = HttpTransport.Types.PROTOBUF;
        static final MediaType V2 = MediaType.get("application/x-protobuf;proto=" + ProtobufMessage.V2.fullName());

        private Types() {}
    }

    private final HttpTransport http;
    private final RemoteWriteSettings settings;
    private final Diagnostics diagnostics;
    private final RequestCounter counter = new RequestCounter();
    private final MetadataSchedule metadata;
    private volatile boolean speaksV1;

    /** Whether the endpoint has said of a 2.0 request what it wrote: then it knows 2.0, whatever a proxy answers once. */
    private boolean knowsV2;

    /**
     * A transport to the settings' URL. Opens no connection yet.
     *
     * @param settings where and how
     * @param diagnostics told when the endpoint does not know 2.0
     * @param nanoClock such as {@code System::nanoTime}
     * @throws dev.penstock.settings.SettingException when a TLS file cannot be used
     */
    public RemoteWriteTransport(RemoteWriteSettings settings, Diagnostics diagnostics, LongSupplier nanoClock) {
        this(settings, new HttpTransport(settings.delivery()), diagnostics, nanoClock);
    }

    /**
     * The same by way of a transport that is there already.
     *
     * @param settings where and how
     * @param http closed with this one
     * @param diagnostics told when the endpoint does not know 2.0
     * @param nanoClock such as {@code System::nanoTime}
     */
    public RemoteWriteTransport(
            RemoteWriteSettings settings, HttpTransport http, Diagnostics diagnostics, LongSupplier nanoClock) {
        this.settings = settings;
        this.http = http;
        this.diagnostics = diagnostics;
        metadata = new MetadataSchedule(nanoClock);
        speaksV1 = settings.protobufMessage() == ProtobufMessage.V1;
    }

    /**
     * What the endpoint gets.
     *
     * @return 1.0 if it is set, or if the endpoint does not know 2.0
     */
    public ProtobufMessage message() {
        return speaksV1 ? ProtobufMessage.V1 : ProtobufMessage.V2;
    }

    /**
     * What was counted.
     *
     * @return a snapshot
     */
    public RemoteWriteCounts counts() {
        return counter.snapshot();
    }

    @Override
    public Outcome send(byte[] body, @Nullable String tenant, int attempt) {
        try {
            return speaksV1 ? sendV1(body, tenant, attempt) : sendV2(body, tenant, attempt);
        } catch (IllegalArgumentException e) {
            // Out of a directory, perhaps: it will not get better.
            return new Outcome.Answered(400, "not sent, for it cannot be read: " + e.getMessage(), null, NOTHING);
        }
    }

    private Outcome sendV2(byte[] body, @Nullable String tenant, int attempt) {
        RequestContent content = RequestContent.of(body);
        Outcome outcome = http.send(body, Types.V2, headers("2.0.0", attempt), tenant);
        if (outcome instanceof Outcome.Answered answer
                && isSuccess(answer)
                && answer.written() != null
                && answer.written().records() > 0) {
            knowsV2 = true;
        }
        if (outcome instanceof Outcome.Answered answer && isUnknown(answer, content)) {
            if (settings.protobufMessage() == ProtobufMessage.AUTO) {
                speaksV1 = true;
                diagnostics.info(settings.delivery().displayUrl() + " does not know remote write 2.0 (HTTP "
                        + answer.status() + (isSuccess(answer) ? " without saying what it has written" : "")
                        + "); 1.0 is sent from now on");
                return sendV1(body, tenant, attempt);
            }
            outcome = new Outcome.Answered(
                    UNSUPPORTED,
                    isSuccess(answer)
                            ? "HTTP " + answer.status() + " without saying what it has written: it does not know"
                                    + " remote write 2.0"
                            : answer.message(),
                    null);
        } else if (outcome instanceof Outcome.Answered answer && answer.status() < 500 && answer.written() == null) {
            // Source: remote_write_spec_2_0.md: headers that are missing count as 0.
            outcome = new Outcome.Answered(answer.status(), answer.message(), answer.retryAfter(), NOTHING);
        }
        count(content, body.length, outcome);
        return outcome;
    }

    private boolean isUnknown(Outcome.Answered answer, RequestContent content) {
        Outcome.Written written = answer.written();
        return answer.status() == UNSUPPORTED
                || (!knowsV2
                        && isSuccess(answer)
                        && content.records() > 0
                        && (written == null || written.records() == 0));
    }

    private Outcome sendV1(byte[] body, @Nullable String tenant, int attempt) {
        V1Request request = V1Request.of(body, settings.sendsNativeHistograms(ProtobufMessage.V1));
        metadata.learn(request.families());
        RequestContent content = request.content();
        if (content.records() == 0) {
            return new Outcome.Answered(204, LEFT_OUT, null, NOTHING);
        }
        Outcome outcome = http.send(request.body(), Types.V1, headers("0.1.0", attempt), tenant);
        if (outcome instanceof Outcome.Answered answer
                && answer.status() == UNSUPPORTED
                && settings.protobufMessage() == ProtobufMessage.AUTO) {
            // It was upgraded, or only looked as if it knew no 2.0.
            speaksV1 = false;
            knowsV2 = true;
            return sendV2(body, tenant, attempt);
        }
        if (outcome instanceof Outcome.Answered answer && isSuccess(answer)) {
            if (answer.written() == null) {
                // 1.0 says nothing: a success is for all.
                outcome = new Outcome.Answered(
                        answer.status(),
                        request.isComplete() ? "" : LEFT_OUT,
                        answer.retryAfter(),
                        new Outcome.Written(content.samples(), content.histograms(), content.exemplars()));
            }
            sendMetadata(tenant);
        }
        count(content, request.body().length, outcome);
        return outcome;
    }

    private void count(RequestContent content, int size, Outcome outcome) {
        counter.sent(content, size);
        if (outcome instanceof Outcome.Answered tooLarge && tooLarge.status() == TOO_LARGE) {
            // It is divided, and its parts are counted.
            return;
        }
        if (outcome instanceof Outcome.Answered answer && !isToBeRepeated(answer.status())) {
            counter.settled(content, answer.written());
        } else {
            counter.retry(content);
        }
    }

    private static boolean isToBeRepeated(int status) {
        return status == 408 || status == 429 || status >= 500 || (status >= 300 && status < 400);
    }

    private static boolean isSuccess(Outcome.Answered answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    private void sendMetadata(@Nullable String tenant) {
        List<MetricFamily> due = metadata.due();
        if (due.isEmpty()) {
            return;
        }
        byte[] body = V1Metadata.request(due);
        Outcome outcome = http.send(body, Types.V1, headers("0.1.0", 0), tenant);
        boolean stored = outcome instanceof Outcome.Answered answer && isSuccess(answer);
        counter.metadata(due.size(), body.length, stored);
        if (!stored) {
            diagnostics.trouble(
                    "metadata",
                    settings.delivery().displayUrl() + " did not take the metadata of " + due.size()
                            + " metrics (type, help, unit); samples are not affected, and it will be tried again");
        }
    }

    private static Map<String, String> headers(String version, int attempt) {
        Map<String, String> headers = new HashMap<>();
        headers.put(VERSION, version);
        if (attempt > 0) {
            headers.put(RETRY_ATTEMPT, Integer.toString(attempt));
        }
        return headers;
    }

    @Override
    public void cancel() {
        http.cancel();
    }

    @Override
    public void close() {
        http.close();
    }
}
