package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.delivery.Remedies;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.Reply;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What the answer to a push tells of credentials, tenant, path, and what was sent. */
final class AnswerSteps {

    /** Loki's and Mimir's words are dskit's; limits that are set per tenant have nothing to do with who it is. */
    private static final Pattern ABOUT_TENANT = Pattern.compile("(?<!per-)\\btenant|\\borg[ _-]?id|\\bx-scope-orgid");

    private static final Pattern ABOUT_TENANT_ID =
            Pattern.compile("no org id|tenant[ _-]?id|\\borg[ _-]?id|x-scope-orgid");
    private static final Pattern LOGIN = Pattern.compile("log-?in|sign-?in|oauth|/auth|sso|saml");

    private final StepLog log;
    private final ShipperSettings settings;
    private final Canary canary;
    private final PathHints hints;
    private final Duration timeout;

    AnswerSteps(StepLog log, ShipperSettings settings, Canary canary, PathHints hints, Duration timeout) {
        this.log = log;
        this.settings = settings;
        this.canary = canary;
        this.hints = hints;
        this.timeout = timeout;
    }

    /** Judges auth, tenant, path and accepted; false when one of them failed. */
    boolean judge(Outcome outcome, @Nullable Reply seen) {
        if (outcome instanceof Outcome.Failed failed) {
            unknown("no answer came");
            String message = failed.cause() instanceof InterruptedIOException
                    ? "no answer within " + Texts.of(timeout)
                    : "the connection broke off before an answer came (" + Remedies.describe(outcome) + ")";
            log.fail(
                    "accepted",
                    message,
                    "check that " + canary.receiver().calledInMessages()
                            + " listens there and not something else, and its own log");
            return false;
        }
        Outcome.Answered answer = (Outcome.Answered) outcome;
        Reply reply = seen != null && seen.status() == answer.status()
                ? seen
                : new Reply(answer.status(), "", null, answer.message());
        if (answer.status() >= 500) {
            unknown("cannot be told from HTTP " + answer.status());
        } else {
            auth(reply);
            if (!log.hasFailed()) {
                tenant(reply);
            }
            if (!log.hasFailed()) {
                path(reply);
            }
        }
        if (!log.hasFailed()) {
            accepted(answer, reply);
        }
        return !log.hasFailed();
    }

    private void unknown(String why) {
        for (String each : List.of("auth", "tenant", "path")) {
            log.skip(each, why);
        }
    }

    private void auth(Reply reply) {
        String words = Texts.of(reply);
        int status = reply.status();
        if (status == 407) {
            log.fail("auth", "the proxy asks for credentials (" + words + ")", "check user and password in proxyUrl");
        } else if ((status == 401 || status == 403) && !isAboutTenant(reply)) {
            log.fail("auth", refused(status) + " (" + words + ")", remedy(status));
        } else {
            log.pass("auth", shown());
        }
    }

    private String refused(int status) {
        if (!settings.credentials().isPresent()) {
            return status == 401 ? "credentials are asked for, and none are set" : "this process may not push";
        }
        return status == 401 ? "the credentials are refused" : "the credentials do not allow to push";
    }

    private String remedy(int status) {
        if (!settings.credentials().isPresent()) {
            return "set basicAuth or bearerToken (or bearerTokenFile)";
        }
        String mend = switch (settings.credentials().toString()) {
            case "basic" -> "check basicAuth.username and its password";
            default -> "check bearerToken or bearerTokenFile";
        };
        return status == 401
                ? mend + "; a hosted backend wants its own user, often a number, beside the token"
                : mend + ", what they allow (a token needs the right to write), and tenantId";
    }

    private String shown() {
        return switch (settings.credentials().toString()) {
            case "basic" -> "user and password are not refused";
            case "bearer" -> "the bearer token is not refused";
            default -> "none are set, and none are asked for";
        };
    }

    private static boolean isAboutTenant(Reply reply) {
        String words = reply.body().toLowerCase(Locale.ROOT);
        return switch (reply.status()) {
            case 401, 403, 404 -> !reply.isPage() && ABOUT_TENANT.matcher(words).find();
            case 400, 422 -> !reply.isPage() && ABOUT_TENANT_ID.matcher(words).find();
            default -> false;
        };
    }

    private void tenant(Reply reply) {
        String tenant = settings.tenantId();
        if (!isAboutTenant(reply)) {
            log.pass(
                    "tenant",
                    tenant == null ? "none is set, and none is asked for" : "'" + tenant + "' is not refused");
            return;
        }
        String words = " (" + Texts.of(reply) + ")";
        if (tenant == null) {
            log.fail(
                    "tenant",
                    "a tenant is asked for, and none is set" + words,
                    "set tenantId: this " + (canary.receiver() == Receiver.LOKI ? "Loki" : "receiver")
                            + " has several tenants");
        } else {
            log.fail(
                    "tenant",
                    "the tenant '" + tenant + "' is refused" + words,
                    "check tenantId, and whether these credentials may push for it");
        }
    }

    private void path(Reply reply) {
        HttpUrl url = HttpUrl.get(settings.url());
        String words = Texts.of(reply);
        int status = reply.status();
        if (status >= 300 && status < 400) {
            redirected(url, reply);
        } else if (status == 404 || status == 405 || status == 410) {
            boolean disabled =
                    words.contains("enable-remote-write-receiver") || words.contains("remote write receiver");
            String hint = disabled
                    ? "start Prometheus with --web.enable-remote-write-receiver"
                    : Objects.requireNonNullElseGet(
                            hints.find(),
                            () -> Remedies.remedy(new Outcome.Answered(status, "", null), canary.receiver()));
            log.fail("path", url.encodedPath() + " is not a place to push to (" + words + ")", hint);
        } else if (reply.isSuccess() && reply.isPage()) {
            log.fail(
                    "path",
                    "a web page came back (" + words + "): " + Texts.of(url) + " is not "
                            + (canary.receiver() == Receiver.LOKI ? "Loki" : "a receiver of remote write"),
                    Objects.requireNonNullElseGet(hints.find(), this::standardPath));
        } else {
            log.pass("path", url.encodedPath() + " takes pushes");
        }
    }

    private String standardPath() {
        return "check host, port and path in url; "
                + Remedies.remedy(new Outcome.Answered(404, "", null), canary.receiver());
    }

    private void redirected(HttpUrl url, Reply reply) {
        HttpUrl to = reply.location() == null ? null : url.resolve(reply.location());
        String address = to == null ? "" : Texts.of(to);
        String message = "HTTP " + reply.status() + " redirects" + (to == null ? "" : " to " + address);
        if (to != null
                && LOGIN.matcher(to.encodedPath().toLowerCase(Locale.ROOT)).find()) {
            log.fail(
                    "path",
                    message + ", where one logs in",
                    "push to an address that takes basicAuth or a bearerToken instead");
        } else {
            log.fail("path", message, place(url, to));
        }
    }

    private String place(HttpUrl url, @Nullable HttpUrl to) {
        if (to != null && to.isHttps() && !url.isHttps() && to.encodedPath().equals(url.encodedPath())) {
            return "write " + Texts.of(to) + " in url";
        }
        return Objects.requireNonNullElseGet(
                hints.find(),
                () -> "write the address that pushes are for in url"
                        + (to == null ? "" : ", perhaps " + Texts.of(to) + " itself"));
    }

    private void accepted(Outcome.Answered answer, Reply reply) {
        boolean success = reply.isSuccess() && answer.status() != Outcome.BLOCKED;
        if (success) {
            log.pass("accepted", "HTTP " + answer.status() + " for " + canary.what());
            return;
        }
        log.fail("accepted", canary.what() + " is refused: " + Texts.of(reply), adviceFor(answer, reply));
    }

    private String adviceFor(Outcome.Answered answer, Reply reply) {
        int status = answer.status();
        boolean ofProxy = (status == 502 || status == 503 || status == 504)
                && (reply.isPage() || answer.message().startsWith("<"));
        if (ofProxy) {
            return "a proxy or load balancer answers, and what is behind it does not: check that "
                    + canary.receiver().calledInMessages() + " runs there";
        }
        return Remedies.remedy(new Outcome.Answered(status, reply.body(), null), canary.receiver());
    }
}
