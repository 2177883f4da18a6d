package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.delivery.Isolation.Cause;
import dev.penstock.wire.OpenedRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationTest {

    /** More than any isolation may need: one that goes round in circles fails instead of hanging. */
    private static final int TOO_MANY = 100_000;

    private enum Answer {
        PASSED,
        REFUSED,
        TOO_LARGE,
        FAILED
    }

    private final List<Integer> delivered = new ArrayList<>();
    private int rejected;
    private int requests;

    @Property(tries = 300)
    void eachRecordIsDeliveredOrRejectedOnceWithinTheLimit(
            @ForAll @IntRange(min = 1, max = 5000) int records,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @IntRange(min = 0, max = 60) int suspects,
            @ForAll @IntRange(min = 1, max = 50) int streams,
            @ForAll long seed) {
        Random random = new Random(seed);
        Set<Integer> bad = some(records, percent * percent / 100, random);
        Numbers request = new Numbers(records, Math.min(records, suspects), streams(records, streams, random));

        isolate(request, Cause.REFUSED, refusing(bad));

        assertThat(requests).isLessThanOrEqualTo(Isolation.MOST_REQUESTS);
        assertEachOnce(records);
        assertThat(delivered).noneMatch(bad::contains);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 31, 32, 33, 127, 1000})
    void aBadRecordAnywhereCostsOnlyItself(int records) {
        for (int bad = 0; bad < records; bad++) {
            begin();
            isolate(new Numbers(records, 0, i -> 0), Cause.REFUSED, refusing(Set.of(bad)));
            assertOnlyLost(records, Set.of(bad));
            assertThat(requests).isLessThanOrEqualTo(Isolation.MOST_REQUESTS);
        }
    }

    @Property(tries = 500)
    void aBadRecordAmongAnyStreamsCostsOnlyItself(
            @ForAll @IntRange(min = 1, max = 5000) int records,
            @ForAll @IntRange(min = 1, max = 200) int streams,
            @ForAll long seed) {
        Random random = new Random(seed);
        Set<Integer> bad = Set.of(random.nextInt(records));

        isolate(new Numbers(records, 0, streams(records, streams, random)), Cause.REFUSED, refusing(bad));

        assertOnlyLost(records, bad);
        assertThat(requests).isLessThanOrEqualTo(Isolation.MOST_REQUESTS);
    }

    @Property(tries = 300)
    void badSuspectsCostOnlyThemselves(
            @ForAll @IntRange(min = 26, max = 5000) int records,
            @ForAll @IntRange(min = 1, max = 25) int suspects,
            @ForAll @IntRange(min = 1, max = 20) int streams,
            @ForAll long seed) {
        Random random = new Random(seed);
        Set<Integer> bad = new HashSet<>(range(records - suspects, records));
        bad.removeAll(some(records, 30, random));

        isolate(new Numbers(records, suspects, streams(records, streams, random)), Cause.REFUSED, refusing(bad));

        assertOnlyLost(records, bad);
        assertThat(requests).isLessThanOrEqualTo(Isolation.MOST_REQUESTS);
    }

    @Property(tries = 500)
    void aStreamThatIsBadAsAWholeCostsOnlyItself(
            @ForAll @IntRange(min = 10, max = 5000) int records,
            @ForAll @IntRange(min = 2, max = 60) int streams,
            @ForAll long seed) {
        Random random = new Random(seed);
        Function<Integer, Integer> stream = streams(records, streams, random);
        int bad = stream.apply(random.nextInt(records));
        Set<Integer> lost = new HashSet<>(range(0, records));
        lost.removeIf(each -> stream.apply(each) != bad);

        isolate(new Numbers(records, 0, stream), Cause.REFUSED, refusing(lost));

        assertOnlyLost(records, lost);
        assertThat(requests).isLessThanOrEqualTo(Isolation.MOST_REQUESTS);
    }

    /** Each request passes, is divided or is a single record: those are the nodes of a binary tree. */
    @Property(tries = 300)
    void whatFitsIsDeliveredInOrderAndWhatIsTooLargeAloneIsRejected(
            @ForAll @IntRange(min = 2, max = 2000) int records,
            @ForAll @IntRange(min = 1, max = 5000) int limit,
            @ForAll @IntRange(min = 1, max = 400) int largest,
            @ForAll long seed) {
        Random random = new Random(seed);
        Numbers request = new Numbers(records, 0, i -> i / 10);
        Arrays.setAll(request.sizes, i -> 1 + random.nextInt(largest));
        Set<Integer> lost = new HashSet<>(range(0, records));
        lost.removeIf(each -> request.sizes[each] <= limit);

        isolate(request, Cause.TOO_LARGE, part -> request.size(part) <= limit ? Answer.PASSED : Answer.TOO_LARGE);

        assertOnlyLost(records, lost);
        assertThat(delivered).isSorted();
        assertThat(requests).isLessThan(2 * records);
    }

    /** A body's compressed size is no measure for a backend that looks at what is in it. */
    @Property(tries = 300)
    void aRecordThatFitsAloneIsDeliveredThoughASmallerBodyWasRefused(
            @ForAll @IntRange(min = 2, max = 500) int records, @ForAll long seed) {
        Random random = new Random(seed);
        Numbers request = new Numbers(records, 0, i -> 0);
        Arrays.setAll(request.sizes, i -> 1 + random.nextInt(1000));
        int[] plain = random.ints(records, 1, 1000).toArray();

        isolate(
                request,
                Cause.TOO_LARGE,
                part -> Arrays.stream(part).map(i -> plain[i]).sum() <= 1000 ? Answer.PASSED : Answer.TOO_LARGE);

        assertOnlyLost(records, Set.of());
        assertThat(delivered).isSorted();
    }

    @Test
    void aBackendThatTakesNothingHoweverSmallIsNotAskedForEachRecord() {
        isolate(new Numbers(5000, 0, i -> 0), Cause.TOO_LARGE, part -> Answer.TOO_LARGE);

        assertOnlyLost(5000, new HashSet<>(range(0, 5000)));
        assertThat(requests).isLessThanOrEqualTo(Isolation.MOST_REQUESTS);
    }

    @Property(tries = 50)
    void badRecordsInPiecesOfALargeRequestCostOnlyThemselves(
            @ForAll @IntRange(min = 1, max = 30) int pieces, @ForAll long seed) {
        Random random = new Random(seed);
        Set<Integer> bad = new HashSet<>();
        for (int i = 0; i < pieces; i++) {
            bad.add(100 * i + random.nextInt(100));
        }

        isolate(
                new Numbers(100 * pieces, 0, i -> 0),
                Cause.TOO_LARGE,
                part -> part.length > 100 ? Answer.TOO_LARGE : refusing(bad).apply(part));

        assertOnlyLost(100 * pieces, bad);
    }

    @Property(tries = 500)
    void upToThreePoisonousRecordsCostOnlyThemselves(
            @ForAll @IntRange(min = 4, max = 5000) int records,
            @ForAll @IntRange(min = 1, max = 3) int poisons,
            @ForAll @IntRange(min = 0, max = 30) int apart,
            @ForAll long seed) {
        Random random = new Random(seed);
        Set<Integer> poison = new HashSet<>();
        int first = random.nextInt(records);
        for (int i = 0; i < poisons; i++) {
            poison.add(apart == 0 ? random.nextInt(records) : (first + i * apart) % records);
        }

        boolean led = isolate(new Numbers(records, 0, i -> i / 500), Cause.POISON, failing(poison));

        assertThat(led).isTrue();
        assertOnlyLost(records, poison);
        assertThat(requests).isLessThanOrEqualTo(2 * Isolation.MOST_REQUESTS_FOR_POISON);
    }

    @Property(tries = 100)
    void aBackendThatFailsAtEverythingIsFoundIllSoonAndCostsNothing(
            @ForAll @IntRange(min = 1, max = 5000) int records, @ForAll Cause cause) {
        boolean led = isolate(new Numbers(records, 0, i -> 0), cause, part -> Answer.FAILED);

        assertThat(led).isFalse();
        assertThat(delivered).isEmpty();
        assertThat(rejected).isZero();
        assertThat(requests).isLessThanOrEqualTo(10);
    }

    @Property(tries = 500)
    void anOutageDuringTheHuntCostsNothingGood(
            @ForAll @IntRange(min = 4, max = 3000) int records,
            @ForAll @IntRange(min = 0, max = 60) int before,
            @ForAll @IntRange(min = 1, max = 300) int outage,
            @ForAll Cause cause,
            @ForAll long seed) {
        Set<Integer> poison = Set.of(new Random(seed).nextInt(records));
        Function<int[], Answer> well = cause == Cause.REFUSED ? refusing(poison) : failing(poison);
        Function<int[], Answer> backend =
                part -> requests > before && requests <= before + outage ? Answer.FAILED : well.apply(part);

        while (!isolate(new Numbers(records, 0, i -> 0), cause, backend)) {
            // Nothing has passed: it is sent whole again, and taken apart again.
            assertThat(delivered).isEmpty();
            assertThat(rejected).isZero();
        }

        assertOnlyLost(records, poison);
    }

    @Property(tries = 300)
    void aRefusedAndAPoisonousRecordCostOnlyThemselves(
            @ForAll @IntRange(min = 4, max = 5000) int records, @ForAll Cause cause, @ForAll long seed) {
        Random random = new Random(seed);
        int bad = random.nextInt(records);
        int poison = random.nextInt(records);
        Function<int[], Answer> backend = part -> {
            Answer first = failing(Set.of(poison)).apply(part);
            return first == Answer.PASSED ? refusing(Set.of(bad)).apply(part) : first;
        };

        boolean led = isolate(new Numbers(records, 0, i -> 0), cause, backend);

        assertThat(led).isTrue();
        assertOnlyLost(records, new HashSet<>(List.of(bad, poison)));
    }

    @BeforeTry
    void begin() {
        delivered.clear();
        rejected = 0;
        requests = 0;
    }

    /** Goes on where the last one ended; false when it leads to nothing. */
    private boolean isolate(Numbers request, Cause cause, Function<int[], Answer> backend) {
        int whole = cause == Cause.TOO_LARGE ? Arrays.stream(request.sizes).sum() : Integer.MAX_VALUE;
        Isolation isolation = new Isolation(request, cause, whole, Instant.EPOCH);
        byte[] body = isolation.next();
        while (body != null) {
            requests++;
            assertThat(requests).isLessThan(TOO_MANY);
            int[] part = request.selected.get(body);
            int counted = isolation.records();
            switch (backend.apply(part)) {
                case PASSED -> {
                    assertThat(counted).isIn(0, part.length);
                    Arrays.stream(part).limit(counted).forEach(delivered::add);
                    isolation.passed();
                }
                case REFUSED -> isolation.refused();
                case TOO_LARGE -> isolation.tooLarge();
                case FAILED -> {
                    if (!isolation.failed()) {
                        return false;
                    }
                }
            }
            body = isolation.next();
            rejected += isolation.takeRejected();
        }
        rejected += isolation.takeRejected();
        return true;
    }

    private void assertEachOnce(int records) {
        assertThat(delivered.stream().distinct().count()).isEqualTo(delivered.size());
        assertThat(delivered.size() + rejected).isEqualTo(records);
    }

    private void assertOnlyLost(int records, Set<Integer> lost) {
        Set<Integer> missing = new HashSet<>(range(0, records));
        delivered.forEach(missing::remove);
        assertThat(missing).isEqualTo(lost);
        assertEachOnce(records);
    }

    private static Function<int[], Answer> refusing(Set<Integer> bad) {
        return part -> Arrays.stream(part).anyMatch(bad::contains) ? Answer.REFUSED : Answer.PASSED;
    }

    private static Function<int[], Answer> failing(Set<Integer> poison) {
        return part -> Arrays.stream(part).anyMatch(poison::contains) ? Answer.FAILED : Answer.PASSED;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static Set<Integer> some(int records, int percent, Random random) {
        Set<Integer> some = new HashSet<>(range(0, records));
        some.removeIf(each -> random.nextInt(100) >= percent);
        return some;
    }

    /** So many streams of random sizes, one behind the other. */
    private static Function<Integer, Integer> streams(int records, int streams, Random random) {
        int[] starts = random.ints(streams - 1L, 0, records + 1).sorted().toArray();
        return record ->
                (int) Arrays.stream(starts).filter(each -> each <= record).count();
    }

    /** A request of numbers; its body is as long as the sizes of its records together. */
    private static final class Numbers implements OpenedRequest {

        final int[] sizes;
        final Map<byte[], int[]> selected = new IdentityHashMap<>();
        private final int suspects;
        private final int[] streams;

        Numbers(int records, int suspects, Function<Integer, Integer> stream) {
            this.suspects = suspects;
            sizes = new int[records];
            Arrays.fill(sizes, 1);
            streams = IntStream.range(0, records).map(stream::apply).toArray();
        }

        int size(int[] part) {
            return Arrays.stream(part).map(i -> sizes[i]).sum();
        }

        @Override
        public int records() {
            return sizes.length;
        }

        @Override
        public int stream(int record) {
            return streams[record];
        }

        @Override
        public Order order(Instant now) {
            return new Order(IntStream.range(0, sizes.length).toArray(), suspects);
        }

        @Override
        public byte[] select(int[] order, int from, int to) {
            int[] part = Arrays.copyOfRange(order, from, to);
            byte[] body = new byte[size(part)];
            selected.clear();
            selected.put(body, part);
            return body;
        }
    }
}
