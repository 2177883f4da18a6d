package dev.penstock.benchmarks.startup;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A receiver of logs and metrics that takes everything, and knows when the first log lines came. */
final class FirstArrivals implements Closeable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch came = new CountDownLatch(1);
    private volatile long cameAt;

    FirstArrivals() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().startsWith("/loki") && cameAt == 0) {
                cameAt = System.nanoTime();
                came.countDown();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** When the first log lines came, by {@link System#nanoTime}; 0 when none came in ten seconds. */
    long await() throws InterruptedException {
        boolean unused = came.await(10, TimeUnit.SECONDS);
        return cameAt;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
