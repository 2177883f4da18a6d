package dev.penstock.testkit.push;

import dev.penstock.testkit.LokiLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of a stream or an entry what Loki's validator would ({@code pkg/distributor/validator.go}). */
final class PushChecks {

    private final LokiLimits limits;
    private final long oldest;
    private final long newest;

    /** Checks against the time {@code now}, in nanoseconds since the epoch. */
    PushChecks(LokiLimits limits, long now) {
        this.limits = limits;
        this.oldest = minus(now, limits.rejectOldSamplesMaxAge());
        this.newest = minus(now, limits.creationGracePeriod().negated());
    }

    /** What is wrong with the stream and costs all of it. */
    @Nullable String stream(NamedStream stream) {
        int names = stream.labels().size() - 1; // service_name, which every stream has by now, is not counted
        if (names > limits.maxLabelNamesPerSeries()) {
            return "entry for stream '%s' has %d label names; limit %d"
                    .formatted(stream.text(), names, limits.maxLabelNamesPerSeries());
        }
        for (Map.Entry<String, String> label : stream.labels().entrySet()) {
            if (bytes(label.getKey()) > limits.maxLabelNameLength()) {
                return "stream '%s' has label name too long: '%s'".formatted(stream.text(), label.getKey());
            }
            if (bytes(label.getValue()) > limits.maxLabelValueLength()) {
                return "stream '%s' has label value too long: '%s'".formatted(stream.text(), label.getValue());
            }
        }
        if (!stream.duplicate().isEmpty()) {
            return "stream '%s' has duplicate label name: '%s'".formatted(stream.text(), stream.duplicate());
        }
        return null;
    }

    /** What is wrong with the entry and costs it alone. */
    @Nullable String line(NamedStream stream, PushedLine line) {
        String name = stream.text();
        if (line.nanos() < oldest) {
            return "entry for stream '%s' has timestamp too old: %s, oldest acceptable timestamp is: %s"
                    .formatted(name, GoText.rfc3339(line.nanos()), GoText.rfc3339(oldest));
        }
        if (line.nanos() > newest) {
            return "entry for stream '%s' has timestamp too new: %s".formatted(name, GoText.rfc3339(line.nanos()));
        }
        if (line.bytes() > limits.maxLineSize()) {
            return "max entry size '%d' bytes exceeded for stream '%s' while adding an entry with length '%d' bytes"
                    .formatted(limits.maxLineSize(), name, line.bytes());
        }
        int size = line.metadataBytes();
        if (size > limits.maxStructuredMetadataSize()) {
            return ("stream '%s' has structured metadata too large: '%d' bytes, limit: '%d' bytes. Please see"
                            + " `limits_config.max_structured_metadata_size` or contact your Loki administrator to"
                            + " increase it.")
                    .formatted(name, size, limits.maxStructuredMetadataSize());
        }
        int pairs = line.metadata().size();
        if (pairs > limits.maxStructuredMetadataEntriesCount()) {
            return ("stream '%s' has too many structured metadata labels: '%d', limit: '%d'. Please see"
                            + " `limits_config.max_structured_metadata_entries_count` or contact your Loki"
                            + " administrator to increase it.")
                    .formatted(name, pairs, limits.maxStructuredMetadataEntriesCount());
        }
        return null;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long minus(long nanos, Duration age) {
        try {
            return Math.subtractExact(nanos, age.toNanos());
        } catch (ArithmeticException e) {
            return age.isNegative() ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }
}
