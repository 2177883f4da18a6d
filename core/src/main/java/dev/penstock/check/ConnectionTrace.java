package dev.penstock.check;

import dev.penstock.transport.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How far a request comes, and what is answered: watches the client that sends it. Thread-safe, for a host with several
 * addresses is connected to on several threads.
 */
final class ConnectionTrace extends EventListener implements Interceptor {

    private static final int MOST_BYTES = 4096;

    private boolean started;
    private Proxy proxy = Proxy.NO_PROXY;
    private @Nullable String resolvedHost;
    private List<InetAddress> addresses = List.of();
    private final Set<InetSocketAddress> tried = new LinkedHashSet<>();
    private @Nullable InetSocketAddress connectedTo;
    private boolean connected;
    private boolean tlsStarted;
    private @Nullable Handshake handshake;
    private @Nullable Reply reply;

    @Override
    public synchronized void proxySelectStart(Call call, HttpUrl url) {
        started = true;
    }

    @Override
    public synchronized void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
        proxy = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    @Override
    public synchronized void dnsStart(Call call, String domainName) {
        resolvedHost = domainName;
    }

    @Override
    public synchronized void dnsEnd(Call call, String domainName, List<InetAddress> found) {
        addresses = List.copyOf(found);
    }

    @Override
    public synchronized void connectStart(Call call, InetSocketAddress address, Proxy by) {
        proxy = by;
        tried.add(address);
    }

    @Override
    public synchronized void secureConnectStart(Call call) {
        connected = true;
        tlsStarted = true;
    }

    @Override
    public synchronized void secureConnectEnd(Call call, @Nullable Handshake done) {
        handshake = done;
    }

    @Override
    public synchronized void connectEnd(Call call, InetSocketAddress address, Proxy by, @Nullable Protocol protocol) {
        connected = true;
        proxy = by;
        connectedTo = address;
    }

    @Override
    public synchronized void connectionAcquired(Call call, Connection connection) {
        connected = true;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Reply seen = Reply.of(response, beginning(response));
        synchronized (this) {
            reply = seen;
        }
        return response;
    }

    /** A success that is no page says nothing that anybody reads. */
    private static String beginning(Response response) {
        boolean page = Reply.of(response, "").isPage();
        if (response.isSuccessful() && !page) {
            return "";
        }
        try {
            return response.peekBody(MOST_BYTES).string();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether anything was done at all. */
    synchronized boolean started() {
        return started;
    }

    /** The proxy that was used; {@link Proxy#NO_PROXY} for none. */
    synchronized Proxy proxy() {
        return proxy;
    }

    /** The host that was resolved, or was to be; null when there was an address in its place. */
    synchronized @Nullable String resolvedHost() {
        return resolvedHost;
    }

    synchronized List<InetAddress> addresses() {
        return addresses;
    }

    /** Where it was tried to connect to. */
    synchronized Set<InetSocketAddress> tried() {
        return new LinkedHashSet<>(tried);
    }

    /** Where it is connected to; null when that is not known. */
    synchronized @Nullable InetSocketAddress connectedTo() {
        return connectedTo;
    }

    synchronized boolean connected() {
        return connected;
    }

    synchronized boolean tlsStarted() {
        return tlsStarted;
    }

    /** What was agreed on; null when it came not that far. */
    synchronized @Nullable Handshake handshake() {
        return handshake;
    }

    /** What was answered last; null when nothing was. */
    synchronized @Nullable Reply reply() {
        return reply;
    }
}
