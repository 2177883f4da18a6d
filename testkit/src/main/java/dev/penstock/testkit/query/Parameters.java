package dev.penstock.testkit.query;

import dev.penstock.testkit.http.BadParameterException;
import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.logql.LogQlDuration;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Reads the parameters of a query by Loki's rules ({@code pkg/loghttp/params.go}). */
final class Parameters {

    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;

    private final Map<String, List<String>> values;
    private final long now;

    Parameters(Exchange exchange, Instant now) throws IOException {
        this.values = exchange.parameters();
        this.now = nanos(now);
    }

    /** The first value, empty when there is none. */
    String text(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    /** Every value. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    int limit() throws BadParameterException {
        String text = text("limit");
        if (text.isEmpty()) {
            return 100;
        }
        int limit;
        try {
            limit = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadParameterException("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        if (limit <= 0) {
            throw new BadParameterException("limit must be a positive value");
        }
        return limit;
    }

    boolean backward() throws BadParameterException {
        String direction = text("direction");
        if (direction.isEmpty() || direction.equalsIgnoreCase("backward")) {
            return true;
        }
        if (direction.equalsIgnoreCase("forward")) {
            return false;
        }
        throw new BadParameterException("invalid direction '" + direction + "'");
    }

    long time() throws BadParameterException {
        return timestamp("time", now);
    }

    long end() throws BadParameterException {
        return timestamp("end", now);
    }

    /** An hour, or {@code since}, before the end unless given. */
    long start() throws BadParameterException {
        String since = text("since");
        long back = since.isEmpty() ? HOUR : LogQlDuration.nanos(since);
        if (back < 0) {
            throw new BadParameterException(
                    "could not parse 'since' parameter: not a valid duration string: \"" + since + "\"");
        }
        return timestamp("start", Math.min(now, end()) - back);
    }

    /** A 250th of the range, in whole seconds, unless given. */
    long step(long start, long end) throws BadParameterException {
        String text = text("step");
        long step;
        if (text.isEmpty()) {
            step = Math.max((end - start) / SECOND / 250, 1) * SECOND;
        } else {
            step = LogQlDuration.nanos(text);
            if (step < 0) {
                step = seconds(text);
            }
        }
        if (step <= 0) {
            throw new BadParameterException(
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if ((end - start) / step > 11_000) {
            throw new BadParameterException("exceeded maximum resolution of 11,000 points per time series. Try"
                    + " increasing the value of the step parameter");
        }
        return step;
    }

    private static long seconds(String text) throws BadParameterException {
        try {
            return new BigDecimal(text).movePointRight(9).longValue();
        } catch (NumberFormatException e) {
            throw new BadParameterException("cannot parse \"" + text + "\" to a valid duration");
        }
    }

    private long timestamp(String name, long otherwise) throws BadParameterException {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            if (text.matches("-?[0-9]+")) {
                long number = Long.parseLong(text);
                return text.length() <= 10 ? Math.multiplyExact(number, SECOND) : number;
            }
            if (text.matches("-?[0-9]*\\.[0-9]*([eE][-+]?[0-9]{1,2})?")) {
                return new BigDecimal(text).movePointRight(9).longValueExact();
            }
            return nanos(OffsetDateTime.parse(text).toInstant());
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new BadParameterException("could not parse '" + name + "' parameter: strconv.ParseInt: parsing \""
                    + text + "\": invalid syntax");
        }
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    }
}
