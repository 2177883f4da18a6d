package dev.penstock.settings;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the URL of a Loki: http or https, with Loki's standard path when it has none.
 *
 * <p>OkHttp's parser and not {@link java.net.URI}, which finds no host in {@code http://loki_gateway:3100}.
 *
 * @param url the URL without user and password
 * @param username the user that stood in the URL, or null
 * @param password the password that stood in the URL, or null
 */
record PushUrl(
        String url, @Nullable String username, @Nullable String password) {

    /** Source: grafana/loki, docs/sources/reference/loki-http-api.md. */
    private static final String STANDARD_PATH = "/loki/api/v1/push";

    private static final String ACCEPTED = "a URL such as http://localhost:3100/loki/api/v1/push";

    static PushUrl parse(String setting, String text) {
        String value = text.strip();
        HttpUrl url = parseHttp(setting, value, ACCEPTED);
        if (url.encodedPath().equals("/")) {
            url = url.newBuilder().encodedPath(STANDARD_PATH).build();
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
