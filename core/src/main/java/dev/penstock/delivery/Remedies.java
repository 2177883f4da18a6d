package dev.penstock.delivery;

import dev.penstock.transport.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what a failure is and what a person can do about it. */
public final class Remedies {

    private Remedies() {}

    /** What failures are the same trouble. */
    static String kind(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answer) {
            String words = knownWords(answer.message());
            return "status " + answer.status() + (words == null ? "" : " " + words);
        }
        return ((Outcome.Failed) outcome).cause().getClass().getSimpleName();
    }

    /** Whether a failure without an answer will not pass by itself: certificates, or a file that is not there. */
    static boolean isForPeople(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && (failed.cause() instanceof SSLException || failed.cause() instanceof FileSystemException);
    }

    /**
     * What happened.
     *
     * @param outcome of a request
     * @return such as {@code HTTP 503 'overloaded'}
     */
    public static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answer) {
            return "HTTP " + answer.status() + (answer.message().isEmpty() ? "" : " '" + answer.message() + "'");
        }
        IOException cause = ((Outcome.Failed) outcome).cause();
        String message = cause.getMessage();
        return cause.getClass().getSimpleName()
                + (message == null ? "" : " '" + message.lines().findFirst().orElse("") + "'");
    }

    /**
     * What to do.
     *
     * @param outcome of a request that failed
     * @param receiver who was to take it
     * @return a sentence without a capital letter and a full stop
     */
    public static String remedy(Outcome outcome, Receiver receiver) {
        if (outcome instanceof Outcome.Answered answer) {
            String words = receiver == Receiver.LOKI ? knownWords(answer.message()) : null;
            return words == null ? receiver.remedy(answer.status()) : BY_WORDS.getOrDefault(words, "");
        }
        IOException cause = ((Outcome.Failed) outcome).cause();
        if (isOfOtherVersion(cause)) {
            return "the class path has classes of another OkHttp or Okio than okhttp-jvm needs: use OkHttp 5"
                    + " (okhttp-jvm), or exclude okhttp-jvm from penstock's dependencies where OkHttp 4.12 is to stay";
        }
        if (cause instanceof FileSystemException) {
            return "check the file that bearerTokenFile or passwordFile names";
        }
        if (cause instanceof UnknownHostException) {
            return "check the host name in url (or in proxyUrl), and DNS";
        }
        if (cause instanceof ConnectException) {
            return "check that " + receiver.calledInMessages()
                    + " runs there (or the proxy of proxyUrl) and that host and port in url are right";
        }
        if (cause instanceof SSLException) {
            return "check https in url, and the tls settings: ca, cert and key, serverName";
        }
        if (cause instanceof InterruptedIOException) {
            return receiver.calledInMessages() + " or the network is slow; see remoteTimeout";
        }
        return "check the network between here and url";
    }

    /** OkHttp hands on an Error of its own as the cause, or suppressed, of an exception that says that the call failed. */
    private static boolean isOfOtherVersion(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof LinkageError
                    || Arrays.stream(each.getSuppressed()).anyMatch(LinkageError.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    /** What Loki says in words tells more than its status. Source: grafana/loki, pkg/validation/validate.go. */
    private static final Map<String, String> BY_WORDS = words();

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("no org id", "set tenantId: this Loki has several tenants");
        words.put(
                "timestamp too old",
                "check this machine's clock and the events' times, or raise reject_old_samples_max_age in Loki");
        words.put("timestamp too new", "check this machine's clock and Loki's: one of them is wrong");
        words.put(
                "too far behind",
                "events came more than an hour after younger ones of their stream; give them a stream of their own by a"
                        + " label");
        words.put(
                "label names; limit",
                "use fewer labels and more structuredMetadata, or raise max_label_names_per_series in Loki");
        words.put("max entry size", "lower maxLineSize to this limit, or raise max_line_size in Loki");
        words.put("stream limit", "use fewer labels, with fewer values: each set of label values is a stream");
        words.put("rate limit", "log less, or raise ingestion_rate_mb (or per_stream_rate_limit) in Loki");
        words.put(
                "couldn't parse labels", "a label of this name is not accepted; please report it with the line above");
        words.put(
                "structured metadata",
                "use less structuredMetadata, or raise its limits in Loki (allow_structured_metadata)");
        return words;
    }

    private static @Nullable String knownWords(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        for (String each : BY_WORDS.keySet()) {
            if (lower.contains(each)) {
                return each;
            }
        }
        return null;
    }
}
