package dev.penstock.delivery;

import dev.penstock.transport.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLException;

/** Says what a failure is and what a person can do about it. */
final class Remedies {

    private Remedies() {}

    /** What failures are the same trouble. */
    static String kind(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answer) {
            return "status " + answer.status();
        }
        return ((Outcome.Failed) outcome).cause().getClass().getSimpleName();
    }

    /** What happened. */
    static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answer) {
            return "HTTP " + answer.status() + (answer.message().isEmpty() ? "" : " '" + answer.message() + "'");
        }
        IOException cause = ((Outcome.Failed) outcome).cause();
        String message = cause.getMessage();
        return cause.getClass().getSimpleName()
                + (message == null ? "" : " '" + message.lines().findFirst().orElse("") + "'");
    }

    /** What to do. */
    static String remedy(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answer) {
            return ofStatus(answer.status());
        }
        IOException cause = ((Outcome.Failed) outcome).cause();
        if (cause instanceof FileSystemException) {
            return "check the file that bearerTokenFile or passwordFile names";
        }
        if (cause instanceof UnknownHostException) {
            return "check the host name in url, and DNS";
        }
        if (cause instanceof ConnectException) {
            return "check that Loki runs there and that host and port in url are right";
        }
        if (cause instanceof SSLException) {
            return "check https in url, and the tls settings: ca, cert and key, serverName";
        }
        if (cause instanceof InterruptedIOException) {
            return "Loki or the network is slow; see remoteTimeout";
        }
        return "check the network between here and url";
    }

    private static String ofStatus(int status) {
        return switch (status) {
            case 260 -> "Loki blocks this tenant's or policy's pushes: ask who runs it";
            case 400, 422 -> "Loki found these records wrong; its words above say which and why";
            case 401, 403 -> "check basicAuth or bearerToken, and tenantId (Loki says 'no org id' when it is missing)";
            case 407 -> "check user and password in proxyUrl";
            case 404, 405 -> "check the path in url; Loki's is /loki/api/v1/push";
            case 413 -> "lower batchSize, or raise the limit of Loki or of the proxy before it";
            case 429 -> "Loki's rate limit: log less, or ask for a higher limit";
            default ->
                status >= 300 && status < 400 ? "url is redirected; use the address it leads to" : "see Loki's own log";
        };
    }
}
