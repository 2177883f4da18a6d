package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftJournalTest {

    private static final int SMALL = 1 << 16;

    @TempDir
    Path directory;

    @Test
    void anEmptyDirectoryHasNone() throws IOException {
        Files.createFile(directory.resolve("events-1.journal"));
        Files.createFile(directory.resolve("something else"));

        assertThat(LeftJournal.find(directory)).isEmpty();
    }

    @Test
    void journalsComeOldestFirstAndRecordsInTheOrderOfTheirPositions() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            EventJournal journal = EventJournal.create(directory, SMALL);
            long first = append(journal, name + 1);
            append(journal, name + 2);
            long third = append(journal, name + 3);
            append(journal, name + 4);
            journal.done(third);
            if (name.equals("b")) {
                journal.done(first);
            }
        }

        List<LeftJournal> left = LeftJournal.find(directory);

        assertThat(left).extracting(LeftJournal::problem).containsOnlyNulls();
        assertThat(read(left.get(0))).containsExactly("a1", "a2", "a4");
        assertThat(read(left.get(1))).containsExactly("b2", "b4");
        assertThat(read(left.get(2))).containsExactly("c1", "c2", "c4");
    }

    @Test
    void aJournalThatWasReadIsDeleted() throws IOException {
        append(EventJournal.create(directory, SMALL), "a");
        LeftJournal left = LeftJournal.find(directory).get(0);

        left.delete();

        assertThat(directory).isEmptyDirectory();
        assertThat(left.next()).isNull();
        left.delete();
    }

    @Test
    void aJournalMarkedAsSpentIsNotReadAgainButDeleted() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        append(journal, "a");
        try (RandomAccessFile file = new RandomAccessFile(journal.file().toFile(), "rw")) {
            file.write("PSTKSPNT".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(LeftJournal.find(directory)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void recordsBehindAGapAreFound() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        append(journal, "before");
        for (int i = 0; i < 100; i++) {
            assertThat(journal.claim(i)).isNotNegative();
            append(journal, "after " + i);
        }
        LeftJournal left = LeftJournal.find(directory).get(0);

        assertThat(left.records()).isEqualTo(101);
        assertThat(left.damaged()).isZero();
        assertThat(read(left))
                .hasSize(101)
                .startsWith("before", "after 0", "after 1")
                .endsWith("after 99");
    }

    /** Gaps hold whatever earlier laps left there: whole records, done, which must not come back. */
    @RepeatedTest(20)
    void gapsOverEarlierLapsHideNothingAndBringNothingBack(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        EventJournal journal = EventJournal.create(directory, SMALL);
        for (int lap = 0; lap < 1_000; lap++) {
            journal.done(append(journal, "old " + "x".repeat(random.nextInt(400))));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (random.nextBoolean()) {
                assertThat(journal.claim(random.nextInt(600))).isNotNegative();
            }
            expected.add("new " + i);
            append(journal, "new " + i);
        }
        LeftJournal left = LeftJournal.find(directory).get(0);

        assertThat(read(left)).isEqualTo(expected);
        assertThat(left.damaged()).isZero();
    }

    /** A payload may hold the very bytes of a record, if someone logs a journal. */
    @Test
    void aRecordWithinAPayloadIsNoRecord() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        append(journal, "inner");
        byte[] bytes = Files.readAllBytes(journal.file());
        byte[] copy = new byte[20_000];
        System.arraycopy(bytes, 0, copy, 0, copy.length);
        journal.append(copy, copy.length);
        LeftJournal left = LeftJournal.find(directory).get(0);

        assertThat(left.records()).isEqualTo(2);
        assertThat(new String(left.next(), StandardCharsets.UTF_8)).isEqualTo("inner");
        assertThat(left.next()).isEqualTo(copy);
        assertThat(left.next()).isNull();
    }

    @RepeatedTest(20)
    void aFlippedBitCostsTheRecordItIsInAndNoOther(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        EventJournal journal = EventJournal.create(directory, SMALL);
        for (int i = 0; i < random.nextInt(2_000); i++) {
            journal.done(append(journal, "old " + "x".repeat(random.nextInt(400))));
        }
        List<Long> positions = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            texts.add(i + " " + "y".repeat(random.nextInt(400)));
            positions.add(append(journal, texts.get(i)));
        }
        byte[] good = Files.readAllBytes(journal.file());
        for (int i = 0; i < 50; i++) {
            byte[] bad = good.clone();
            int hit = random.nextInt(100);
            int within = random.nextInt(16 + texts.get(hit).length());
            bad[64 + (int) ((positions.get(hit) + within) % SMALL)] ^= (byte) (1 << random.nextInt(8));
            Files.write(journal.file(), bad);
            LeftJournal left = LeftJournal.find(directory).get(0);
            List<String> expected = new ArrayList<>(texts);
            expected.remove(hit);

            assertThat(read(left)).as("record %s, byte %s", hit, within).isEqualTo(expected);
            assertThat(left.damaged()).isBetween(within < 8 ? 0 : 1, 1);
        }
    }

    @Test
    void noFlippedBitBringsADoneRecordBack() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        long position = append(journal, "done");
        append(journal, "live");
        journal.done(position);
        byte[] good = Files.readAllBytes(journal.file());
        for (int bit = 0; bit < 24 * 8; bit++) {
            byte[] bad = good.clone();
            bad[64 + (int) position + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(journal.file(), bad);

            assertThat(read(LeftJournal.find(directory).get(0))).containsExactly("live");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 40, 63})
    void aFileWithoutAWholeHeaderIsLeftAlone(int size) throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        append(journal, "a");
        cut(journal.file(), size);

        assertLeftAlone("is not a journal");
    }

    @Test
    void aForeignFileIsLeftAlone() throws IOException {
        Files.writeString(directory.resolve("events-0000000000000001.journal"), "x".repeat(1000));

        assertLeftAlone("is not a journal");
    }

    @Test
    void aFileOfAnotherVersionIsLeftAlone() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        set(journal.file(), 8, 2);

        assertLeftAlone("is of version 2, not 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 23, 24, 31, 32, 39})
    void aDamagedHeaderIsToldAndLeftAlone(int at) throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        append(journal, "a");
        set(journal.file(), at, 7);

        assertLeftAlone("has a damaged header");
    }

    @Test
    void aFolderOfThatNameIsLeftAlone() throws IOException {
        Files.createDirectory(directory.resolve("events-0000000000000001.journal"));

        LeftJournal left = LeftJournal.find(directory).get(0);

        assertThat(left.problem()).startsWith("cannot be read: ");
    }

    @Test
    void aFileThatWasCutGivesWhatIsStillThere() throws IOException {
        EventJournal journal = EventJournal.create(directory, SMALL);
        byte[] payload = new byte[1000];
        // From the middle on, round the end.
        for (int i = 0; i < 40; i++) {
            journal.done(journal.append(payload, payload.length));
        }
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            payload[0] = (byte) i;
            positions.add(journal.append(payload, payload.length));
        }
        byte[] whole = Files.readAllBytes(journal.file());
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int size = 64 + random.nextInt(SMALL);
            Files.write(journal.file(), Arrays.copyOf(whole, size));
            List<Byte> expected = new ArrayList<>();
            for (int r = 0; r < 50; r++) {
                long start = positions.get(r) % SMALL;
                if (start + 1016 <= size - 64) {
                    expected.add((byte) r);
                }
            }
            LeftJournal left = LeftJournal.find(directory).get(0);
            List<Byte> found = new ArrayList<>();
            for (byte[] bytes = left.next(); bytes != null; bytes = left.next()) {
                found.add(bytes[0]);
            }

            assertThat(left.problem()).isNull();
            assertThat(left.damaged()).isPositive();
            assertThat(found).isEqualTo(expected);
        }
    }

    /** The file is copied while producers and the consumer run: a copy is what a crash at that moment would leave. */
    @RepeatedTest(10)
    void aCopyAtAnyMomentHoldsAllThatWasAppendedAndNotDone(RepetitionInfo repetition) throws Exception {
        int producers = 3;
        EventJournal journal = EventJournal.create(directory, SMALL);
        Path copies = Files.createDirectory(directory.resolve("copies"));
        Path copy = copies.resolve("events-0000000000000001.journal");
        ConcurrentLinkedQueue<long[]> appended = new ConcurrentLinkedQueue<>();
        Set<Long> returned = ConcurrentHashMap.newKeySet();
        Set<Long> done = ConcurrentHashMap.newKeySet();
        AtomicInteger numbers = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(producers + 1);
        for (int p = 0; p < producers; p++) {
            Random random = new Random(31L * repetition.getCurrentRepetition() + p);
            start(() -> {
                while (true) {
                    long number = numbers.incrementAndGet();
                    byte[] payload = numbered(number, random.nextInt(300));
                    long position = journal.append(payload, payload.length);
                    while (position == EventJournal.FULL) {
                        Thread.onSpinWait();
                        position = journal.append(payload, payload.length);
                    }
                    if (position < 0) {
                        break;
                    }
                    returned.add(number);
                    appended.add(new long[] {position, number});
                }
                stopped.countDown();
            });
        }
        start(() -> {
            Random random = new Random(repetition.getCurrentRepetition());
            List<long[]> open = new ArrayList<>();
            while (stopped.getCount() > 1) {
                long[] record = appended.poll();
                if (record != null) {
                    open.add(record);
                }
                if (open.size() > 150 || record == null && !open.isEmpty()) {
                    long[] one = open.remove(random.nextInt(open.size()));
                    done.add(one[1]);
                    returned.remove(one[1]);
                    journal.done(one[0]);
                }
            }
            stopped.countDown();
        });

        int expectations = 0;
        for (int i = 0; i < 30; i++) {
            Set<Long> expected = new HashSet<>(returned);
            Files.write(copy, Files.readAllBytes(journal.file()));
            expected.removeAll(done);
            expectations += expected.size();
            LeftJournal left = LeftJournal.find(copies).get(0);
            Set<Long> found = new HashSet<>();
            for (byte[] payload = left.next(); payload != null; payload = left.next()) {
                long number = ByteBuffer.wrap(payload).getLong();
                assertThat(payload).isEqualTo(numbered(number, payload.length - 8));
                assertThat(found.add(number)).isTrue();
            }
            assertThat(found).containsAll(expected);
            assertThat(left.records()).isEqualTo(found.size());
        }
        journal.close();
        stopped.await();
        assertThat(expectations).isPositive();
    }

    @RepeatedTest(12)
    void aKilledProcessLosesNothingThatItAppended(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<Long> expected = new HashSet<>();
        int lines = 0;
        int killAt = random.nextInt(repetition.getCurrentRepetition() % 2 == 0 ? 300 : 20_000);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // A line that the death of the process cut short says nothing.
                if (line.endsWith(".")) {
                    long number = Long.parseLong(line.substring(1, line.length() - 1));
                    if (line.startsWith("a")) {
                        expected.add(number);
                    } else {
                        expected.remove(number);
                    }
                }
                if (lines++ == killAt) {
                    // Not the process's own method, which drops what it has written and we have not read.
                    boolean unused = child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).isNotZero();

        Set<Long> found = new HashSet<>();
        LeftJournal left = LeftJournal.find(directory).get(0);
        for (byte[] payload = left.next(); payload != null; payload = left.next()) {
            long number = ByteBuffer.wrap(payload).getLong();
            assertThat(payload).isEqualTo(numbered(number, payload.length - 8));
            found.add(number);
        }
        assertThat(lines).isGreaterThan(killAt);
        assertThat(found).containsAll(expected);
        assertThat(left.damaged()).isZero();
        assertThat(left.unfinished()).isBetween(0, 2);
    }

    static byte[] numbered(long number, int more) {
        byte[] payload = new byte[8 + more];
        ByteBuffer.wrap(payload).putLong(number);
        for (int i = 8; i < payload.length; i++) {
            payload[i] = (byte) (number * 31 + i);
        }
        return payload;
    }

    private void assertLeftAlone(String problem) throws IOException {
        LeftJournal left = LeftJournal.find(directory).get(0);
        assertThat(left.problem()).isEqualTo(problem);
        assertThat(left.records()).isZero();
        assertThat(left.next()).isNull();
        assertThatIllegalStateException().isThrownBy(left::delete);
        assertThat(left.file()).exists();
    }

    private static long append(EventJournal journal, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        long position = journal.append(payload, payload.length);
        assertThat(position).isNotNegative();
        return position;
    }

    private static List<String> read(LeftJournal left) {
        List<String> texts = new ArrayList<>();
        for (byte[] payload = left.next(); payload != null; payload = left.next()) {
            texts.add(new String(payload, StandardCharsets.UTF_8));
        }
        assertThat(left.records()).isEqualTo(texts.size());
        return texts;
    }

    private static void cut(Path file, int size) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
    }

    private static void set(Path file, int at, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).put(at, (byte) (bytes[at] == value ? value + 1 : value));
        Files.write(file, bytes);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
