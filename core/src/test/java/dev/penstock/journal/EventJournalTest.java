package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJournalTest {

    private static final long SMALL = 1 << 16;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"65536,65536", "65537,131072", "1000000,1048576"})
    void theCapacityIsRoundedUpToAPowerOfTwoAndTheFileIsAllocated(long asked, long rounded) throws IOException {
        try (EventJournal journal = EventJournal.create(directory, asked)) {
            assertThat(journal.capacity()).isEqualTo(rounded);
            assertThat(journal.used()).isZero();
            assertThat(Files.size(journal.file())).isEqualTo(rounded + 64);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 65535, (1L << 30) + 1, Long.MAX_VALUE})
    void anImpossibleCapacityIsRefused(long capacity) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventJournal.create(directory, capacity));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theNumberIsOneMoreThanTheHighestThereIs() throws IOException {
        EventJournal first = EventJournal.create(directory, SMALL);
        Files.createFile(directory.resolve("events-00000000000000ff.journal"));
        Files.createFile(directory.resolve("events-x.journal"));
        EventJournal second = EventJournal.create(directory, SMALL);

        assertThat(first.file()).hasFileName("events-0000000000000001.journal");
        assertThat(second.file()).hasFileName("events-0000000000000100.journal");
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);

        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal.file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatAnEarlierCreateDidNotFinishIsDeleted() throws IOException {
        Path leftover = Files.createFile(directory.resolve("events-0000000000000005.journal.new"));

        EventJournal journal = EventJournal.create(directory, SMALL);

        assertThat(leftover).doesNotExist();
        assertThat(directory.toFile().list())
                .containsExactly(journal.file().getFileName().toString());
    }

    @Test
    void aDirectoryThatIsMissingIsAnIOException() {
        assertThatThrownBy(() -> EventJournal.create(directory.resolve("missing"), SMALL))
                .isInstanceOf(IOException.class);
    }

    /** Sizes and order at random, many laps, against a list that says what must be free. */
    @RepeatedTest(20)
    void spaceIsTakenAndGivenBackAsTheModelSays(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        EventJournal journal = EventJournal.create(directory, SMALL);
        Deque<long[]> model = new ArrayDeque<>();
        List<long[]> live = new ArrayList<>();
        List<byte[]> payloads = new ArrayList<>();
        long used = 0;
        long last = -1;
        int most = random.nextInt(4) == 0 ? 33_000 : 3_000;
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(100) < 55) {
                byte[] payload = new byte[random.nextInt(most)];
                random.nextBytes(payload);
                long size = (payload.length + 16 + 7) / 8 * 8;
                long position = journal.append(payload, payload.length);
                if (payload.length > SMALL / 2 || used + size > SMALL) {
                    assertThat(position).isEqualTo(EventJournal.FULL);
                } else {
                    assertThat(position).isGreaterThan(last);
                    last = position;
                    long[] record = {position, size, 0};
                    model.add(record);
                    live.add(record);
                    payloads.add(payload);
                    used += size;
                }
            } else if (!live.isEmpty()) {
                int index = random.nextInt(live.size());
                long[] record = live.remove(index);
                payloads.remove(index);
                record[2] = 1;
                journal.done(record[0]);
                if (random.nextBoolean()) {
                    journal.done(record[0]);
                }
                while (!model.isEmpty() && model.peek()[2] == 1) {
                    used -= model.remove()[1];
                }
            }
            assertThat(journal.used()).isEqualTo(used);
        }
        LeftJournal left = LeftJournal.find(directory).get(0);
        assertThat(left.damaged()).isZero();
        assertThat(left.unfinished()).isZero();
        assertThat(left.records()).isEqualTo(live.size());
        for (byte[] payload : payloads) {
            assertThat(left.next()).isEqualTo(payload);
        }
        assertThat(left.next()).isNull();

        live.forEach(record -> journal.done(record[0]));
        assertThat(journal.used()).isZero();
        journal.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void onlyTheFirstBytesOfTheArrayAreKept() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);

        journal.append(new byte[] {1, 2, 3}, 2);
        journal.append(new byte[] {1, 2, 3}, 0);

        LeftJournal left = LeftJournal.find(directory).get(0);
        assertThat(left.next()).containsExactly(1, 2);
        assertThat(left.next()).isEmpty();
        assertThat(left.next()).isNull();
    }

    @Test
    void aLengthBeyondTheArrayIsRefusedAndTakesNoSpace() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);

        assertThatThrownBy(() -> journal.append(new byte[3], 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> journal.append(new byte[3], -1)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(journal.used()).isZero();
    }

    @Test
    void aFullJournalTakesRecordsAgainOnceTheOldestIsDone() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        byte[] payload = new byte[1000];
        List<Long> positions = new ArrayList<>();
        long position = journal.append(payload, payload.length);
        while (position >= 0) {
            positions.add(position);
            position = journal.append(payload, payload.length);
        }
        assertThat(position).isEqualTo(EventJournal.FULL);
        assertThat(positions).hasSize(64);

        journal.done(positions.get(1));
        assertThat(journal.append(payload, payload.length)).isEqualTo(EventJournal.FULL);
        journal.done(positions.get(0));

        assertThat(journal.append(payload, payload.length)).isNotNegative();
        assertThat(journal.append(payload, payload.length)).isNotNegative();
        assertThat(journal.append(payload, payload.length)).isEqualTo(EventJournal.FULL);
    }

    @Test
    void halfOfTheCapacityIsTheMostThatOneRecordMayTake() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        byte[] payload = new byte[(int) SMALL];

        assertThat(journal.append(payload, (int) SMALL / 2 + 1)).isEqualTo(EventJournal.FULL);
        assertThat(journal.append(payload, (int) SMALL / 2)).isNotNegative();
    }

    @Test
    void aClosedJournalRefusesAndStaysUntilEverythingIsDone() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        long first = journal.append(new byte[10], 10);
        long second = journal.append(new byte[10], 10);
        journal.done(second);

        journal.close();
        assertThat(journal.append(new byte[10], 10)).isEqualTo(EventJournal.CLOSED);
        assertThat(journal.append(new byte[(int) SMALL], (int) SMALL)).isEqualTo(EventJournal.CLOSED);
        assertThat(journal.file()).exists();

        journal.done(first);
        assertThat(journal.used()).isZero();
        journal.close();
        assertThat(journal.file()).doesNotExist();
        journal.close();
    }

    @Test
    void aPositionThatWasNeverGivenOutIsRefused() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        long position = journal.append(new byte[100], 100);

        for (long wrong : new long[] {-1, -8, position + 1, position + 8, position + SMALL, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> journal.done(wrong));
        }
        long claimed = journal.claim(100);
        assertThatIllegalArgumentException().isThrownBy(() -> journal.done(claimed));
    }

    @RepeatedTest(10)
    void manyProducersLoseNothingAndAllSpaceComesBack(RepetitionInfo repetition) throws Exception {
        int producers = 4;
        int each = 2_000;
        EventJournal journal = EventJournal.create(directory, SMALL);
        ConcurrentLinkedQueue<Long> appended = new ConcurrentLinkedQueue<>();
        AtomicInteger finished = new AtomicInteger();
        for (int p = 0; p < producers; p++) {
            Random random = new Random(31L * repetition.getCurrentRepetition() + p);
            start(() -> {
                for (int i = 0; i < each; i++) {
                    byte[] payload = payload(random, 300);
                    long position = journal.append(payload, payload.length);
                    while (position == EventJournal.FULL) {
                        Thread.onSpinWait();
                        position = journal.append(payload, payload.length);
                    }
                    appended.add(position);
                }
                finished.incrementAndGet();
            });
        }

        Random random = new Random(repetition.getCurrentRepetition());
        Set<Long> seen = new HashSet<>();
        List<Long> open = new ArrayList<>();
        while (finished.get() < producers || !appended.isEmpty()) {
            Long position = appended.poll();
            if (position == null) {
                Collections.shuffle(open, random);
                open.forEach(journal::done);
                open.clear();
                Thread.onSpinWait();
            } else {
                assertThat(seen.add(position)).isTrue();
                open.add(position);
                if (random.nextInt(3) > 0) {
                    journal.done(open.remove(random.nextInt(open.size())));
                }
            }
        }
        open.forEach(journal::done);

        assertThat(seen).hasSize(producers * each);
        assertThat(journal.used()).isZero();
        assertThat(LeftJournal.find(directory).get(0).records()).isZero();
    }

    @RepeatedTest(20)
    void payloadsOfManyProducersAreIntact(RepetitionInfo repetition) throws Exception {
        int producers = 4;
        EventJournal journal = EventJournal.create(directory, SMALL);
        for (int i = 0; i < 30; i++) {
            // So that they come round the ring's end.
            journal.done(journal.append(new byte[1000], 1000));
        }
        ConcurrentLinkedQueue<byte[]> kept = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            Random random = new Random(31L * repetition.getCurrentRepetition() + p);
            start(() -> {
                byte[] payload = payload(random, 500);
                long position = journal.append(payload, payload.length);
                while (position >= 0) {
                    kept.add(payload);
                    payload = payload(random, 500);
                    position = journal.append(payload, payload.length);
                }
                done.countDown();
            });
        }
        done.await();

        LeftJournal left = LeftJournal.find(directory).get(0);
        List<String> recovered = new ArrayList<>();
        for (byte[] payload = left.next(); payload != null; payload = left.next()) {
            recovered.add(hex(payload));
        }
        List<String> expected = new ArrayList<>();
        kept.forEach(payload -> expected.add(hex(payload)));
        assertThat(recovered).containsAll(expected);
        assertThat(left.damaged()).isZero();
        assertThat(left.unfinished()).isZero();
    }

    /** A record may be done by several at once: a queue that could not take it, and whoever gives up the rest. */
    @RepeatedTest(10)
    void severalThreadsMayDoTheSameRecord(RepetitionInfo repetition) throws Exception {
        EventJournal journal = EventJournal.create(directory, SMALL);
        int threads = 3;
        int records = 5_000;
        long[] positions = new long[records];
        AtomicInteger published = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            start(() -> {
                try {
                    for (int i = 0; i < records; i++) {
                        while (published.get() <= i) {
                            Thread.onSpinWait();
                        }
                        journal.done(positions[i]);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
                done.countDown();
            });
        }
        byte[] payload = new byte[200];
        for (int i = 0; i < records; i++) {
            long position = journal.append(payload, payload.length);
            while (position < 0 && failure.get() == null) {
                position = journal.append(payload, payload.length);
            }
            positions[i] = position;
            published.incrementAndGet();
        }
        done.await();

        assertThat(failure.get()).isNull();
        assertThat(journal.used()).isZero();
    }

    @RepeatedTest(20)
    void anAppendThatRacesWithCloseIsEitherInTheFileOrRefused() throws Exception {
        EventJournal journal = EventJournal.create(directory, 1 << 20);
        int producers = 3;
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(producers);
        CountDownLatch done = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            start(() -> {
                started.countDown();
                long position = journal.append(new byte[8], 8);
                while (position != EventJournal.CLOSED) {
                    if (position >= 0) {
                        taken.incrementAndGet();
                    }
                    position = journal.append(new byte[8], 8);
                }
                done.countDown();
            });
        }
        started.await();
        while (taken.get() == 0) {
            Thread.onSpinWait();
        }
        journal.close();
        done.await();

        assertThat(LeftJournal.find(directory).get(0).records()).isEqualTo(taken.get());
    }

    /** Appends again and again within the last frames of a stack, so that it ends at every point of append. */
    @Test
    void aStackThatEndsWithinAppendLeavesNoGap() throws Exception {
        EventJournal journal = EventJournal.create(directory, SMALL);
        List<Long> positions = new ArrayList<>();
        int[] overflows = new int[1];
        for (int run = 0; run < 25; run++) {
            Diver diver = new Diver(journal);
            Thread thread = new Thread(null, diver, "diver", 256 << 10);
            thread.start();
            thread.join();
            for (int i = 0; i < diver.taken; i++) {
                positions.add(diver.positions[i]);
                journal.done(diver.positions[i]);
            }
            overflows[0] += diver.overflows;
            assertThat(journal.used()).isZero();
        }

        assertThat(overflows[0]).isPositive();
        assertThat(positions).doesNotHaveDuplicates().isNotEmpty();
        long position = journal.append(new byte[1000], 1000);
        assertThat(LeftJournal.find(directory).get(0).records()).isEqualTo(1);
        journal.done(position);
        assertThat(journal.used()).isZero();
    }

    @Test
    void appendingAllocatesNothing() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EventJournal journal = EventJournal.create(directory, SMALL);
        byte[] payload = new byte[300];
        for (int i = 0; i < 1_000; i++) {
            journal.done(journal.append(payload, payload.length));
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long empty = threads.getCurrentThreadAllocatedBytes() - before;

        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            journal.done(journal.append(payload, payload.length));
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before - empty;

        // A few bytes for all: the compiler may link something meanwhile, on this thread.
        assertThat(allocated / 20_000).isZero();
    }

    private static final class Diver implements Runnable {

        final long[] positions = new long[1_000];
        int taken;
        int overflows;

        private final EventJournal journal;
        private final byte[] payload = new byte[40];
        private int left = 60;

        Diver(EventJournal journal) {
            this.journal = journal;
        }

        @Override
        public void run() {
            dive(0);
        }

        private void dive(int depth) {
            try {
                if (depth < Integer.MAX_VALUE) {
                    dive(depth + 1);
                }
            } catch (StackOverflowError e) {
                // The frames above try, each with a little more room.
            }
            if (left > 0) {
                left--;
                try {
                    long position = journal.append(payload, payload.length);
                    if (position >= 0) {
                        positions[taken++] = position;
                    }
                } catch (StackOverflowError e) {
                    overflows++;
                }
            }
        }
    }

    private static byte[] payload(Random random, int most) {
        byte[] payload = new byte[random.nextInt(most)];
        random.nextBytes(payload);
        return payload;
    }

    private static String hex(byte[] payload) {
        return HexFormat.of().formatHex(payload);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
