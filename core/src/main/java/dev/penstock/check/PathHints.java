package dev.penstock.check;

import dev.penstock.delivery.Receiver;
import dev.penstock.transport.HttpTransport;
import dev.penstock.transport.Reply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Looks for the place to push to where the URL is not one: a place that does not know GET, or misses a body. */
final class PathHints {

    private static final Map<String, Receiver> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("/loki/api/v1/push", Receiver.LOKI);
        PLACES.put("/api/v1/write", Receiver.REMOTE_WRITE);
        PLACES.put("/api/v1/push", Receiver.REMOTE_WRITE);
        PLACES.put("/api/prom/push", Receiver.REMOTE_WRITE);
    }

    /** Beginnings and ends of such places, which may stand in a URL that is not complete. The longest first. */
    private static final List<String> PARTS = List.of(
            "/loki/api/v1/push",
            "/loki/api/v1",
            "/loki/api",
            "/loki",
            "/api/prom/push",
            "/api/prom",
            "/api/v1/write",
            "/api/v1/push",
            "/api/v1/query_range",
            "/api/v1/query",
            "/api/v1",
            "/api",
            "/push",
            "/write");

    private static final Set<Integer> MISSING_A_PUSH = Set.of(400, 405, 411, 415, 422);

    private final HttpTransport transport;
    private final HttpUrl url;
    private final @Nullable String tenant;
    private final Receiver receiver;

    PathHints(HttpTransport transport, HttpUrl url, @Nullable String tenant, Receiver receiver) {
        this.transport = transport;
        this.url = url;
        this.tenant = tenant;
        this.receiver = receiver;
    }

    /** What to write instead; null when nothing better is found. */
    @Nullable String find() {
        String path = withoutSlash(url.encodedPath());
        Map<String, Receiver> places = new LinkedHashMap<>();
        for (String prefix : prefixes(path)) {
            PLACES.forEach((place, whose) -> {
                if (whose == receiver) {
                    places.put(prefix + place, whose);
                }
            });
        }
        PLACES.forEach(places::putIfAbsent);
        places.remove(url.encodedPath());
        for (Map.Entry<String, Receiver> place : places.entrySet()) {
            HttpUrl there = url.newBuilder().encodedPath(place.getKey()).build();
            if (isThere(there)) {
                return place.getValue() == receiver
                        ? Texts.of(there) + " is one: write it in url"
                        : place.getKey() + " is one, but for " + (receiver == Receiver.LOKI ? "metrics" : "logs")
                                + ": check host and port in url";
            }
        }
        return null;
    }

    private static Set<String> prefixes(String path) {
        Set<String> prefixes = new LinkedHashSet<>();
        for (String part : PARTS) {
            if (path.endsWith(part)) {
                prefixes.add(path.substring(0, path.length() - part.length()));
                break;
            }
        }
        prefixes.add(path);
        prefixes.add("");
        return prefixes;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private boolean isThere(HttpUrl place) {
        try {
            Reply reply = transport.get(place, tenant);
            return MISSING_A_PUSH.contains(reply.status()) || reply.status() == 204;
        } catch (IOException e) {
            return false;
        }
    }
}
