package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.batch.Batcher;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.cardinality.CardinalityGuard;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Troubles;
import dev.penstock.journal.EventJournal;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.Ledger;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryCodec;
import dev.penstock.process.EntryRepair;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {

    @TempDir
    Path directory;

    private final List<String> messages = new ArrayList<>();
    private final Diagnostics diagnostics =
            new Diagnostics("test", (severity, message) -> messages.add(message), () -> 0);
    private final Ledger ledger = new Ledger(() -> 0);
    private final ByteBudget budget = new ByteBudget(1 << 20);

    private String journalOf(String line) throws IOException {
        Entry entry = new Entry();
        entry.setTimestamp(Instant.now());
        entry.setLine(line);
        byte[] bytes = new EntryCodec(false).write(entry);
        EventJournal journal = EventJournal.create(directory, 1 << 16);
        assertThat(journal.append(bytes, bytes.length)).isNotNegative();
        return journal.file().getFileName().toString();
    }

    @Test
    void anErrorAtOneJournalIsSaidAndTheOthersAreReadAllTheSame() throws IOException {
        String first = journalOf("first");
        String second = journalOf("second");
        BatchBuffer buffer = new BatchBuffer(ledger, budget);
        ShipperSettings settings = ShipperSettings.builder()
                .url("http://loki:3100")
                .bufferDirectory(directory)
                .build();
        StreamDefaults defaults = new StreamDefaults(Map.of(), "shop");
        Batcher batcher = new Batcher(settings, defaults, ledger, budget, diagnostics, buffer::add, ticket -> {});
        AtomicInteger looks = new AtomicInteger();
        // Once for the record, and then when its batch is closed.
        LongSupplier clock = () -> {
            if (looks.incrementAndGet() == 2) {
                throw new OutOfMemoryError("for a test");
            }
            return 0;
        };
        try (Persistence persistence =
                Persistence.open(settings, buffer, ledger, diagnostics, new Troubles(), () -> 0)) {
            EntryRoute route = new EntryRoute(
                    null,
                    new EntryRepair(defaults.limitedLabels()),
                    new CardinalityGuard(settings, defaults, ledger.labelDemotions(), diagnostics, 0),
                    batcher,
                    ledger,
                    budget,
                    diagnostics,
                    new TicketShares(ticket -> {}));
            persistence.replay(route, batcher, buffer, budget, clock);

            assertThat(messages).anyMatch(each -> each.contains(first) && each.contains("for a test"));
            assertThat(ledger.snapshot().onDisk()).isEqualTo(2);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(each -> each.getFileName().toString()))
                        .contains(first)
                        .doesNotContain(second);
            }
        }
    }
}
