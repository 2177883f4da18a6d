package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.LokiLimits;
import dev.penstock.testkit.ReceivedRequest;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad record costs one record, whatever is wrong with it. */
class PoisonTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** The batch itself, and at most 32 that look for what is bad in it. */
    private static final int MOST_REQUESTS = 33;

    private static final Map<String, String> APP = Map.of("app", "shop");

    /** What applications manage to log. */
    enum Bad {
        LONE_SURROGATE(APP, "a\ud800b", Map.of("k", "\udfff")),
        EMOJI_CUT_IN_TWO(APP, "\ude00 \ud83d\ude00 \ud83d", Map.of()),
        NUL(Map.of("app", "a\u0000b"), "\u0000", Map.of("k", "\u0000")),
        LABEL_TO_ESCAPE(Map.of("app", "\"quoted\" \\back\\ \nline \\\""), "escapes", Map.of()),
        LABEL_WITH_A_DASH(Map.of("a-b", "1"), "dash", Map.of()),
        LABEL_WITH_A_DIGIT_FIRST(Map.of("1x", "1"), "digit", Map.of()),
        LABEL_NOT_OF_ASCII(Map.of("ü", "1"), "umlaut", Map.of()),
        LABEL_WITHOUT_A_NAME(Map.of("", "1"), "empty", Map.of()),
        LABEL_WITH_A_LONG_NAME(Map.of("n".repeat(1100), "1"), "long name", Map.of()),
        LABEL_WITH_A_LONG_VALUE(Map.of("app", "é".repeat(3000)), "long value", Map.of()),
        TWO_LABELS_THAT_BECOME_ONE(Map.of("a-b", "1", "a.b", "2", "a_b", "3"), "same name", Map.of()),
        NO_LABELS(Map.of(), "no labels", Map.of()),
        MANY_LABELS(pairs(20, "l", "v"), "many labels", Map.of()),
        MUCH_METADATA(APP, "much metadata", pairs(200, "m", "v")),
        LARGE_METADATA(APP, "large metadata", pairs(10, "m", "x".repeat(10_000))),
        METADATA_OF_UNDERSCORES(APP, "underscores", Map.of("___", "1")),
        METADATA_NOT_OF_ASCII(APP, "umlaut", Map.of("ü", "1")),
        METADATA_WITHOUT_A_NAME(APP, "empty", Map.of("", "1")),
        LONG_LINE(APP, "x".repeat(3_000_000), Map.of()),
        EMPTY_LINE(APP, "", Map.of()),
        OF_1970(Instant.EPOCH),
        OF_TOMORROW(Instant.now().plus(Duration.ofDays(1))),
        BEFORE_ALL_TIME(Instant.MIN),
        AFTER_ALL_TIME(Instant.MAX),
        FIRST_THAT_LOKI_COUNTS(Instant.ofEpochSecond(0, Long.MIN_VALUE)),
        LAST_THAT_LOKI_COUNTS(Instant.ofEpochSecond(0, Long.MAX_VALUE));

        private final Instant time;
        private final Map<String, String> labels;
        private final String line;
        private final Map<String, String> metadata;

        Bad(Map<String, String> labels, String line, Map<String, String> metadata) {
            this.time = Instant.now();
            this.labels = labels;
            this.line = line;
            this.metadata = metadata;
        }

        Bad(Instant time) {
            this.time = time;
            labels = APP;
            line = "at " + time;
            metadata = Map.of();
        }

        /** Repair cannot help: nobody would be served with a line of another time. */
        boolean isRefused() {
            return line.startsWith("at ");
        }

        void log(LogShipper shipper) {
            shipper.log(time, labels, line, metadata);
        }
    }

    private static Map<String, String> pairs(int count, String name, String value) {
        Map<String, String> pairs = new HashMap<>();
        IntStream.range(0, count).forEach(i -> pairs.put(name + i, value + i));
        return pairs;
    }

    @ParameterizedTest
    @EnumSource
    void aBadRecordIsRepairedOrCostsOnlyItself(Bad bad) {
        assertOnlyTheBadAreLost(List.of(bad), 20, new Random(1));
    }

    @Property(tries = 60)
    void anyMixOfBadRecordsCostsOnlyThose(
            @ForAll @Size(min = 1, max = 24) List<Bad> bad,
            @ForAll @IntRange(min = 1, max = 300) int good,
            @ForAll long seed) {
        assertOnlyTheBadAreLost(bad, good, new Random(seed));
    }

    private static void assertOnlyTheBadAreLost(List<Bad> bad, int good, Random random) {
        long refused = bad.stream().filter(Bad::isRefused).count();
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                LogShipper shipper = shipper(backend)) {
            logMixed(shipper, bad, good, random);
            assertThat(shipper.flush(LONG)).isTrue();

            assertLedger(shipper.stats(), good + bad.size(), refused);
            assertThat(goodOnes(backend)).hasSize(good).doesNotHaveDuplicates();
            // The same bad line twice at the same time is one for Loki, but none that was delivered is missing.
            assertThat(backend.loki().count()).isEqualTo(good + bad.size() - refused);
            assertThat(backend.requests()).hasSizeLessThanOrEqualTo(MOST_REQUESTS);
        }
    }

    private static void logMixed(LogShipper shipper, List<Bad> bad, int good, Random random) {
        List<Runnable> logs = new ArrayList<>();
        bad.forEach(each -> logs.add(() -> each.log(shipper)));
        for (int i = 0; i < good; i++) {
            String line = "good " + i;
            Map<String, String> labels = Map.of("app", "shop" + i % 7);
            logs.add(() -> shipper.log(Instant.now(), labels, line, Map.of()));
        }
        Collections.shuffle(logs, random);
        logs.forEach(Runnable::run);
    }

    private static List<String> goodOnes(EmbeddedBackend backend) {
        return backend.loki().entries().stream()
                .map(StoredEntry::line)
                .filter(line -> line.startsWith("good "))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 64, 341, 342, 1023, 1024, 1025, 4096})
    void halfAPairOfSurrogatesAnywhereIsReplacedAndTheRestKept(int length) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < length; at += length > 400 && at > 40 && at < length - 40 ? 97 : 1) {
            for (String broken : List.of("\ud83d", "\ude00", "\ud83d\ud83d\ude00", "\ud83d\ude00\ude00")) {
                lines.add("é".repeat(at) + broken + "x".repeat(length - at - 1));
            }
        }
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                LogShipper shipper = shipper(backend)) {
            Instant now = Instant.now();
            for (int i = 0; i < lines.size(); i++) {
                shipper.log(now.plusNanos(i), APP, lines.get(i), Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();

            assertLedger(shipper.stats(), lines.size(), 0);
            assertThat(backend.requests()).noneMatch(ReceivedRequest::refused);
            assertThat(backend.loki().entries())
                    .extracting(StoredEntry::line)
                    .containsExactlyElementsOf(lines.stream()
                            .map(line -> line.codePoints()
                                    .map(point -> Character.getType(point) == Character.SURROGATE ? 0xfffd : point)
                                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                    .toString())
                            .toList());
        }
    }

    /** What a Loki takes whose limits are lower than the defaults, on which repair goes. */
    enum TooMuch {
        LINE(APP, "y".repeat(1100), Map.of()),
        LABELS(pairs(5, "l", "v"), "labels", Map.of()),
        LABEL_VALUE(Map.of("app", "z".repeat(300)), "value", Map.of()),
        LABEL_NAME(Map.of("n".repeat(100), "v"), "name", Map.of()),
        METADATA_PAIRS(APP, "pairs", pairs(15, "m", "v")),
        METADATA_BYTES(APP, "bytes", Map.of("m", "x".repeat(2000)));

        private final Map<String, String> labels;
        private final String line;
        private final Map<String, String> metadata;

        TooMuch(Map<String, String> labels, String line, Map<String, String> metadata) {
            this.labels = labels;
            this.line = line;
            this.metadata = metadata;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereLokiTakesLessThanIsKnownTheBadOneIsFound(TooMuch bad) {
        LokiLimits limits = LokiLimits.builder()
                .maxLineSize(1024)
                .maxLabelNamesPerSeries(3)
                .maxLabelValueLength(200)
                .maxLabelNameLength(50)
                .maxStructuredMetadataEntriesCount(10)
                .maxStructuredMetadataSize(1000)
                .build();
        try (EmbeddedBackend backend = EmbeddedBackend.builder().limits(limits).start();
                LogShipper shipper = shipper(backend)) {
            for (int i = 0; i < 1000; i++) {
                if (i == 617) {
                    shipper.log(Instant.now(), bad.labels, bad.line, bad.metadata);
                }
                shipper.log(Instant.now(), Map.of("app", "shop" + i / 300), "good " + i, Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();

            assertLedger(shipper.stats(), 1001, 1);
            assertThat(goodOnes(backend)).hasSize(1000).doesNotHaveDuplicates();
            assertThat(backend.requests()).hasSizeLessThanOrEqualTo(MOST_REQUESTS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 2_000, 20_000})
    void whatIsTooLargeForAProxyIsSentInPieces(int mostBytes) {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                LogShipper shipper = shipper(backend)) {
            backend.faults()
                    .when(
                            request -> length(request) > mostBytes,
                            Fault.status(413).body("client intended to send"));
            Random random = new Random(7);
            for (int i = 0; i < 300; i++) {
                boolean large = i == 200;
                shipper.log(
                        Instant.now(),
                        APP,
                        (large ? "bad " : "good " + i + " ") + text(large ? mostBytes : 40, random),
                        Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();

            assertLedger(shipper.stats(), 300, 1);
            assertThat(goodOnes(backend)).hasSize(299).doesNotHaveDuplicates();
        }
    }

    private static int length(ReceivedRequest request) {
        String length = request.header("Content-Length");
        return length == null ? 0 : Integer.parseInt(length);
    }

    /** Text that does not compress below half of its bytes. */
    private static String text(int bytes, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(2L * bytes, 33, 127).forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static LogShipper shipper(EmbeddedBackend backend) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.batchSize(16 << 20)
                        .bufferSize(256 << 20)
                        .batchWait(Duration.ofMinutes(10))
                        .minBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(5)))
                .listener((severity, message) -> {})
                .build();
    }

    private static void assertLedger(Stats stats, long accepted, long rejected) {
        assertThat(stats.accepted()).isEqualTo(accepted);
        assertThat(stats.delivered()).isEqualTo(accepted - rejected);
        assertThat(stats.dropped(DropReason.REJECTED)).isEqualTo(rejected);
        assertThat(stats.dropped()).isEqualTo(rejected);
        assertThat(stats.pending()).isZero();
    }
}
