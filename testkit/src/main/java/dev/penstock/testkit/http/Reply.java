package dev.penstock.testkit.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body the text, empty for none
 * @param headers further headers
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {

    /** Plain text, as Go's {@code http.Error} sends it. */
    public static Reply text(int status, String body) {
        return new Reply(status, "text/plain; charset=utf-8", body, Map.of());
    }

    /** 200 with a document. */
    public static Reply json(String body) {
        return new Reply(200, "application/json; charset=UTF-8", body, Map.of());
    }

    /** A status and nothing else. */
    public static Reply empty(int status) {
        return text(status, "");
    }

    /** The same with further headers. */
    public Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, contentType, body, all);
    }
}
