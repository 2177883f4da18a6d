package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.health.LastOutcomes;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.PushRequestBuilder;
import dev.penstock.loki.PushRequestFormat;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.process.Entry;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.transport.Outcome;
import dev.penstock.wire.RequestScratch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** The lines of all tenants in virtual time: no thread, no network, no clock but the test's. */
class LinesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    private static final int MERGE_LIMIT = 4096;
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** More requests than any of these scenes needs. */
    private static final int TOO_MANY = 50_000;

    /** A request as the backend has seen it. */
    private record Sent(long at, String tenant, List<String> lines, int bytes, int status) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    /** Loki ignores an identical record that it holds. */
    private final Set<String> stored = new LinkedHashSet<>();

    private BiFunction<List<String>, String, Integer> backend;
    private String retryAfter;
    private long now;
    private long taken;
    private long sequence;
    private Random random;
    private Ledger ledger;
    private ByteBudget budget;
    private BatchBuffer buffer;
    private Troubles troubles;
    private Lines lines;

    LinesTest() {
        begin();
    }

    @BeforeTry
    void begin() {
        sent.clear();
        messages.clear();
        stored.clear();
        backend = (texts, tenant) -> 204;
        retryAfter = null;
        now = 5 * SECOND;
        taken = 0;
        sequence = 0;
        random = new Random(4711);
        ledger = new Ledger(() -> taken);
        budget = new ByteBudget(1 << 20);
        buffer = new BatchBuffer(ledger, budget);
        troubles = new Troubles();
        ShipperSettings settings = ShipperSettings.builder()
                .url("http://loki:3100")
                .maxAge(MAX_AGE)
                .build();
        lines = new Lines(new DeliveryContext(
                Receiver.LOKI,
                settings,
                buffer,
                new PushRequestFormat(),
                ledger,
                budget,
                new Diagnostics("test", (severity, message) -> messages.add(message), () -> now),
                troubles,
                new LastOutcomes(),
                SelfMetrics.NONE,
                () -> now,
                () -> START.plusNanos(now),
                () -> random.nextDouble(),
                MERGE_LIMIT));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void aTenantThatIsRefusedDoesNotHoldUpAnother(int status) {
        backend = (texts, tenant) -> tenant.equals("red") ? status : 204;
        for (int i = 0; i < 10; i++) {
            put("red", "red " + i);
            put("blue", "blue " + i);
        }

        runUntil(now + SECOND / 1000);

        assertThat(stored).containsExactlyElementsOf(texts("blue ", 10));
        assertThat(ledger.account("red").dropped(DropReason.EXPIRED)).isZero();
        run();
        assertSettled(10, 10);
    }

    @Test
    void manySmallBatchesAreSentAsOneAndSettledTogether() {
        for (int i = 0; i < 30; i++) {
            put("red", "line " + i);
        }

        run();

        assertThat(sent).hasSize(1);
        assertThat(stored).containsExactlyElementsOf(texts("line ", 30));
        assertSettled(30, 0);
    }

    @Property(tries = 100)
    void whatIsMergedKeepsItsOrderAndNeverExceedsTheLimit(
            @ForAll @IntRange(min = 1, max = 60) int batches, @ForAll long seed) {
        Random sizes = new Random(seed);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            String text = "line " + i + " " + "x".repeat(sizes.nextInt(3000));
            all.add(text);
            put("red", text);
        }

        run();

        assertThat(stored).containsExactlyElementsOf(all);
        assertThat(sent).allSatisfy(each -> assertThat(each.bytes()).isLessThanOrEqualTo(MERGE_LIMIT));
        assertThat(sent.size()).isLessThanOrEqualTo(batches);
        assertSettled(batches, 0);
    }

    /** Two neighbours together exceed the limit, else they would be one: so requests are at most twice the bytes by it. */
    @Test
    void anOutageIsCaughtUpWithInFewRequests() {
        long end = now + 60 * SECOND;
        backend = (texts, tenant) -> now < end ? 503 : 204;
        for (int i = 0; i < 600; i++) {
            put("red", "line " + i + "x".repeat(60));
        }

        run();

        assertThat(sent.stream().filter(each -> each.status() == 204).count())
                .isLessThanOrEqualTo(1
                        + 2
                                * sent.stream()
                                        .filter(each -> each.status() == 204)
                                        .mapToInt(Sent::bytes)
                                        .sum()
                                / MERGE_LIMIT);
        assertSettled(600, 0);
    }

    @Test
    void onlyTheOldOfAMergedParcelExpire() {
        backend = (texts, tenant) -> now < MAX_AGE.toNanos() + 20 * SECOND ? 503 : 204;
        put("red", "old");
        put("red", "old too");
        now += 60 * SECOND;
        put("red", "young");

        run();

        assertThat(sent.get(0).lines()).containsExactly("old", "old too", "young");
        assertThat(stored).containsExactly("young");
        assertThat(ledger.dropped(DropReason.EXPIRED)).isEqualTo(2);
        assertSettled(1, 2);
    }

    @Test
    void allThatIsExpiredGoesAtOnce() {
        backend = (texts, tenant) -> 503;
        for (int i = 0; i < 100; i++) {
            put("red", i + "x".repeat(2500));
        }
        now += MAX_AGE.toNanos();
        put("red", "young");

        runUntil(now + SECOND / 1000);

        assertThat(sent.get(0).lines()).hasSize(1);
        assertThat(ledger.dropped(DropReason.EXPIRED)).isEqualTo(100);
        assertThat(sent.size()).isLessThanOrEqualTo(2);
    }

    @Property(tries = 100)
    void poisonInAMergedParcelCostsOnlyItself(
            @ForAll @IntRange(min = 2, max = 60) int batches, @ForAll @IntRange(max = 59) int place) {
        String poison = "line " + place % batches;
        backend = (texts, tenant) -> texts.contains(poison) ? 500 : 204;
        for (int i = 0; i < batches; i++) {
            put("red", "line " + i);
        }

        run();

        assertThat(stored).doesNotContain(poison).hasSize(batches - 1);
        assertThat(ledger.dropped(DropReason.REJECTED)).isEqualTo(1);
        assertSettled(batches - 1, 1);
    }

    @Test
    void whatIsSaidOfAPoisonousRecordHoldsTheWordsOfTheBackend() {
        backend = (texts, tenant) -> texts.contains("line 7") ? 500 : 204;
        putMany("red", "line ", 20);

        run();

        assertThat(messages)
                .filteredOn(message -> message.contains("dropped 1 of 20 records as rejected"))
                .singleElement()
                .asString()
                .contains("HTTP 500 'why'");
        assertSettled(19, 1);
    }

    @Test
    void recordsThatAreNotInTheirRequestAreCountedAndSaid() {
        backend = (texts, tenant) -> texts.size() > 1 ? 413 : 204;
        PushRequestBuilder request = builder();
        add(request, "first");
        add(request, "second");
        putBody("red", request.build(), 3);

        run();

        assertThat(stored).containsExactly("first", "second");
        assertThat(ledger.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(1);
        assertThat(messages).anyMatch(message -> message.contains("dropped 1 of 3 records as internal_error"));
        assertSettled(2, 1);
    }

    @Test
    void aPoisonousRecordThatFillsItsBatchDoesNotHoldUpThoseBehindIt() {
        String poison = "x".repeat(MERGE_LIMIT);
        backend = (texts, tenant) -> texts.contains(poison) ? 500 : 204;
        put("red", poison);
        put("red", "y".repeat(MERGE_LIMIT));
        put("red", "z");

        run();

        assertThat(stored).contains("y".repeat(MERGE_LIMIT), "z");
        assertSettled(2, 1);
    }

    @Test
    void aPoisonousRecordAloneIsKeptUntilAnotherProvesIt() {
        backend = (texts, tenant) -> texts.contains("poison") ? 500 : 204;
        put("red", "poison");
        runUntil(now + 60 * SECOND);
        assertThat(ledger.snapshot().pending()).isEqualTo(1);

        put("red", "good");
        runUntil(now + 120 * SECOND);

        assertThat(stored).containsOnly("good");
        assertSettled(1, 1);
    }

    @Property(tries = 100)
    void anOutageWith500DuringAHuntLosesNothingGood(
            @ForAll @IntRange(min = 1, max = 60) int from, @ForAll @IntRange(min = 1, max = 60) int requests) {
        backend = (texts, tenant) ->
                (sent.size() >= from && sent.size() < from + requests) || texts.contains("line 7") ? 500 : 204;
        for (int i = 0; i < 40; i++) {
            put("red", "line " + i);
        }

        run();

        // An outage may outlast maxAge, but what is good is never rejected.
        Stats stats = ledger.snapshot();
        assertThat(stats.dropped(DropReason.REJECTED)).isLessThanOrEqualTo(1);
        assertSettled(40 - (int) stats.dropped(), (int) stats.dropped());
    }

    @Test
    void whatIsTooLargeIsLearned() {
        backend = (texts, tenant) -> texts.size() > 20 ? 413 : 204;
        putMany("red", "first ", 100);
        run();
        int before = sent.size();
        assertThat(sent.get(0).status()).isEqualTo(413);

        putMany("red", "second", 100);
        run();

        assertThat(sent.subList(before, sent.size()))
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(204));
        assertThat(stored).hasSize(200);
        assertSettled(200, 0);
    }

    @Test
    void whatWasLearnedIsForgottenAfterSomeMinutes() {
        backend = (texts, tenant) -> sent.isEmpty() ? 413 : 204;
        putMany("red", "first ", 100);
        run();
        now += 11 * 60 * SECOND;
        int before = sent.size();

        putMany("red", "second", 100);
        run();

        assertThat(sent).hasSize(before + 1);
    }

    @Test
    void aNudgeEndsAPauseOnce() {
        retryAfter = "300";
        backend = (texts, tenant) -> 429;
        put("red", "line");
        runUntil(now + SECOND);
        assertThat(sent).hasSize(1);

        lines.nudge();
        runUntil(now + SECOND);

        assertThat(sent).hasSize(2);
    }

    @Test
    void inAHurryNoPauseIsLongerThanHalfASecond() {
        retryAfter = "300";
        backend = (texts, tenant) -> 429;
        put("red", "line");
        runUntil(now + SECOND);

        lines.hurry();
        put("blue", "another");
        runUntil(now + 10 * SECOND);

        assertThat(sent.stream().filter(each -> each.tenant().equals("red")).count())
                .isGreaterThanOrEqualTo(20);
        assertThat(sent.stream().filter(each -> each.tenant().equals("blue")).count())
                .isGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 413, 418})
    void bodiesThatCannotBeReadGoAsTheyAreAndAreAccountedFor(int status) {
        backend = (texts, tenant) -> texts.isEmpty() ? status : 204;
        putBody("red", new byte[] {5, 4, 3}, 7);
        put("red", "good");
        putBody("red", new byte[] {-1, -1, -1, -1, 3, 9, 9}, 3);
        put("red", "good too");

        run();

        assertThat(stored).containsExactly("good", "good too");
        assertSettled(status == 204 ? 12 : 2, status == 204 ? 0 : 10);
    }

    /** Whatever it answers, in whatever order: each record is delivered or dropped once, and no byte stays reserved. */
    @Property(tries = 200)
    void aBackendThatAnswersAtRandomLosesCountOfNothing(@ForAll long seed, @ForAll @IntRange(max = 90) int illness) {
        int[] statuses = {400, 401, 408, 413, 418, 422, 429, 500, 500, 502, 503};
        Random answers = new Random(seed);
        backend = (texts, tenant) -> answers.nextInt(100) < illness ? statuses[answers.nextInt(statuses.length)] : 204;
        int records = 0;
        for (int i = 0; i < 40; i++) {
            int size = 1 + answers.nextInt(30);
            records += size;
            putMany(answers.nextBoolean() ? "red" : "blue", "batch " + i + " ", size);
            runUntil(now + answers.nextInt(20) * SECOND);
        }

        run();

        assertSettled(
                (int) ledger.snapshot().delivered(),
                records - (int) ledger.snapshot().delivered());
        assertThat((long) stored.size())
                .isGreaterThanOrEqualTo(ledger.snapshot().delivered());
    }

    @Test
    void troubleIsOverOnceTheBackendTakesSomething() {
        backend = (texts, tenant) -> sent.size() < 3 ? 401 : 204;
        put("red", "line");
        runUntil(now + SECOND);
        assertThat(troubles.worst().status()).isEqualTo(Health.Status.DOWN);
        assertThat(troubles.worst().reason()).contains("http://loki:3100", "401", "tenant red");

        run();

        assertThat(troubles.worst()).isEqualTo(Health.UP);
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private void put(String tenant, String text) {
        putBatch(tenant, List.of(text));
    }

    private void putMany(String tenant, String prefix, int count) {
        putBatch(tenant, texts(prefix, count));
    }

    private void putBatch(String tenant, List<String> texts) {
        PushRequestBuilder request = builder();
        texts.forEach(text -> add(request, text));
        putBody(tenant, request.build(), texts.size());
    }

    private static PushRequestBuilder builder() {
        return new PushRequestBuilder(new StreamDefaults(Map.of(), "shop"), 1 << 20, new RequestScratch());
    }

    private void add(PushRequestBuilder request, String text) {
        Entry entry = new Entry();
        entry.setTimestamp(START.plusNanos(now + taken));
        entry.setLine(text);
        request.prepare(entry);
        request.addPrepared();
    }

    private void putBody(String tenant, byte[] body, int records) {
        taken += records;
        budget.reserve(body.length);
        buffer.add(new Batch(++sequence, tenant, body, records, now));
    }

    private void run() {
        runUntil(Long.MAX_VALUE);
    }

    private void runUntil(long end) {
        while (true) {
            Shipment shipment = lines.next();
            if (shipment != null) {
                lines.answered(shipment, answer(shipment));
                assertThat(sent).hasSizeLessThan(TOO_MANY);
                continue;
            }
            long nanos = lines.nanosUntilReady();
            if (nanos == Long.MAX_VALUE || now + nanos > end) {
                now = end == Long.MAX_VALUE ? now : end;
                return;
            }
            now += nanos;
        }
    }

    private Outcome answer(Shipment shipment) {
        byte[] plain;
        List<String> texts = new ArrayList<>();
        try {
            plain = Snappy.uncompress(shipment.body());
            PushRequest.parseFrom(plain)
                    .getStreamsList()
                    .forEach(stream -> stream.getEntriesList()
                            .forEach(entry -> texts.add(entry.getLine().toStringUtf8())));
        } catch (IOException e) {
            plain = new byte[0];
        }
        int status = backend.apply(texts, shipment.tenant());
        sent.add(new Sent(now, shipment.tenant(), texts, plain.length, status));
        if (status == 204) {
            stored.addAll(texts);
        }
        return new Outcome.Answered(status, "why", retryAfter);
    }

    private void assertSettled(int delivered, int dropped) {
        Stats stats = ledger.snapshot();
        assertThat(stats.delivered()).isEqualTo(delivered);
        assertThat(stats.dropped()).isEqualTo(dropped);
        assertThat(stats.pending()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(buffer.size()).isZero();
        assertThat(buffer.lanes()).allMatch(lane -> !buffer.hasUnclaimed(lane));
    }
}
