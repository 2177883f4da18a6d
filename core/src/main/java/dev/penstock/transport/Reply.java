package dev.penstock.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a question.
 *
 * @param status the HTTP status
 * @param contentType as it came, in lower case; empty when none came
 * @param location where it is redirected to, as it came; null when it is not
 * @param body the beginning of the body
 */
public record Reply(
        int status, String contentType, @Nullable String location, String body) {

    /** More than the answer to a question for one record has. */
    private static final int MOST_BYTES = 1 << 20;

    /** Reads an answer; one that breaks off is what has come of it. */
    static Reply of(Response response) {
        return of(response, body(response));
    }

    /**
     * An answer whose body is known.
     *
     * @param response its head
     * @param body its body
     * @return both
     */
    public static Reply of(Response response, String body) {
        String type = Objects.requireNonNullElse(response.header("Content-Type"), "");
        return new Reply(response.code(), type.toLowerCase(Locale.ROOT), response.header("Location"), body);
    }

    private static String body(Response response) {
        try {
            BufferedSource source = response.body().source();
            source.request(MOST_BYTES);
            return source.getBuffer()
                    .readString(Math.min(MOST_BYTES, source.getBuffer().size()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Whether it is a success.
     *
     * @return true for 2xx
     */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * Whether it is a page for browsers.
     *
     * @return true for HTML
     */
    public boolean isPage() {
        return contentType.startsWith("text/html") || contentType.startsWith("application/xhtml");
    }
}
