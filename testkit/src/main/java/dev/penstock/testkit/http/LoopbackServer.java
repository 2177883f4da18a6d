package dev.penstock.testkit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Listens on 127.0.0.1 with threads that never keep a JVM alive, and can be stopped and started again on its port.
 *
 * <p>It is HttpCore's {@code HttpServer} but for the accept loop: that one's listener is not a daemon, and hides the
 * connections that a test wants to see cut.
 */
public final class LoopbackServer {

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final int BACKLOG = 256;

    private final HttpService service;
    private final @Nullable SSLContext tls;
    private final Set<DefaultBHttpServerConnection> connections = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable ServerSocket listener;
    private @Nullable ExecutorService threads;

    /** Serves {@code handler} on {@code port}, 0 for a free one, once it is started. */
    public LoopbackServer(int port, @Nullable SSLContext tls, Handler handler) {
        this.port = port;
        this.tls = tls;
        this.service = new HttpService(
                HttpProcessors.server("penstock-testkit"), new HandlerAdapter(handler), null, null, null);
    }

    /** Starts listening. Nothing happens if it does already. */
    public synchronized void start() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = tls == null
                    ? new ServerSocket()
                    : tls.getServerSocketFactory().createServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            port = socket.getLocalPort();
            listener = socket;
            ExecutorService pool = Executors.newCachedThreadPool(this::thread);
            threads = pool;
            pool.execute(() -> accept(socket, pool));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** Cuts every connection and refuses new ones; returns when no thread is left. */
    public synchronized void stop() {
        ServerSocket socket = listener;
        ExecutorService pool = threads;
        listener = null;
        threads = null;
        if (socket == null || pool == null) {
            return;
        }
        pool.shutdownNow();
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is of no use any more either way.
        }
        connections.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
        try {
            pool.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port, once it was started. */
    public synchronized int port() {
        return port;
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "penstock-testkit-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private void accept(ServerSocket socket, ExecutorService pool) {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                DefaultBHttpServerConnection connection =
                        new DefaultBHttpServerConnection(tls == null ? "http" : "https", Http1Config.DEFAULT);
                connection.bind(accepted);
                connections.add(connection);
                if (pool.isShutdown()) { // stop() may have looked at the connections before this one
                    connection.close(CloseMode.IMMEDIATE);
                }
                pool.execute(() -> serve(connection));
            } catch (IOException | RejectedExecutionException ignored) {
                // Stopped, or one connection failed: the loop's condition tells.
            }
        }
    }

    private void serve(DefaultBHttpServerConnection connection) {
        try {
            while (connection.isOpen() && !Thread.currentThread().isInterrupted()) {
                HttpCoreContext context = HttpCoreContext.create();
                context.setAttribute(HandlerAdapter.CONNECTION, connection);
                service.handleRequest(connection, context);
            }
        } catch (IOException | HttpException ignored) {
            // The client is gone, or has been cut off.
        } finally {
            connections.remove(connection);
            connection.close(CloseMode.IMMEDIATE);
        }
    }
}
