package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.delivery.Remedies;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** What the way of a request tells of name, host and port, and of the proxy before them. */
final class ConnectionSteps {

    private static final int MOST_ADDRESSES = 3;

    private final StepLog log;
    private final ShipperSettings settings;
    private final HttpUrl url;
    private final Receiver receiver;
    private final Duration timeout;
    private final ConnectionTrace trace;

    ConnectionSteps(StepLog log, ShipperSettings settings, Receiver receiver, Duration timeout, ConnectionTrace trace) {
        this.log = log;
        this.settings = settings;
        this.receiver = receiver;
        this.timeout = timeout;
        this.trace = trace;
        url = HttpUrl.get(settings.url());
    }

    /** Judges dns and connect; false when one of them failed, or nothing was tried. */
    boolean judge(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            Causes causes = new Causes(failed.cause());
            if (!trace.started()) {
                credentialsCannotBeRead(failed.cause());
                return false;
            }
            if (!trace.connected() && causes.have(UnknownHostException.class)) {
                log.fail(
                        "dns",
                        host() + " was not found: " + dnsWords(causes),
                        "check the host name in " + setting() + ", and the DNS of this machine or container");
                return false;
            }
            dns();
            if (!trace.connected()) {
                notConnected(failed.cause(), causes);
                return false;
            }
        } else {
            dns();
        }
        connected();
        return true;
    }

    /** It is read before anything is connected to. */
    private void credentialsCannotBeRead(IOException cause) {
        log.skip("dns", "not tried");
        log.skip("connect", "not tried");
        log.skip("tls", "not tried");
        String message;
        if (cause instanceof NoSuchFileException missing) {
            message = "there is no file " + missing.getFile();
        } else if (cause instanceof AccessDeniedException denied) {
            message = "this process may not read " + denied.getFile();
        } else {
            message =
                    cause instanceof FileSystemException ? Remedies.describe(outcome(cause)) : cause.getMessage() + "";
        }
        log.fail("auth", message, "check the file that bearerTokenFile or passwordFile names");
    }

    private static Outcome outcome(IOException cause) {
        return new Outcome.Failed(cause);
    }

    private static String dnsWords(Causes causes) {
        UnknownHostException unknown = causes.find(UnknownHostException.class);
        return unknown == null || unknown.getMessage() == null ? "no address" : unknown.getMessage();
    }

    private void dns() {
        String resolved = trace.resolvedHost();
        List<InetAddress> addresses = trace.addresses();
        if (trace.proxy().type() == Proxy.Type.SOCKS) {
            log.skip("dns", "left to " + proxyName());
        } else if (resolved == null || addresses.isEmpty()) {
            log.pass("dns", host() + " is an address");
        } else {
            String some = addresses.stream()
                    .limit(MOST_ADDRESSES)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            int more = addresses.size() - MOST_ADDRESSES;
            log.pass("dns", resolved + " is " + some + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void connected() {
        InetSocketAddress at = trace.connectedTo();
        InetAddress address = at == null ? null : at.getAddress();
        String numbers =
                address == null || host().equals(address.getHostAddress()) ? "" : " (" + address.getHostAddress() + ")";
        log.pass("connect", (isProxied() ? "the proxy " : "") + hostAndPort() + numbers + " takes connections");
    }

    private void notConnected(IOException cause, Causes causes) {
        if (causes.say("failed to authenticate with proxy")) {
            connected();
            log.skip("tls", "not reached, for the proxy asks for other credentials");
            log.fail(
                    "auth",
                    proxyName() + " asks for other credentials (HTTP 407)",
                    "check user and password in proxyUrl");
        } else if (causes.say("unexpected response code for connect")) {
            log.fail(
                    "connect",
                    proxyName() + " does not connect to " + url.host() + ":" + url.port() + " (" + statusIn(causes)
                            + ")",
                    "check host and port in url, and whether the proxy may and can connect there");
        } else {
            refused(cause, causes);
        }
    }

    private static String statusIn(Causes causes) {
        IOException words = causes.find(IOException.class);
        String message = words == null ? "" : String.valueOf(words.getMessage());
        return "HTTP " + message.replaceAll("\\D+", "");
    }

    private void refused(IOException cause, Causes causes) {
        String place = hostAndPort();
        String where = "check host and port in " + setting() + ", and that "
                + (isProxied() ? "the proxy" : receiver.calledInMessages()) + " runs there";
        if (causes.say("refused")) {
            log.fail(
                    "connect",
                    "nothing listens at " + place + addressesTried() + " (connection refused)",
                    where + (isLocal() ? "; in a container, " + host() + " is the container itself" : ""));
        } else if (causes.say("unreachable") || causes.say("no route to host")) {
            log.fail(
                    "connect",
                    "there is no way to " + place + addressesTried() + " from here ("
                            + Remedies.describe(outcome(cause)) + ")",
                    "check the host in " + setting() + ", and the network of this machine or container");
        } else if (causes.have(InterruptedIOException.class)) {
            log.fail(
                    "connect",
                    place + addressesTried() + " does not answer within " + Texts.of(timeout),
                    where + "; a firewall or network policy may drop what is sent there");
        } else {
            log.fail("connect", "no connection to " + place + ": " + Remedies.describe(outcome(cause)), where);
        }
    }

    private String addressesTried() {
        String tried = trace.tried().stream()
                .filter(each -> each.getAddress() != null)
                .map(each -> each.getAddress().getHostAddress())
                .distinct()
                .collect(Collectors.joining(", "));
        return tried.isEmpty() || tried.equals(host()) ? "" : " (" + tried + ")";
    }

    private boolean isLocal() {
        return host().equals("localhost") || host().startsWith("127.") || host().equals("::1");
    }

    private boolean isProxied() {
        return trace.proxy().type() != Proxy.Type.DIRECT;
    }

    /** The setting that names the host that is connected to. */
    private String setting() {
        return !isProxied() ? "url" : settings.proxyUrl() != null ? "proxyUrl" : "the JVM's proxy properties";
    }

    private String proxyName() {
        return "the proxy " + hostAndPort();
    }

    /** Who is connected to. */
    private String host() {
        return isProxied() && trace.proxy().address() instanceof InetSocketAddress address
                ? address.getHostString()
                : url.host();
    }

    private String hostAndPort() {
        return isProxied() && trace.proxy().address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : (url.host().contains(":") ? "[" + url.host() + "]" : url.host()) + ":" + url.port();
    }
}
