package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.ShipperStatus;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.FrameworkValues;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.settings.Durability;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a pipeline does with records, each is accounted for. */
@ExtendWith(EmbeddedBackendExtension.class)
class EntryPipelineTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EmbeddedBackend backend;
    private final List<String> said = new CopyOnWriteArrayList<>();

    EntryPipelineTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @Test
    void shipsWhatThePipelineMakesOfAnEntry() {
        Stats stats = ship(s -> s.pipeline(pipeline((entry, output) -> {
            entry.labels().set("level", "WARN");
            entry.setLine(entry.line() + "!");
            output.ship(entry);
        })));

        assertThat(lines()).containsExactly("a!", "b!", "c!");
        assertThat(backend.loki().entries())
                .allMatch(each -> "WARN".equals(each.labels().get("level")));
        assertBalance(stats, 3, 3);
    }

    @Test
    void countsWhatStagesDrop() {
        Stats stats = ship(s -> s.pipeline(pipeline((entry, output) -> {
            if (entry.line().toString().equals("b")) {
                output.drop("noise");
            } else {
                output.ship(entry);
            }
        })));

        assertThat(lines()).containsExactly("a", "c");
        assertThat(stats.dropped(DropReason.STAGE)).isEqualTo(1);
        assertBalance(stats, 3, 2);
        assertThat(said).noneMatch(each -> each.contains("drop_stage"));
    }

    @Test
    void anEntryThatSaysNothingOfWhatBecameOfItIsDropped() {
        Stats stats = ship(s -> s.pipeline(pipeline((entry, output) -> {})));

        assertThat(stats.dropped(DropReason.STAGE)).isEqualTo(3);
        assertBalance(stats, 3, 0);
    }

    @Test
    void eachPartOfASplitRecordIsARecord() {
        Stats stats = ship(s -> s.pipeline(pipeline(SPLIT)));

        assertThat(lines()).containsExactly("a1", "a2", "b1", "b2", "c1", "c2");
        assertThat(stats.dropped(DropReason.STAGE)).isEqualTo(3);
        assertBalance(stats, 9, 6);
    }

    @Test
    void aStageThatFailsCostsItsRecord() {
        Stats stats = ship(s -> s.pipeline(pipeline((entry, output) -> {
            if (entry.line().toString().equals("b")) {
                throw new StackOverflowError("too deep");
            }
            output.ship(entry);
        })));

        assertThat(lines()).containsExactly("a", "c");
        assertThat(stats.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(1);
        assertBalance(stats, 3, 2);
        assertThat(said).anyMatch(each -> each.contains("too deep"));
    }

    @Test
    void aStageThatFailsAfterSomePartsCostsTheNextPart() {
        Stats stats = ship(s -> s.pipeline(pipeline((entry, output) -> {
            output.ship(entry);
            throw new IllegalStateException("second part");
        })));

        assertThat(lines()).containsExactly("a", "b", "c");
        assertThat(stats.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(3);
        assertBalance(stats, 6, 3);
    }

    @Test
    void aPartThatFailsCostsThatPart() {
        Stats stats = ship(s -> s.pipeline(pipeline((entry, output) -> {
            output.fail(new IllegalStateException("first part"));
            output.ship(entry);
            output.fail(new IllegalStateException("last part"));
        })));

        assertThat(lines()).containsExactly("a", "b", "c");
        assertThat(stats.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(6);
        assertBalance(stats, 9, 3);
        assertThat(said).anyMatch(each -> each.contains("first part"));
    }

    @Test
    void aJournaledRecordIsRememberedUntilItsLastPartIsDelivered(@TempDir Path directory) {
        Consumer<ShipperSettingsBuilder> durable =
                s -> s.pipeline(pipeline(SPLIT)).bufferDirectory(directory).durability(Durability.EVENT);
        Stats stats = ship(durable);

        assertThat(lines()).containsExactly("a1", "a2", "b1", "b2", "c1", "c2");
        assertBalance(stats, 9, 6);

        Stats next = ship(durable);

        assertThat(lines()).as("nothing of the first run is sent twice").hasSize(12);
        assertBalance(next, 9, 6);
    }

    @Test
    void aPipelineThatCannotBeReadIsSaidAndLinesGoAsTheyAre() {
        Stats stats = ship(s -> s.set("pipeline", "stage.json { }"));

        assertThat(lines()).containsExactly("a", "b", "c");
        assertBalance(stats, 3, 3);
        assertThat(said)
                .anyMatch(each -> each.contains("pipeline is refused as a whole")
                        && each.contains("shipped unprocessed")
                        && each.contains("dev.penstock:penstock-pipeline"));
    }

    @Test
    void aPipelineFileThatIsNotThereIsSaid(@TempDir Path directory) {
        Stats stats =
                ship(s -> s.set("pipeline_file", directory.resolve("none.alloy").toString()));

        assertBalance(stats, 3, 3);
        assertThat(said).anyMatch(each -> each.contains("pipeline_file") && each.contains("none.alloy"));
    }

    @Test
    void whatCallersDropWhileAStageWaitsIsSaid() {
        AtomicBoolean waits = new AtomicBoolean(true);
        LogShipper shipper = LogShipper.builder(backend.url())
                .settings(s -> s.pipeline(waiting(waits)).bufferSize(64 << 10))
                .listener((severity, message) -> said.add(message))
                .build();
        try (shipper) {
            for (int i = 0; i < 5_000; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), "a line", Map.of());
            }
            await().atMost(LONG).until(() -> said.stream().anyMatch(each -> each.contains("dropped as queue_full")));
            waits.set(false);
        }
    }

    @Test
    void aFlushDoesNotWaitForWhatIsHeldUpBehindIt() {
        AtomicBoolean first = new AtomicBoolean(true);
        AtomicBoolean second = new AtomicBoolean(true);
        LogShipper shipper = LogShipper.builder(backend.url())
                .settings(s -> s.pipeline(surroundings -> stages((entry, output) -> {
                    AtomicBoolean waits = entry.line().toString().equals("1") ? first : second;
                    while (waits.get() && surroundings.pause().await(1_000_000)) {
                        Thread.onSpinWait();
                    }
                    output.ship(entry);
                })))
                .build();
        try (shipper) {
            shipper.log(Instant.now(), Map.of("app", "shop"), "1", Map.of());
            Thread flushes = Thread.currentThread();
            Thread logs = new Thread(() -> {
                await().atMost(LONG).until(() -> flushes.getState() == Thread.State.TIMED_WAITING);
                shipper.log(Instant.now(), Map.of("app", "shop"), "2", Map.of());
                first.set(false);
            });
            logs.start();

            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(lines()).containsExactly("1");
            second.set(false);
        }
    }

    @Test
    void whatStagesDropIsInTheStatusByReason() {
        LogShipper shipper = LogShipper.builder(backend.url())
                .name("drops")
                .settings(s -> s.pipeline(pipeline(
                        (entry, output) -> output.drop(entry.line().toString().equals("b") ? "b_stage" : "a_stage"))))
                .build();
        try (shipper) {
            for (String line : List.of("a", "b", "c")) {
                shipper.log(Instant.now(), Map.of("app", "shop"), line, Map.of());
            }
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
            ShipperStatus status = RunningShippers.all().stream()
                    .filter(each -> each.name().equals("drops"))
                    .map(Measured::status)
                    .findFirst()
                    .orElseThrow();

            assertThat(status.droppedByStages()).containsExactly(Map.entry("a_stage", 2L), Map.entry("b_stage", 1L));
        }
    }

    @Test
    void aRecordHasWhatTheCallerGave() {
        Map<String, String> seen = new TreeMap<>();
        Instant now = Instant.now();
        LogShipper shipper = LogShipper.builder(backend.url())
                .settings(s -> s.pipeline(pipeline((entry, output) -> {
                    entry.values().forEach((name, value) -> {
                        assertThat(entry.values().get(name)).isEqualTo(value);
                        assertThat(seen.put(name, value)).as("each name once").isNull();
                    });
                    output.ship(entry);
                })))
                .build();
        try (shipper) {
            shipper.log(
                    now,
                    Map.of("app", "shop", "severity", "warning"),
                    "a line",
                    Map.of("user", "u-1", "message", "not mine"));
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
        }
        assertThat(seen)
                .containsExactly(
                        Map.entry("app", "shop"),
                        Map.entry("level", "warning"),
                        Map.entry("message", "a line"),
                        Map.entry("severity", "warning"),
                        Map.entry("timestamp", FrameworkValues.timestamp(now)),
                        Map.entry("user", "u-1"));
    }

    /** Two parts to ship and one to drop between them. */
    private static final BiConsumer<Entry, EntryPipeline.Output> SPLIT = (entry, output) -> {
        String line = entry.line().toString();
        entry.setLine(line + "1");
        output.ship(entry);
        output.drop("split");
        entry.setLine(line + "2");
        output.ship(entry);
    };

    /** Holds every entry up while it is to. */
    private static PipelineDefinition waiting(AtomicBoolean waits) {
        return surroundings -> stages((entry, output) -> {
            while (waits.get() && surroundings.pause().await(1_000_000)) {
                Thread.onSpinWait();
            }
            output.ship(entry);
        });
    }

    private static PipelineDefinition pipeline(BiConsumer<Entry, EntryPipeline.Output> stages) {
        return surroundings -> stages(stages);
    }

    private static EntryPipeline stages(BiConsumer<Entry, EntryPipeline.Output> stages) {
        return new EntryPipeline() {
            @Override
            public void process(Entry entry, Output output) {
                stages.accept(entry, output);
            }

            @Override
            public boolean splits() {
                return true;
            }
        };
    }

    private Stats ship(Consumer<ShipperSettingsBuilder> settings) {
        LogShipper shipper = LogShipper.builder(backend.url())
                .settings(settings)
                .listener((severity, message) -> said.add(message))
                .build();
        try (shipper) {
            for (String line : List.of("a", "b", "c")) {
                shipper.log(Instant.now(), Map.of("app", "shop"), line, Map.of());
            }
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
        }
        return shipper.stats();
    }

    private List<String> lines() {
        return backend.loki().entries().stream().map(StoredEntry::line).toList();
    }

    private static void assertBalance(Stats stats, long accepted, long delivered) {
        long dropped = 0;
        for (DropReason reason : DropReason.values()) {
            dropped += stats.dropped(reason);
        }
        assertThat(stats.accepted()).isEqualTo(accepted);
        assertThat(stats.delivered()).isEqualTo(delivered);
        assertThat(stats.accepted()).isEqualTo(stats.delivered() + dropped + stats.pending());
    }
}
