package dev.penstock.check;

import dev.penstock.settings.Credentials;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What must not be printed, though a server may repeat what it was shown. Immutable. */
final class Secrets {

    /** Shorter ones would make gaps in any text, and are no secrets. */
    private static final int SHORTEST = 4;

    /** Most headers and parameters are no secrets at all. */
    private static final int SHORTEST_OF_MANY = 8;

    /** The longest first, since one may be part of another. */
    private final Set<String> texts =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    Secrets(ShipperSettings settings, @Nullable HttpUrl query) {
        Credentials credentials = settings.credentials();
        add(credentials.password());
        add(credentials.bearerToken());
        String inFile = read(credentials.passwordFile());
        add(inFile);
        add(read(credentials.bearerTokenFile()));
        basic(credentials.username(), credentials.password());
        basic(credentials.username(), inFile);
        settings.headers().values().forEach(this::addLong);
        addUrl(HttpUrl.parse(settings.url()));
        addUrl(settings.proxyUrl() == null ? null : HttpUrl.parse(settings.proxyUrl()));
        addUrl(query);
    }

    private void addUrl(@Nullable HttpUrl url) {
        if (url == null) {
            return;
        }
        add(url.password());
        add(url.encodedPassword());
        basic(url.username(), url.password());
        addLong(url.encodedQuery());
        for (int i = 0; i < url.querySize(); i++) {
            addLong(url.queryParameterValue(i));
        }
    }

    private void addLong(@Nullable String text) {
        if (text != null && text.strip().length() >= SHORTEST_OF_MANY) {
            add(text);
        }
    }

    private void basic(@Nullable String user, @Nullable String password) {
        if (user != null && password != null && !password.isEmpty()) {
            add(Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void add(@Nullable String text) {
        if (text != null && text.strip().length() >= SHORTEST) {
            texts.add(text.strip());
        }
    }

    private static @Nullable String read(@Nullable Path file) {
        try {
            return file == null ? null : Files.readString(file);
        } catch (IOException e) {
            return null;
        }
    }

    String hide(String text) {
        String hidden = text;
        for (String each : texts) {
            hidden = hidden.replace(each, "***");
        }
        return hidden;
    }
}
