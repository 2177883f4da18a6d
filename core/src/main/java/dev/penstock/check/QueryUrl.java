package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.settings.SettingException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where a backend answers queries. */
final class QueryUrl {

    private static final String LOKI_PUSH = "/loki/api/v1/push";
    private static final String LOKI_QUERY = "/loki/api/v1/query_range";
    private static final String WRITE = "/api/v1/write";
    private static final String PUSH = "/api/v1/push";
    private static final String CLOUD_PUSH = "/api/prom/push";
    private static final String QUERY = "/api/v1/query";

    private QueryUrl() {}

    /**
     * What the push URL suggests.
     *
     * <p>Sources: grafana/loki, docs/sources/reference/loki-http-api.md; prometheus.io/docs/prometheus/latest/querying/api;
     * grafana/mimir, docs/sources/mimir/references/http-api, whose queries have the prefix {@code /prometheus};
     * grafana.com/docs/grafana-cloud, whose Prometheus is at {@code /api/prom}.
     *
     * @return null when it suggests none
     */
    static @Nullable HttpUrl of(HttpUrl push, Receiver receiver) {
        String path = push.encodedPath();
        String query = switch (receiver) {
            case LOKI -> replaced(path, LOKI_PUSH, LOKI_QUERY);
            case REMOTE_WRITE -> {
                String ofCloud = replaced(path, CLOUD_PUSH, "/api/prom" + QUERY);
                String ofMimir = replaced(path, PUSH, "/prometheus" + QUERY);
                String ofPrometheus = replaced(path, WRITE, QUERY);
                yield ofCloud != null ? ofCloud : ofMimir != null ? ofMimir : ofPrometheus;
            }
        };
        return query == null ? null : push.newBuilder().encodedPath(query).build();
    }

    private static @Nullable String replaced(String path, String end, String by) {
        return path.endsWith(end) ? path.substring(0, path.length() - end.length()) + by : null;
    }

    /** Reads what the user gives: a base, or the full URL. */
    static HttpUrl parse(String setting, String text, Receiver receiver) {
        String standard = receiver == Receiver.LOKI ? LOKI_QUERY : QUERY;
        HttpUrl url = HttpUrl.parse(text.strip());
        if (url == null) {
            int at = text.lastIndexOf('@');
            throw new SettingException(
                    setting,
                    at < 0 ? text : "***" + text.substring(at),
                    "a URL such as " + (receiver == Receiver.LOKI ? "http://localhost:3100" : "http://localhost:9090"));
        }
        HttpUrl ofPush = of(url, receiver);
        if (ofPush != null) {
            return ofPush;
        }
        String path = url.encodedPath();
        if (path.endsWith(standard)) {
            return url;
        }
        String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return url.newBuilder().encodedPath(base + standard).build();
    }
}
