package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.EventMapper;
import dev.penstock.queue.EventCopier;
import dev.penstock.settings.LogLevel;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shipper of events that are reused as soon as they were offered. */
@ExtendWith(EmbeddedBackendExtension.class)
class CopiedEventsTest {

    private static final int LINES = 20_000;

    private final EmbeddedBackend backend;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder reused = new StringBuilder();

    CopiedEventsTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** Copies texts, but for one that it fails at. */
    private static final class Texts implements EventCopier<StringBuilder> {
        @Override
        public StringBuilder blank() {
            return new StringBuilder();
        }

        @Override
        public void copy(StringBuilder event, StringBuilder into) {
            into.setLength(0);
            into.append(event);
            if (event.toString().equals("bad")) {
                throw new IllegalStateException("cannot be copied");
            }
        }

        @Override
        public void forget(StringBuilder copy) {
            copy.setLength(0);
        }

        @Override
        public int keptBytes() {
            return 512;
        }
    }

    private Shipper<StringBuilder> shipper(UnaryOperator<ShipperSettingsBuilder> more) {
        ShipperSettings settings =
                more.apply(ShipperSettings.builder().url(backend.url())).build();
        EventMapper<StringBuilder> mapper = (event, entry) -> {
            entry.setTimestamp(Instant.now());
            entry.setLine(event);
        };
        return Shipper.start(
                "copies",
                settings,
                new StreamDefaults(Map.of("app", "shop"), "shop"),
                () -> mapper,
                new Texts(),
                (severity, message) -> messages.add(message));
    }

    private void offer(Shipper<StringBuilder> shipper, String text) {
        reused.setLength(0);
        reused.append(text);
        shipper.offer(reused, 2 * text.length(), LogLevel.INFO);
        reused.setLength(0);
    }

    @Test
    void anEventThatCannotBeCopiedIsDroppedAloneAndSaid() {
        try (Shipper<StringBuilder> shipper = shipper(settings -> settings)) {
            offer(shipper, "one");
            offer(shipper, "bad");
            offer(shipper, "two");
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();

            assertThat(shipper.stats().dropped(DropReason.INTERNAL_ERROR)).isEqualTo(1);
            assertThat(shipper.bufferedBytes()).isZero();
        }
        assertThat(messages).anyMatch(message -> message.contains("cannot be copied"));
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("one", "two");
    }

    @Test
    void whatIsRefusedAfterTheEndIsSaidByTheNextClose() {
        Shipper<StringBuilder> shipper = shipper(settings -> settings);
        offer(shipper, "one");
        shipper.close();
        int said = messages.size();
        shipper.close();
        assertThat(messages).hasSize(said);

        offer(shipper, "late");
        shipper.close();

        assertThat(messages.get(messages.size() - 1)).contains("accepted 2", "delivered 1", "dropped 1 as shutdown");
    }

    @Test
    void anEventInTheJournalNeedsNoCopy(@TempDir Path folder) {
        try (Shipper<StringBuilder> shipper = shipper(
                settings -> settings.bufferDirectory(folder.resolve("buffer")).set("durability", "event"))) {
            for (String text : List.of("one", "bad", "two")) {
                offer(shipper, text);
            }
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("one", "bad", "two");
    }

    @ParameterizedTest
    @EnumSource
    void eachEventIsDeliveredOrCountedWhenThereIsLittleRoom(OverflowPolicy overflow) throws InterruptedException {
        try (Shipper<StringBuilder> shipper =
                shipper(settings -> settings.overflow(overflow).bufferSize(256 << 10))) {
            Thread another = new Thread(() -> {
                StringBuilder own = new StringBuilder();
                for (int i = 0; i < LINES; i++) {
                    own.setLength(0);
                    own.append("another ").append(i);
                    shipper.offer(own, 2 * own.length(), LogLevel.INFO);
                }
            });
            another.start();
            for (int i = 0; i < LINES; i++) {
                offer(shipper, "one " + i);
            }
            another.join();
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();

            Stats stats = shipper.stats();
            assertThat(stats.accepted()).isEqualTo(2 * LINES);
            assertThat(stats.delivered() + stats.dropped()).isEqualTo(2 * LINES);
            assertThat(stats.dropped(DropReason.INTERNAL_ERROR)).isZero();
            assertThat(backend.loki().count()).isEqualTo(stats.delivered());
            assertThat(backend.loki().entries())
                    .extracting(StoredEntry::line)
                    .allMatch(line -> line.matches("(one|another) \\d+"))
                    .doesNotHaveDuplicates();
            assertThat(shipper.bufferedBytes()).isZero();
        }
    }
}
