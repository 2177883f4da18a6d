package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.Durability;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Labels with too many values, from {@code log} to what the backend stores. */
@ExtendWith(EmbeddedBackendExtension.class)
class LabelDemotionTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int LINES = 10_000;

    @TempDir
    Path folder;

    private final EmbeddedBackend backend;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    LabelDemotionTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private LogShipper start(Consumer<ShipperSettingsBuilder> change) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.externalLabels(Map.of("env", "test")))
                .settings(change)
                .listener((severity, message) -> {
                    if (severity == DiagnosticListener.Severity.WARN) {
                        messages.add(message);
                    }
                })
                .build();
    }

    private Stats logRequests(LogShipper shipper) {
        for (int i = 0; i < LINES; i++) {
            shipper.log(
                    Instant.now(),
                    Map.of("app", "shop", "level", "INFO", "request_id", "req-" + i),
                    "line " + i,
                    Map.of("thread", "main"));
        }
        assertThat(shipper.flush(LONG)).isTrue();
        return shipper.stats();
    }

    private long streams() {
        return backend.loki().entries().stream()
                .map(StoredEntry::labels)
                .distinct()
                .count();
    }

    private void assertAllIsThere() {
        List<StoredEntry> stored = backend.loki().entries();
        assertThat(stored).hasSize(LINES);
        Map<String, StoredEntry> byLine = new HashMap<>();
        stored.forEach(each -> byLine.put(each.line(), each));
        for (int i = 0; i < LINES; i++) {
            StoredEntry each = byLine.get("line " + i);
            assertThat(each).isNotNull();
            Map<String, String> all = new HashMap<>(each.labels());
            all.putAll(each.structuredMetadata());
            all.remove("detected_level");
            assertThat(all)
                    .containsOnly(
                            entry("app", "shop"),
                            entry("env", "test"),
                            entry("level", "INFO"),
                            entry("request_id", "req-" + i),
                            entry("service_name", "shop"),
                            entry("thread", "main"));
        }
    }

    private void assertSaidOnce() {
        assertThat(messages)
                .filteredOn(each -> each.contains("request_id"))
                .singleElement()
                .asString()
                .contains("100", "maxLabelValues", "req-100", "structuredMetadata");
    }

    @Test
    void requestIdsAsLabelMakeAHundredStreamsAndAreNotLost() {
        try (LogShipper shipper = start(s -> {})) {
            Stats stats = logRequests(shipper);

            assertThat(stats.accepted()).isEqualTo(LINES);
            assertThat(stats.delivered()).isEqualTo(LINES);
            assertThat(stats.demotedLabels()).containsOnly(entry("request_id", LINES - 100L));
            assertThat(stats.toString()).doesNotContain("request_id");
        }
        assertThat(streams()).isEqualTo(101);
        assertAllIsThere();
        assertSaidOnce();
    }

    @Test
    void itHoldsForRecordsThatAreJournaledToo() {
        try (LogShipper shipper =
                start(s -> s.bufferDirectory(folder.resolve("buffer")).durability(Durability.EVENT))) {
            assertThat(logRequests(shipper).demotedLabels()).containsOnly(entry("request_id", LINES - 100L));
        }
        assertThat(streams()).isEqualTo(101);
        assertAllIsThere();
        assertSaidOnce();
    }

    @Test
    void withoutLimitsEveryValueIsAStream() {
        try (LogShipper shipper = start(s -> s.maxLabelValues(0).maxStreams(0))) {
            for (int i = 0; i < 2000; i++) {
                shipper.log(Instant.now(), Map.of("n", "v" + i), "line", Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().demotedLabels()).isEmpty();
        }
        assertThat(streams()).isEqualTo(2000);
        assertThat(messages).isEmpty();
    }

    @Test
    void beyondMaxStreamsTheWorstLabelGoes() {
        try (LogShipper shipper = start(s -> s.maxStreams(200))) {
            for (int i = 0; i < 5000; i++) {
                shipper.log(
                        Instant.now(),
                        Map.of("a", "a" + i % 10, "path", "/" + i / 10 % 90, "app", "shop"),
                        "line " + i,
                        Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(5000);
            assertThat(shipper.stats().demotedLabels()).containsOnlyKeys("path");
        }
        assertThat(streams()).isLessThanOrEqualTo(200 + 10);
        assertThat(messages).singleElement().asString().contains("maxStreams", "path (");
    }

    @Test
    void labelsFindRoomInMetadataThatIsFull() {
        String trace = "x".repeat(100_000);
        try (LogShipper shipper = start(s -> s.maxLabelValues(1))) {
            for (int i = 0; i < 3; i++) {
                shipper.log(Instant.now(), Map.of("user", "u" + i), "line " + i, Map.of("exception", trace));
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(3);
        }
        assertThat(backend.loki().entries("fake", "{env=\"test\",user=\"\"}"))
                .extracting(each -> each.structuredMetadata().get("user"))
                .containsExactly("u1", "u2");
    }
}
