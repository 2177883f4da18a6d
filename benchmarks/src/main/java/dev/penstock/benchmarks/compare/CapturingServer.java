package dev.penstock.benchmarks.compare;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest HTTP server there can be: a thread for each connection, which reads a body, keeps it and says that all is
 * well. Going down closes the listening socket and all connections, so that connections are refused.
 */
final class CapturingServer implements Closeable {

    private final BodyStore store;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable ServerSocket listening;

    CapturingServer(BodyStore store) {
        this.store = store;
    }

    /** Listens, on the same port each time. */
    synchronized void up() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        port = socket.getLocalPort();
        listening = socket;
        Thread acceptor = new Thread(() -> accept(socket), "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Refuses connections. */
    synchronized void down() throws IOException {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        for (Socket each : connections) {
            each.close();
        }
        connections.clear();
    }

    synchronized int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        down();
    }

    private void accept(ServerSocket socket) {
        while (true) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                if (socket.isClosed()) {
                    connection.close(); // accepted while going down
                }
                Thread thread = new Thread(() -> serve(connection), "connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 64 * 1024);
            OutputStream out = connection.getOutputStream();
            while (true) {
                HttpRequest request = HttpRequest.read(
                        in, () -> out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                if (request == null) {
                    return;
                }
                store.add(request.path(), request.contentType(), request.contentEncoding(), request.body());
                out.write(request.answer());
                if (request.close()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The contestant closed its connection, or the server went down: nothing to do.
        } finally {
            connections.remove(connection);
        }
    }
}
