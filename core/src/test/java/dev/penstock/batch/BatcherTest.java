package dev.penstock.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.loki.PushRequestBuilder;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.wire.RequestScratch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class BatcherTest {

    private static final StreamDefaults DEFAULTS = new StreamDefaults(Map.of(), "shop");
    private static final int BATCH_SIZE = 4096;
    private static final long WAIT = Duration.ofSeconds(1).toNanos();

    private final Ledger ledger = new Ledger(() -> 0);
    private final List<Batch> closed = new ArrayList<>();
    private final List<Long> released = new ArrayList<>();
    private ByteBudget budget = new ByteBudget(1 << 20);
    private Batcher batcher = batcher("red");
    private long now = 1_000;

    private Batcher batcher(String tenant) {
        ShipperSettings settings = ShipperSettings.builder()
                .url("http://localhost")
                .tenantId(tenant)
                .batchSize(BATCH_SIZE)
                .batchWait(Duration.ofNanos(WAIT))
                .maxLineSize(100_000)
                .build();
        return new Batcher(
                settings,
                DEFAULTS,
                ledger,
                budget,
                new Diagnostics("test", (severity, message) -> {}, () -> 0),
                closed::add,
                released::add);
    }

    @Test
    void aBatchIsClosedBeforeTheEntryThatWouldExceedItsSize() throws IOException {
        String line = "x".repeat(1500);

        add(entry(line));
        add(entry(line));
        assertThat(closed).isEmpty();
        add(entry(line));

        assertThat(closed).hasSize(1);
        assertThat(closed.get(0).records()).isEqualTo(2);
        assertThat(lines(closed.get(0))).containsExactly(line, line);
        batcher.closeAll(now);
        assertThat(lines(closed.get(1))).containsExactly(line);
    }

    @Test
    void anEntryThatFillsTheBatchExactlyIsStillAdmitted() {
        int first = sizeOf("x".repeat(1000), 0);
        int rest = BATCH_SIZE - first;
        int length = rest - 1;
        while (sizeOf("x".repeat(1000), length) > BATCH_SIZE) {
            length--;
        }
        assertThat(sizeOf("x".repeat(1000), length)).isEqualTo(BATCH_SIZE);

        add(entry("x".repeat(1000)));
        add(entry("x".repeat(length)));
        assertThat(closed).isEmpty();
        add(entry(""));

        assertThat(closed).extracting(Batch::records).containsExactly(2);
    }

    /** What a request of one or two lines takes; a length of 0 asks for the first alone. */
    private int sizeOf(String line, int length) {
        PushRequestBuilder builder = new PushRequestBuilder(DEFAULTS, 100_000, new RequestScratch());
        builder.prepare(entry(line));
        int size = builder.preparedSize();
        builder.addPrepared();
        if (length > 0) {
            builder.prepare(entry("x".repeat(length)));
            size += builder.preparedSize();
        }
        return size;
    }

    @Test
    void aFirstEntryLargerThanTheBatchIsAdmittedAlone() throws IOException {
        add(entry("a"));
        add(entry("L".repeat(3 * BATCH_SIZE)));
        add(entry("b"));
        batcher.closeAll(now);

        assertThat(closed).extracting(Batch::records).containsExactly(1, 1, 1);
        assertThat(lines(closed.get(1))).containsExactly("L".repeat(3 * BATCH_SIZE));
    }

    @Test
    void aBatchIsClosedOnceItsFirstEntryHasWaited() {
        assertThat(batcher.nanosUntilDue(now)).isEqualTo(Long.MAX_VALUE);
        add(entry("a"));
        assertThat(batcher.nanosUntilDue(now)).isEqualTo(WAIT);
        now += WAIT - 1;
        add(entry("b"));
        batcher.closeDue(now);
        assertThat(closed).isEmpty();
        assertThat(batcher.nanosUntilDue(now)).isEqualTo(1);

        now += 1;
        batcher.closeDue(now);

        assertThat(closed).extracting(Batch::records).containsExactly(2);
        assertThat(closed.get(0).closedAt()).isEqualTo(now);
        assertThat(batcher.hasOpen()).isFalse();
    }

    @Test
    void theWaitSurvivesAnOverflowOfTheClock() {
        now = Long.MAX_VALUE - WAIT / 2;
        add(entry("a"));
        batcher.closeDue(now);
        assertThat(closed).isEmpty();

        now += WAIT;
        batcher.closeDue(now);

        assertThat(closed).hasSize(1);
    }

    @Test
    void aBatchOpenedByAnOverflowingEntryWaitsItsOwnTime() {
        add(entry("x".repeat(3000)));
        now += WAIT - 1;
        add(entry("x".repeat(3000)));

        assertThat(closed).hasSize(1);
        assertThat(batcher.nanosUntilDue(now)).isEqualTo(WAIT);
    }

    @Test
    void tenantsAreKeptApart() throws IOException {
        add(entry("default 1"));
        add(tenant("blue", "blue 1"));
        add(tenant("red", "default 2"));
        now += 1;
        add(tenant("blue", "blue 2"));
        batcher.closeAll(now);

        assertThat(closed).extracting(Batch::tenant).containsExactlyInAnyOrder("red", "blue");
        for (Batch batch : closed) {
            assertThat(lines(batch))
                    .containsExactlyElementsOf(
                            "red".equals(batch.tenant())
                                    ? List.of("default 1", "default 2")
                                    : List.of("blue 1", "blue 2"));
        }
    }

    @Test
    void onlyTheTenantThatIsDueIsClosed() {
        add(tenant("a", "x"));
        now += WAIT / 2;
        add(tenant("b", "x"));
        now += WAIT / 2;
        batcher.closeDue(now);

        assertThat(closed).extracting(Batch::tenant).containsExactly("a");
        assertThat(batcher.nanosUntilDue(now)).isEqualTo(WAIT / 2);
    }

    @Test
    void withoutATenantNoneIsNamed() {
        batcher = batcher(null);

        add(entry("x"));
        batcher.closeAll(now);

        assertThat(closed.get(0).tenant()).isNull();
    }

    @Test
    void endlesslyManyTenantsAllGetTheirs() {
        for (int i = 0; i < 300; i++) {
            add(tenant("t" + i, "x"));
            if (i % 3 == 0) {
                batcher.closeAll(now);
            }
        }
        batcher.closeAll(now);

        assertThat(closed).extracting(Batch::tenant).hasSize(300).doesNotHaveDuplicates();
        settle();
        assertThat(budget.used()).isZero();
    }

    @Test
    void sequencesCountUp() {
        assertThat(batcher.lastSequence()).isZero();
        for (int i = 0; i < 3; i++) {
            add(tenant("t" + i, "x"));
        }
        batcher.closeAll(now);
        batcher.closeAll(now);

        assertThat(closed).extracting(Batch::sequence).containsExactly(1L, 2L, 3L);
        assertThat(batcher.lastSequence()).isEqualTo(3);
    }

    @Test
    void anUrgentEntryIsSaidUntilItsBatchIsClosed() {
        add(entry("a"));
        assertThat(batcher.isUrgent()).isFalse();
        Entry urgent = entry("b");
        urgent.markUrgent();
        add(urgent);
        assertThat(batcher.isUrgent()).isTrue();
        add(entry("c"));
        assertThat(batcher.isUrgent()).isTrue();

        batcher.closeAll(now);

        assertThat(batcher.isUrgent()).isFalse();
    }

    @Test
    void anUrgentEntryThatOpensANewBatchIsStillSaid() {
        add(entry("x".repeat(4000)));
        Entry urgent = entry("x".repeat(4000));
        urgent.markUrgent();

        add(urgent);

        assertThat(closed).hasSize(1);
        assertThat(batcher.isUrgent()).isTrue();
    }

    @Test
    void anEntryThatGrewIsDroppedWhenTheBudgetIsSpent() throws IOException {
        budget = new ByteBudget(1000);
        batcher = batcher("red");
        assertThat(budget.tryReserve(900)).isTrue(); // held by others
        add(entry("kept"), 80);

        assertThat(budget.tryReserve(10)).isTrue();
        boolean added = batcher.add(entry("x".repeat(500)), 10, Batcher.NO_TICKET, now);

        assertThat(added).isFalse();
        assertThat(ledger.snapshot().dropped(DropReason.BUFFER_FULL)).isEqualTo(1);
        assertThat(ledger.snapshot().dropped()).isEqualTo(1);
        batcher.closeAll(now);
        assertThat(lines(closed.get(0))).containsExactly("kept");
        settle();
        assertThat(budget.used()).isEqualTo(900);
    }

    @Test
    void anEntryThatGrewIsKeptWhileThereIsBudget() {
        add(entry("x".repeat(500)), 10);

        assertThat(ledger.snapshot().dropped()).isZero();
        assertThat(budget.used()).isGreaterThan(500);
    }

    @Test
    void aCutLineIsCounted() throws IOException {
        add(entry("x".repeat(100_000)));
        assertThat(ledger.snapshot().truncatedLines()).isZero();

        add(entry("x".repeat(100_001)));
        batcher.closeAll(now);

        assertThat(ledger.snapshot().truncatedLines()).isEqualTo(1);
        assertThat(lines(closed.get(1)).get(0)).hasSizeLessThan(100_001).endsWith(" bytes cut]");
    }

    @Property(tries = 100)
    void afterSettlingTheBudgetIsGivenBackToTheLastByte(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int entries, @ForAll boolean random) {
        closed.clear();
        long before = ledger.snapshot().dropped();
        Random dice = new Random(seed);
        for (int i = 0; i < entries; i++) {
            byte[] text = new byte[dice.nextInt(3000)];
            dice.nextBytes(text);
            String line = random ? new String(text, ISO_8859_1) : "x".repeat(text.length);
            Entry entry = tenant(dice.nextBoolean() ? "blue" : "red", line);
            entry.labels().add("n", Integer.toString(dice.nextInt(5)));
            add(entry, dice.nextInt(8000));
            now += dice.nextInt((int) (WAIT / 10));
            batcher.closeDue(now);
        }
        batcher.closeAll(now);

        long held = closed.stream().mapToLong(batch -> batch.body().length).sum();
        assertThat(budget.used()).isEqualTo(held);
        settle();
        assertThat(budget.used()).isZero();
        long records = closed.stream().mapToLong(Batch::records).sum();
        assertThat(records + ledger.snapshot().dropped() - before).isEqualTo(entries);
    }

    private void add(Entry entry) {
        add(entry, 100);
    }

    private void add(Entry entry, int reserved) {
        assertThat(budget.tryReserve(reserved)).isTrue();
        assertThat(batcher.add(entry, reserved, Batcher.NO_TICKET, now)).isTrue();
    }

    private void settle() {
        closed.forEach(batch -> budget.release(batch.body().length));
    }

    private static Entry entry(String line) {
        Entry entry = new Entry();
        entry.setTimestamp(1_700_000_000, 5);
        entry.setLine(line);
        return entry;
    }

    private static Entry tenant(String tenant, String line) {
        Entry entry = entry(line);
        entry.setTenant(tenant);
        return entry;
    }

    private static List<String> lines(Batch batch) throws IOException {
        return PushRequest.parseFrom(Snappy.uncompress(batch.body())).getStreamsList().stream()
                .flatMap(stream -> stream.getEntriesList().stream())
                .map(entry -> entry.getLine().toStringUtf8())
                .toList();
    }

    @Test
    void manyTenantsDoNotKeepManyBatchesOpen() {
        for (int i = 0; i < 200; i++) {
            Entry entry = new Entry();
            entry.setTenant("tenant-" + i);
            entry.setLine("line");
            budget.reserve(100);
            batcher.add(entry, 100, Batcher.NO_TICKET, 0);
        }
        assertThat(closed).hasSizeGreaterThanOrEqualTo(136);
        batcher.closeAll(0);

        assertThat(closed).hasSize(200).allMatch(batch -> batch.records() == 1);
    }
}
