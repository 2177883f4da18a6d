package dev.penstock.scrape;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A target that exposes what a test says. */
final class ScriptedTarget implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String contentType = "text/plain; version=0.0.4";
    private volatile byte[] body = {};
    private volatile boolean gzip;
    private volatile boolean silent;

    ScriptedTarget() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/metrics", this::answer);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/metrics");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestHeaders());
        if (silent) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] sent = body;
        if (gzip) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(body);
            }
            sent = packed.toByteArray();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
        exchange.getResponseBody().write(sent);
        exchange.close();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + address() + "/metrics";
    }

    List<Headers> requests() {
        return requests;
    }

    void prometheus(String... lines) {
        contentType = "text/plain; version=0.0.4";
        body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    void openMetrics(String... lines) {
        contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        body = (String.join("\n", lines) + "\n# EOF\n").getBytes(StandardCharsets.UTF_8);
    }

    void status(int value) {
        status = value;
    }

    void gzip() {
        gzip = true;
    }

    void silent() {
        silent = true;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
