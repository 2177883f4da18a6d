package dev.penstock.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Reads each request to its end, forgets it and answers 204: the least that a backend can do. */
final class NullBackend implements AutoCloseable {

    private final HttpServer server;

    NullBackend() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] buffer = new byte[64 * 1024]; // one thread serves all requests
        server.createContext("/", exchange -> {
            try (InputStream in = exchange.getRequestBody()) {
                while (in.read(buffer) >= 0) {
                    // forgotten
                }
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
