package dev.penstock.check;

import dev.penstock.delivery.Remedies;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Whether both ends speak TLS, or none, and trust each other. */
final class TlsStep {

    /** What servers that want TLS answer to plain HTTP: Go's, nginx, Apache, Tomcat. */
    private static final List<String> WANTS_TLS = List.of(
            "http request to an https server",
            "plain http request was sent to https port",
            "speaking plain http to an ssl-enabled server port",
            "combination of host and port requires tls");

    /** An alert, as far as OkHttp quotes what it could not read. */
    private static final String TLS_ALERT = "content=1503";

    /** OkHttp's words for a certificate of another name. */
    private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[([^\\]]*)\\]");

    private final StepLog log;
    private final ShipperSettings settings;
    private final HttpTransport transport;
    private final Duration timeout;
    private final ConnectionTrace trace;
    private final HttpUrl url;

    TlsStep(StepLog log, ShipperSettings settings, HttpTransport transport, Duration timeout, ConnectionTrace trace) {
        this.log = log;
        this.settings = settings;
        this.transport = transport;
        this.timeout = timeout;
        this.trace = trace;
        url = HttpUrl.get(settings.url());
    }

    /** Judges a connection; false when it failed. */
    boolean judge(Outcome outcome) {
        if (!url.isHttps()) {
            return plain(outcome);
        }
        Handshake handshake = trace.handshake();
        if (outcome instanceof Outcome.Failed failed) {
            Causes causes = new Causes(failed.cause());
            if (handshake == null || causes.have(SSLException.class)) {
                failed(failed.cause(), causes);
                return false;
            }
        }
        log.pass("tls", handshake == null ? "spoken" : words(handshake));
        return true;
    }

    private boolean plain(Outcome outcome) {
        Reply reply = trace.reply();
        boolean wantsTls = outcome instanceof Outcome.Failed failed
                ? new Causes(failed.cause()).say(TLS_ALERT) || (isUnreadable(failed.cause()) && speaksTls())
                : reply != null && reply.status() == 400 && saysTls(reply);
        if (wantsTls) {
            log.fail(
                    "tls",
                    url.host() + ":" + url.port() + " speaks TLS, and url begins with http://",
                    "write https:// in url");
            return false;
        }
        log.skip("tls", "not with http://");
        return true;
    }

    private static boolean saysTls(Reply reply) {
        String body = reply.body().toLowerCase(Locale.ROOT);
        return WANTS_TLS.stream().anyMatch(body::contains);
    }

    /** It was cut, or what came was no HTTP; a backend that is slow is no riddle. */
    private static boolean isUnreadable(IOException cause) {
        return !(cause instanceof InterruptedIOException);
    }

    private boolean speaksTls() {
        try {
            Reply reply = transport.getAsStranger(url.newBuilder()
                    .scheme("https")
                    .port(url.port())
                    .query(null)
                    .build());
            return reply.status() > 0;
        } catch (SSLException e) {
            Causes causes = new Causes(e);
            return e instanceof SSLPeerUnverifiedException
                    || causes.have(CertificateException.class)
                    || causes.say("alert");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean speaksPlainly() {
        try {
            Reply reply = transport.getAsStranger(
                    url.newBuilder().scheme("http").port(url.port()).query(null).build());
            return reply.status() > 0 && !saysTls(reply);
        } catch (IOException e) {
            return false;
        }
    }

    private static String words(Handshake handshake) {
        String version = handshake.tlsVersion().javaName();
        List<Certificate> chain = handshake.peerCertificates();
        if (chain.isEmpty() || !(chain.get(0) instanceof X509Certificate certificate)) {
            return version;
        }
        return version + ", the certificate of "
                + certificate.getSubjectX500Principal().getName() + " is valid until "
                + certificate.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private void failed(IOException cause, Causes causes) {
        String host = settings.tls().serverName() == null
                ? url.host()
                : String.valueOf(settings.tls().serverName());
        String where = url.host() + ":" + url.port();
        String said = " (" + Remedies.describe(new Outcome.Failed(cause)) + ")";
        if (cause instanceof SSLPeerUnverifiedException) {
            log.fail(
                    "tls",
                    "the certificate is not one for " + host + names(cause),
                    "use a name in url that it is for, or set tls.serverName to one");
        } else if (causes.have(CertificateExpiredException.class)) {
            log.fail(
                    "tls",
                    "the certificate of " + where + " has expired"
                            + date(causes.find(CertificateExpiredException.class)),
                    "have it renewed there; or, if it is new, set this machine's clock");
        } else if (causes.have(CertificateNotYetValidException.class)) {
            log.fail(
                    "tls",
                    "the certificate of " + where + " is not valid yet"
                            + date(causes.find(CertificateNotYetValidException.class)),
                    "check this machine's clock");
        } else if (causes.say("unable to find valid certification path")
                || causes.say("pkix")
                || causes.say("trust anchor")) {
            log.fail(
                    "tls",
                    "the certificate of " + where + " is not trusted: no authority that is known here signed it",
                    settings.tls().ca() == null
                            ? "set tls.ca to a PEM file with the authority's certificate, or put that into the truststore in"
                                    + " use"
                            : "tls.ca holds another authority's certificate; it counts in place of the JVM's own");
        } else if (causes.have(InterruptedIOException.class)) {
            log.fail(
                    "tls",
                    where + " takes connections, and does not answer to TLS within " + Texts.of(timeout),
                    "check the port in url, and that it is one for https");
        } else if (causes.say("unsupported or unrecognized ssl message") || (!causes.say("alert") && speaksPlainly())) {
            log.fail(
                    "tls",
                    where + " does not speak TLS, and url begins with https://",
                    "write http:// in url, or the port for https");
        } else if (causes.say("certificate_required")
                || causes.say("bad_certificate")
                || (trace.handshake() != null && causes.say("alert"))) {
            log.fail(
                    "tls",
                    where + " does not take the certificate of this process" + said,
                    "set tls.cert and tls.key to a certificate that it trusts");
        } else {
            log.fail(
                    "tls",
                    "no TLS with " + where + said,
                    "check that the port in url is one for https, whether it wants a client certificate (tls.cert,"
                            + " tls.key), and its TLS versions");
        }
    }

    private static String names(IOException cause) {
        Matcher names = NAMES.matcher(String.valueOf(cause.getMessage()));
        return names.find() && !names.group(1).isBlank() ? ": it is for " + names.group(1) : "";
    }

    private static String date(@Nullable Exception e) {
        return e == null || e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    }
}
