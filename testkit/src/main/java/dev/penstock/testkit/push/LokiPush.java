package dev.penstock.testkit.push;

import dev.penstock.testkit.LokiLimits;
import dev.penstock.testkit.store.LogLine;
import dev.penstock.testkit.store.LogStore;
import dev.penstock.testkit.store.TooFarBehind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a push request the way Loki's distributor and ingester do: what is good is stored, although the answer is 400 for
 * what is not. Thread-safe.
 */
public final class LokiPush {

    private final LogStore store;
    private final LokiLimits limits;
    private final Clock clock;
    private final IngestionRate rate;

    /** Stores into {@code store} what {@code limits} allow at the time of {@code clock}. */
    public LokiPush(LogStore store, LokiLimits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.rate = new IngestionRate(limits, clock);
    }

    /** Decodes, checks and stores. */
    public PushAnswer push(String tenant, @Nullable String contentType, @Nullable String contentEncoding, byte[] body) {
        try {
            return push(tenant, PushDecoder.decode(contentType, contentEncoding, body));
        } catch (PushRefusedException e) {
            return new PushAnswer(e.status(), String.valueOf(e.getMessage()));
        }
    }

    /** Forgets how much was pushed. */
    public void clear() {
        rate.clear();
    }

    private PushAnswer push(String tenant, List<PushedStream> streams) throws PushRefusedException {
        List<NamedStream> names = new ArrayList<>(streams.size());
        for (PushedStream stream : streams) {
            names.add(NamedStream.of(stream));
        }
        if (streams.isEmpty()) {
            throw new PushRefusedException(422, "error at least one valid stream is required for ingestion");
        }
        Errors errors = new Errors();
        PushChecks checks = new PushChecks(limits, nanos(clock.instant()));
        MetadataReader metadata = new MetadataReader();
        List<Batch> batches = new ArrayList<>(streams.size());
        long bytes = 0;
        int lines = 0;
        for (int i = 0; i < streams.size(); i++) {
            NamedStream name = names.get(i);
            List<PushedLine> pushed = streams.get(i).lines();
            String wrongStream = pushed.isEmpty() ? null : checks.stream(name);
            if (pushed.isEmpty() || errors.add(wrongStream)) {
                continue;
            }
            List<LogLine> good = new ArrayList<>(pushed.size());
            for (PushedLine each : pushed) {
                PushedLine line = truncated(each);
                if (!errors.add(checks.line(name, line))) {
                    good.add(new LogLine(line.nanos(), line.line(), metadata.read(name.labels(), line)));
                    bytes += line.totalBytes();
                    lines++;
                }
            }
            if (!good.isEmpty()) {
                batches.add(new Batch(name, good));
            }
        }
        limitRate(tenant, lines, bytes);
        String tooLate = store(tenant, batches);
        if (tooLate != null) {
            return new PushAnswer(400, tooLate);
        }
        return errors.answer();
    }

    private void limitRate(String tenant, int lines, long bytes) throws PushRefusedException {
        if (lines > 0 && !rate.allow(tenant, bytes)) {
            throw new PushRefusedException(
                    429,
                    ("Ingestion rate limit exceeded for user %s (limit: %d bytes/sec) while attempting to ingest '%d'"
                                    + " lines totaling '%d' bytes, reduce log volume or contact your Loki administrator"
                                    + " to see if the limit can be increased")
                            .formatted(tenant, limits.ingestionRate(), lines, bytes));
        }
    }

    /** Loki's ingester keeps the error of the last stream only, so that entries of an earlier one get lost unsaid. */
    private @Nullable String store(String tenant, List<Batch> batches) {
        long window = limits.outOfOrderWindow().toNanos();
        String error = null;
        for (Batch batch : batches) {
            List<TooFarBehind> refused = store.append(tenant, batch.name().labels(), batch.lines(), window);
            error = refused.isEmpty() ? null : tooLate(tenant, batch, refused);
        }
        return error;
    }

    private static String tooLate(String tenant, Batch batch, List<TooFarBehind> refused) {
        StringBuilder text = new StringBuilder();
        // Loki names ten of them at most (max_returned_stream_errors).
        for (TooFarBehind late : refused.subList(0, Math.min(10, refused.size()))) {
            text.append(
                    ("entry with timestamp %s ignored, reason: 'entry too far behind, entry timestamp is: %s, oldest"
                                    + " acceptable timestamp is: %s',\n")
                            .formatted(
                                    GoText.time(late.line().nanos()),
                                    GoText.rfc3339(late.line().nanos()),
                                    GoText.rfc3339(late.oldestAcceptable())));
        }
        return text.append("user '%s', total ignored: %d out of %d for stream: %s"
                        .formatted(
                                tenant,
                                refused.size(),
                                batch.lines().size(),
                                batch.name().text()))
                .toString();
    }

    private PushedLine truncated(PushedLine line) {
        if (!limits.maxLineSizeTruncate() || line.bytes() <= limits.maxLineSize()) {
            return line;
        }
        byte[] bytes = line.line().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, limits.maxLineSize());
        return line.withLine(new String(bytes, 0, length, StandardCharsets.UTF_8), length);
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private record Batch(NamedStream name, List<LogLine> lines) {}

    /** What was wrong, grouped as Loki groups it. */
    private static final class Errors {
        private final Map<String, Integer> counts = new LinkedHashMap<>();

        /** Whether there was one. */
        boolean add(@Nullable String error) {
            if (error != null) {
                counts.merge(error, 1, Integer::sum);
            }
            return error != null;
        }

        PushAnswer answer() {
            if (counts.isEmpty()) {
                return PushAnswer.STORED;
            }
            if (counts.size() == 1 && counts.containsValue(1)) {
                return new PushAnswer(400, counts.keySet().iterator().next());
            }
            return new PushAnswer(
                    400,
                    counts.entrySet().stream()
                            .map(error -> error.getValue() + " errors like: " + error.getKey())
                            .collect(Collectors.joining("; ")));
        }
    }
}
