package dev.penstock.settings;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the URL of a backend: http or https, with the standard path when it has none.
 *
 * <p>OkHttp's parser and not {@link java.net.URI}, which finds no host in {@code http://loki_gateway:3100}.
 *
 * @param url the URL without user and password
 * @param username the user that stood in the URL, or null
 * @param password the password that stood in the URL, or null
 */
record PushUrl(
        String url, @Nullable String username, @Nullable String password) {

    /** What is at the other end. */
    enum Endpoint {
        /** Source: grafana/loki, docs/sources/reference/loki-http-api.md. */
        LOKI("/loki/api/v1/push", "http://localhost:3100/loki/api/v1/push"),
        /** Source: prometheus.io/docs/prometheus/latest/querying/api, remote write receiver. */
        REMOTE_WRITE("/api/v1/write", "http://localhost:9090/api/v1/write");

        private final String standardPath;
        private final String accepted;

        Endpoint(String standardPath, String example) {
            this.standardPath = standardPath;
            accepted = "a URL such as " + example;
        }
    }

    static PushUrl parse(String setting, @Nullable String text, Endpoint endpoint) {
        String value = text == null ? "" : text.strip();
        if (value.isEmpty()) {
            throw new SettingException(setting, "", endpoint.accepted);
        }
        if (PlainUrl.isPlain(value)) {
            String plain = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            boolean hasPath = plain.indexOf('/', plain.indexOf("//") + 2) >= 0;
            return new PushUrl(hasPath ? value : plain + endpoint.standardPath, null, null);
        }
        HttpUrl url = parseHttp(setting, value, endpoint.accepted);
        if (url.encodedPath().equals("/")) {
            url = url.newBuilder().encodedPath(endpoint.standardPath).build();
        }
        String user = url.username().isEmpty() && url.password().isEmpty() ? null : url.username();
        String pass = user == null ? null : url.password();
        return new PushUrl(
                url.newBuilder()
                        .username("")
                        .password("")
                        .fragment(null)
                        .build()
                        .toString(),
                user,
                pass);
    }

    static HttpUrl parseHttp(String setting, String value, String accepted) {
        HttpUrl url = value.contains("_IS_UNDEFINED") ? null : HttpUrl.parse(value);
        if (url == null) {
            throw new SettingException(setting, redact(value), accepted);
        }
        return url;
    }

    /** Hides user and password in something that was meant to be a URL. */
    static String redact(String value) {
        // A password may hold anything, an @ or a slash too: all before the last @ may be part of it.
        int at = value.lastIndexOf('@');
        if (at < 0) {
            return value;
        }
        int slashes = value.indexOf("//");
        String scheme = slashes >= 0 && slashes < at ? value.substring(0, slashes + 2) : "";
        return scheme + "***" + value.substring(at);
    }

    @Override
    public String toString() {
        return url;
    }
}
