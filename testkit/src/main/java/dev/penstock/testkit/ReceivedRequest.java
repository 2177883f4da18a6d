package dev.penstock.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A push request that has come in, without its body.
 *
 * @param at when its headers were here
 * @param path without the query
 * @param tenant under which it is stored: the {@code X-Scope-OrgID} of a multi-tenant backend, {@code fake} otherwise
 * @param headers all of them, by name in any case; credentials are in there, but not in {@link #toString()}
 * @param bodyBytes how much of the body was read, as it came, compressed
 * @param status what was answered, 0 for none: connection cut or held
 * @param answer the text of the answer, at most its first 1000 characters
 */
public record ReceivedRequest(
        Instant at,
        String path,
        String tenant,
        Map<String, List<String>> headers,
        long bodyBytes,
        int status,
        String answer) {

    private static final int MOST_OF_ANSWER = 1000;

    /** Copies the headers and shortens the answer. */
    public ReceivedRequest {
        TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
        answer = answer.length() > MOST_OF_ANSWER ? answer.substring(0, MOST_OF_ANSWER) : answer;
    }

    /** The first value of a header. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** What the client says the body is. */
    public @Nullable String contentType() {
        return header("Content-Type");
    }

    /** How the client says the body is compressed. */
    public @Nullable String contentEncoding() {
        return header("Content-Encoding");
    }

    /** Whether it was answered with something else than a 2xx, or not at all. */
    public boolean refused() {
        return status < 200 || status > 299;
    }

    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        headers.forEach((name, values) ->
                shown.add(name + ": " + (name.equalsIgnoreCase("Authorization") ? "<hidden>" : values.get(0))));
        return at + " POST " + path + " tenant " + tenant + ", " + bodyBytes + " bytes, " + shown + " -> "
                + (status == 0 ? "no answer" : status + " " + answer.strip());
    }

    ReceivedRequest answered(long bytes, int with, String text) {
        return new ReceivedRequest(at, path, tenant, headers, bytes, with, text);
    }
}
