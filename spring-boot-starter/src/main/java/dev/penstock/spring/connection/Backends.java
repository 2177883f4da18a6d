package dev.penstock.spring.connection;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** The images that are known, their ports and their paths. */
final class Backends {

    static final String LOKI = "grafana/loki";
    static final String LGTM = "grafana/otel-lgtm";
    static final String PROMETHEUS = "prom/prometheus";
    static final String MIMIR = "grafana/mimir";

    static final int LOKI_PORT = 3100;
    private static final int PROMETHEUS_PORT = 9090;

    /** Source: grafana/mimir, {@code server.http_listen_port} is 8080; its examples and getting-started guide use 9009. */
    private static final List<Integer> MIMIR_PORTS = List.of(9009, 8080, 80);

    private Backends() {}

    /** Where to push logs. */
    static String loki(String host, IntUnaryOperator mappedPort) {
        return "http://" + inUrl(host) + ":" + mappedPort.applyAsInt(LOKI_PORT) + "/loki/api/v1/push";
    }

    /**
     * Where to write metrics: what has Prometheus' port is a Prometheus, anything else a Mimir.
     *
     * @param isExposed whether a port of the container can be reached
     */
    static String remoteWrite(String host, IntPredicate isExposed, IntUnaryOperator mappedPort) {
        if (isExposed.test(PROMETHEUS_PORT)) {
            return "http://" + inUrl(host) + ":" + mappedPort.applyAsInt(PROMETHEUS_PORT) + "/api/v1/write";
        }
        int port = MIMIR_PORTS.stream()
                .filter(isExposed::test)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No port for remote write is exposed: expected "
                        + PROMETHEUS_PORT + " of Prometheus or one of " + MIMIR_PORTS + " of Mimir"));
        return "http://" + inUrl(host) + ":" + mappedPort.applyAsInt(port) + "/api/v1/push";
    }

    private static String inUrl(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
