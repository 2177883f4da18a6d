package dev.penstock.delivery;

import dev.penstock.transport.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads out of Loki's 429 whether the request alone is more than the tenant may send in a second: it is refused as a whole,
 * and would be for ever.
 */
final class RateLimit {

    /** Source: grafana/loki, pkg/validation/validate.go, RateLimitedErrorMsg. */
    private static final Pattern WORDS = Pattern.compile("limit: (\\d{1,15}) bytes/sec.*totaling '(\\d{1,15})' bytes");

    private RateLimit() {}

    /** Whether the answer says that the request is larger than a second's worth. */
    static boolean isExceededAlone(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answer)) {
            return false;
        }
        Matcher words = WORDS.matcher(answer.message());
        return words.find() && Long.parseLong(words.group(2)) > Long.parseLong(words.group(1));
    }
}
