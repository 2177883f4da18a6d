package dev.penstock.testkit.promapi;

import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.promql.PromQlException;
import dev.penstock.testkit.promql.Selector;
import dev.penstock.testkit.push.GoText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the parameters of a query by Prometheus' rules. */
final class ApiParameters {

    /** Beyond these a time in seconds is none in milliseconds. */
    private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Map<String, List<String>> values;

    ApiParameters(Exchange exchange) throws IOException {
        this.values = exchange.parameters();
    }

    /** The first value, empty when there is none. */
    String text(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** A time in milliseconds: seconds since the epoch with a fraction, or RFC 3339. */
    long time(String name, long otherwise) throws BadQueryException {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            if (text.matches("[-+]?[0-9]*\\.?[0-9]*([eE][-+]?[0-9]{1,3})?") && text.matches(".*[0-9].*")) {
                BigDecimal millis = new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.HALF_UP);
                if (millis.abs().compareTo(MOST_MILLIS) < 0) {
                    return millis.longValue();
                }
            } else {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            }
        } catch (ArithmeticException | NumberFormatException | DateTimeException ignored) {
            // Said below.
        }
        throw BadQueryException.parameter(name, "cannot parse " + GoText.quote(text) + " to a valid timestamp");
    }

    /** The most results, no limit if it is not there or 0. */
    int limit() throws BadQueryException {
        String text = text("limit");
        if (text.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit < 0) {
                throw BadQueryException.parameter("limit", "limit must be non-negative");
            }
            return limit == 0 ? Integer.MAX_VALUE : limit;
        } catch (NumberFormatException e) {
            throw BadQueryException.parameter("limit", "cannot parse " + GoText.quote(text) + " to a number");
        }
    }

    Selector query() throws BadQueryException {
        return selector("query", text("query"));
    }

    /** The selectors of {@code match[]}. */
    List<Selector> matches() throws BadQueryException {
        List<Selector> selectors = new ArrayList<>();
        for (String text : all("match[]")) {
            Selector selector = selector("match[]", text);
            if (selector.rangeMillis() > 0) {
                throw BadQueryException.parameter("match[]", "a range is not allowed in " + GoText.quote(text));
            }
            selectors.add(selector);
        }
        return selectors;
    }

    private static Selector selector(String parameter, String text) throws BadQueryException {
        try {
            return Selector.parse(text);
        } catch (PromQlException e) {
            throw BadQueryException.parameter(parameter, e.text());
        }
    }
}
