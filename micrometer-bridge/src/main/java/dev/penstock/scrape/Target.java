package dev.penstock.scrape;

import dev.penstock.settings.SettingException;
import java.nio.charset.StandardCharsets;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What is scraped. Never prints secrets.
 *
 * @param url without user and password
 * @param authorization the header that user and password of the URL make, or null
 */
record Target(HttpUrl url, @Nullable String authorization) {

    /** Source: prometheus/prometheus, config/config.go. */
    private static final String STANDARD_PATH = "/metrics";

    private static final String SETTING = "scrape URL";
    private static final String ACCEPTED = "an http or https URL such as http://localhost:8080/metrics";

    static Target parse(String text) {
        String value = text.strip();
        HttpUrl parsed = HttpUrl.parse(value);
        if (parsed == null) {
            // A password may hold anything: all before the last @ may be part of it.
            int at = value.lastIndexOf('@');
            throw new SettingException(SETTING, at < 0 ? value : "***" + value.substring(at), ACCEPTED);
        }
        String authorization = parsed.username().isEmpty() && parsed.password().isEmpty()
                ? null
                : Credentials.basic(parsed.username(), parsed.password(), StandardCharsets.UTF_8);
        HttpUrl.Builder url = parsed.newBuilder().username("").password("").fragment(null);
        if (!hasPath(value)) {
            url.encodedPath(STANDARD_PATH);
        }
        return new Target(url.build(), authorization);
    }

    /** The parser makes a slash of no path at all, but a slash alone may be what is meant. */
    private static boolean hasPath(String url) {
        int authority = url.indexOf("://") + 3;
        for (int i = authority; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '\\') {
                return true;
            }
            if (c == '?' || c == '#') {
                return false;
            }
        }
        return false;
    }

    /** The label {@code instance} by default. */
    String instance() {
        String host = url.host();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + url.port();
    }

    /** The URL for people, without its query, which may hold a secret. */
    String display() {
        return url.newBuilder().query(null).build().toString();
    }

    @Override
    public String toString() {
        return display();
    }
}
