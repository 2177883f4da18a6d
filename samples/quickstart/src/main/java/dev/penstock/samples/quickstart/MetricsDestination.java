package dev.penstock.samples.quickstart;

import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.PrometheusClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics go, and where to ask for them.
 *
 * @param name for people
 * @param writeUrl where to write
 * @param client asks what was stored
 * @param backend an embedded backend to stop in the end, or null
 */
record MetricsDestination(
        String name,
        String writeUrl,
        PrometheusClient client,
        @Nullable EmbeddedBackend backend) implements AutoCloseable {

    private static final String PROMETHEUS_PATH = "/api/v1/write";
    private static final String MIMIR_PATH = "/api/v1/push";

    /** The embedded backend of the logs if there is one, else one of its own. */
    static MetricsDestination embedded(Destination logs) {
        EmbeddedBackend ofLogs = logs.backend();
        EmbeddedBackend own = ofLogs == null ? EmbeddedBackend.start() : null;
        EmbeddedBackend backend = own == null ? Objects.requireNonNull(ofLogs) : own;
        return new MetricsDestination(
                "the embedded backend at " + backend.url(),
                backend.remoteWriteUrl(),
                PrometheusClient.of(backend.url()),
                own);
    }

    static MetricsDestination prometheus(String url, @Nullable String tenant) {
        String writeUrl =
                RemoteWriteSettings.builder().url(url).build().delivery().url();
        PrometheusClient client = PrometheusClient.of(queryBase(writeUrl));
        return new MetricsDestination(writeUrl, url, tenant == null ? client : client.tenant(tenant), null);
    }

    /** What comes before {@code /api/v1/query}: Mimir answers queries under a path of their own. */
    static String queryBase(String writeUrl) {
        if (writeUrl.endsWith(PROMETHEUS_PATH)) {
            return writeUrl.substring(0, writeUrl.length() - PROMETHEUS_PATH.length());
        }
        return writeUrl.endsWith(MIMIR_PATH)
                ? writeUrl.substring(0, writeUrl.length() - MIMIR_PATH.length()) + "/prometheus"
                : writeUrl;
    }

    @Override
    public void close() {
        if (backend != null) {
            backend.close();
        }
    }
}
