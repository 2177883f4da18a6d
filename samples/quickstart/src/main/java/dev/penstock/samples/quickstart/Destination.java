package dev.penstock.samples.quickstart;

import dev.penstock.settings.ShipperSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.LokiClient;
import org.jspecify.annotations.Nullable;

/**
 * Where events go, and where to ask for them.
 *
 * @param name for people
 * @param pushUrl where to push
 * @param tenant the tenant, or null
 * @param client asks what was stored
 * @param backend the embedded backend to stop in the end, or null
 */
record Destination(
        String name,
        String pushUrl,
        @Nullable String tenant,
        LokiClient client,
        @Nullable EmbeddedBackend backend) implements AutoCloseable {

    private static final String PUSH_PATH = "/loki/api/v1/push";

    static Destination embedded() {
        EmbeddedBackend backend = EmbeddedBackend.start();
        String name = "the embedded backend at " + backend.url();
        return new Destination(name, backend.lokiPushUrl(), null, LokiClient.of(backend.url()), backend);
    }

    static Destination loki(String url, @Nullable String tenant) {
        String pushUrl = ShipperSettings.builder().url(url).build().url();
        String base =
                pushUrl.endsWith(PUSH_PATH) ? pushUrl.substring(0, pushUrl.length() - PUSH_PATH.length()) : pushUrl;
        LokiClient.Builder client = LokiClient.builder(base);
        if (tenant != null) {
            client.tenant(tenant);
        }
        return new Destination("the Loki at " + base, url, tenant, client.build(), null);
    }

    @Override
    public void close() {
        if (backend != null) {
            backend.close();
        }
    }
}
