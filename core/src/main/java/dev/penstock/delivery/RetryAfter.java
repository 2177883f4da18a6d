package dev.penstock.delivery;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Retry-After} header: seconds, or an HTTP date. Source: RFC 9110, section 10.2.3. */
final class RetryAfter {

    /** More seconds than any wait; a longer text is taken for this. */
    private static final long LONGEST_SECONDS = 1_000_000_000L;

    private RetryAfter() {}

    /**
     * How long the backend asks to wait.
     *
     * @param header the header's value, or null
     * @param now the wall clock
     * @return nanoseconds, or -1 when there is no header or it makes no sense; a date in the past is none
     */
    static long nanos(@Nullable String header, Instant now) {
        if (header == null) {
            return -1;
        }
        String value = header.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long seconds = value.length() > 10 ? LONGEST_SECONDS : Math.min(LONGEST_SECONDS, Long.parseLong(value));
            return Duration.ofSeconds(seconds).toNanos();
        }
        Instant until = httpDate(value);
        Duration wait = until == null ? Duration.ofSeconds(-1) : Duration.between(now, until);
        return wait.isNegative() ? -1 : Math.min(wait.toSeconds() + 1, LONGEST_SECONDS) * 1_000_000_000L;
    }

    /** OkHttp reads all three forms that HTTP has had; null when it is none of them. */
    private static @Nullable Instant httpDate(String value) {
        try {
            return Headers.of("Retry-After", value).getInstant("Retry-After");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
