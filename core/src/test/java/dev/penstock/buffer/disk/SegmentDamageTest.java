package dev.penstock.buffer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentDamageTest {

    private static final int LENGTH = 100;
    private static final int RECORD = SegmentFormat.FIXED_LENGTH + "shop".length() + LENGTH;

    @TempDir
    Path temporary;

    private final Heard heard = new Heard();
    private int directories;

    private SegmentLog open(Path directory) throws IOException {
        return SegmentLog.open(directory, 100_000, 1_000, heard, FaultyDisk.sound());
    }

    private Path fresh() {
        return temporary.resolve("buffer" + directories++);
    }

    /** A directory with batches 1 to n, numbered by their records. */
    private Path written(int batches) throws IOException {
        Path directory = fresh();
        try (SegmentLog log = open(directory)) {
            for (int i = 1; i <= batches; i++) {
                log.append("shop", Bodies.body(i, LENGTH), i, i);
            }
        }
        return directory;
    }

    private static Path only(Path directory) throws IOException {
        assertThat(Bodies.segments(directory)).hasSize(1);
        return Bodies.segments(directory).get(0);
    }

    /** Where the nth record of a segment begins, from 0. */
    private static int place(int n) {
        return SegmentFormat.FILE_HEADER_LENGTH + n * RECORD;
    }

    private static void flip(Path file, long position, int mask) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) position] ^= (byte) mask;
        Files.write(file, bytes);
    }

    private static List<Integer> readAll(SegmentLog log) throws IOException {
        List<Integer> found = new ArrayList<>();
        for (StoredBatch each : log.recovered()) {
            byte[] body = log.read(each);
            assertThat(body).isEqualTo(Bodies.body(each.records(), LENGTH));
            assertThat(each.tenant()).isEqualTo("shop");
            found.add(each.records());
        }
        return found;
    }

    @Test
    void aTornTailIsCutAtWhateverLength() throws IOException {
        Path original = only(written(5));
        byte[] bytes = Files.readAllBytes(original);
        for (int length = 0; length <= bytes.length; length++) {
            int whole = Math.max(0, (length - SegmentFormat.FILE_HEADER_LENGTH) / RECORD);
            int sound = length < SegmentFormat.FILE_HEADER_LENGTH ? 0 : place(whole);
            Path directory = Files.createDirectory(fresh());
            Path file = Files.write(directory.resolve(original.getFileName()), Arrays.copyOf(bytes, length));
            try (SegmentLog log = open(directory)) {
                assertThat(readAll(log)).hasSize(whole);
                assertThat(log.recovery().tornBytes()).isEqualTo(length - sound);
                assertThat(log.recovery().damagedBatches()).isZero();
                assertThat(Files.exists(file)).isEqualTo(whole > 0);
                log.append("shop", Bodies.body(9, LENGTH), 9, 9);
            }
            try (SegmentLog log = open(directory)) {
                assertThat(readAll(log)).hasSize(whole + 1).endsWith(9);
                assertThat(log.recovery().tornBytes()).isZero();
            }
        }
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    void flippedBitsCostOnlyWhatTheyTouch() throws IOException {
        Path original = written(24);
        TreeMap<Path, byte[]> files = new TreeMap<>();
        for (Path each : Bodies.segments(original)) {
            files.put(each.getFileName(), Files.readAllBytes(each));
        }
        assertThat(files).hasSize(4);
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            Path directory = Files.createDirectory(fresh());
            Set<Integer> touched = new TreeSet<>();
            int flips = 1 + random.nextInt(4);
            int first = random.nextInt(files.size());
            int index = 0;
            for (var each : files.entrySet()) {
                byte[] bytes = each.getValue().clone();
                for (int i = 0; index == first && i < flips; i++) {
                    int place = random.nextInt(bytes.length);
                    bytes[place] ^= (byte) (1 << random.nextInt(8));
                    if (place >= SegmentFormat.FILE_HEADER_LENGTH) {
                        touched.add(7 * index + 1 + (place - SegmentFormat.FILE_HEADER_LENGTH) / RECORD);
                    }
                }
                Files.write(directory.resolve(each.getKey()), bytes);
                index++;
            }
            assertOnlyTouchedAreLost(directory, touched);
            // What was lost is lost once, and the rest stays.
            assertOnlyTouchedAreLost(directory, touched);
        }
    }

    private void assertOnlyTouchedAreLost(Path directory, Set<Integer> touched) throws IOException {
        try (SegmentLog log = open(directory)) {
            List<Integer> found = readAll(log);
            assertThat(found).isSorted().doesNotHaveDuplicates();
            for (int i = 1; i <= 24; i++) {
                assertThat(found.contains(i) || touched.contains(i))
                        .as("batch %d in %s", i, directory)
                        .isTrue();
            }
        }
    }

    @Test
    void aDamagedBodyCostsOneBatchWhoseRecordsAreKnown() throws IOException {
        Path directory = written(5);
        flip(only(directory), place(2) + RECORD - 1, 0x10);
        try (SegmentLog log = open(directory)) {
            assertThat(readAll(log)).containsExactly(1, 2, 4, 5);
            assertThat(log.recovery())
                    .isEqualTo(new Recovery(4, 12, 0, List.of(), 1, 3, List.of("0000000000000001.batches")));
            assertThat(log.recovery().message())
                    .isEqualTo("4 batches (12 records) from an earlier run will be delivered; 1 damaged batches (at"
                            + " least 3 records) in 0000000000000001.batches are lost");
        }
        try (SegmentLog log = open(directory)) {
            assertThat(log.recovery().damagedBatches()).as("said once").isZero();
        }
    }

    @Test
    void aDamagedHeaderCostsOneBatch() throws IOException {
        for (int i = 0; i < SegmentFormat.FIXED_LENGTH + 4; i++) {
            Path directory = written(5);
            flip(only(directory), place(2) + i, 0x80);
            try (SegmentLog log = open(directory)) {
                boolean state = i == SegmentFormat.STATE_OFFSET;
                assertThat(readAll(log))
                        .containsExactlyElementsOf(state ? List.of(1, 2, 3, 4, 5) : List.of(1, 2, 4, 5));
                assertThat(log.recovery().damagedBatches()).isEqualTo(state ? 0 : 1);
            }
        }
    }

    @Test
    void aDamagedFileHeaderCostsNothing() throws IOException {
        for (int i = 0; i < SegmentFormat.FILE_HEADER_LENGTH; i++) {
            Path directory = written(3);
            flip(only(directory), i, 0x04);
            try (SegmentLog log = open(directory)) {
                assertThat(readAll(log)).containsExactly(1, 2, 3);
            }
        }
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    void aSettledBatchWithOneFlippedStateBitStaysSettled() throws IOException {
        Path directory = fresh();
        try (SegmentLog log = open(directory)) {
            StoredBatch first = log.append("shop", Bodies.body(1, LENGTH), 1, 1);
            log.append("shop", Bodies.body(2, LENGTH), 2, 2);
            log.settle(first);
        }
        flip(only(directory), place(0) + SegmentFormat.STATE_OFFSET, 0x01);
        try (SegmentLog log = open(directory)) {
            assertThat(readAll(log)).containsExactly(2);
        }
    }

    @Test
    void aRecordInsideABodyIsNotARecord() throws IOException {
        Path source = written(3);
        byte[] copied = Files.readAllBytes(only(source));
        Path directory = fresh();
        try (SegmentLog log = open(directory)) {
            log.append("shop", copied, 7, 7);
            log.append("shop", Bodies.body(8, LENGTH), 8, 8);
        }
        flip(only(directory), place(0) + 20, 0x01);
        try (SegmentLog log = open(directory)) {
            assertThat(readAll(log)).containsExactly(8);
        }
    }

    @Test
    void aHugeLengthTakesNoMemory() throws IOException {
        Path directory = written(1);
        Path file = only(directory);
        byte[] huge = SegmentFormat.recordHeader(null, new byte[0], 1, 1, 1, place(1));
        // A length that even the checksum vouches for, as a program with a fault might write it.
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            byte[] forged = huge.clone();
            ByteBuffer.wrap(forged).putInt(8, length);
            byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), place(1) + forged.length);
            System.arraycopy(forged, 0, bytes, place(1), forged.length);
            Files.write(file, bytes);
            try (SegmentLog log = open(directory)) {
                assertThat(readAll(log)).containsExactly(1);
                assertThat(log.recovery().tornBytes()).isEqualTo(forged.length);
            }
        }
    }

    @Test
    void damageAfterOpeningIsSaidByRead() throws IOException {
        Path directory = written(3);
        try (SegmentLog log = open(directory)) {
            List<StoredBatch> batches = log.recovered();
            flip(only(directory), place(0) + 8, 0x40);
            flip(only(directory), place(1) + RECORD - 1, 0x40);
            assertThatThrownBy(() -> log.read(batches.get(0)))
                    .isInstanceOf(DamagedBatchException.class)
                    .hasMessageContaining("0000000000000001.batches is damaged");
            assertThatThrownBy(() -> log.read(batches.get(1))).isInstanceOf(DamagedBatchException.class);
            assertThat(log.read(batches.get(2))).isEqualTo(Bodies.body(3, LENGTH));
            Files.delete(only(directory));
            assertThatThrownBy(() -> log.read(batches.get(2))).isInstanceOf(DamagedBatchException.class);
            batches.forEach(log::settle);
        }
        assertThat(Bodies.segments(directory)).isEmpty();
    }

    @Test
    void aFileOfAnotherVersionOrKindIsLeftAlone() throws IOException {
        Path directory = written(1);
        byte[] record = Files.readAllBytes(only(directory));
        byte[] newer = record.clone();
        System.arraycopy(SegmentFormat.fileHeader(2, 5), 0, newer, 0, SegmentFormat.FILE_HEADER_LENGTH);
        Path other = Files.write(Segment.path(directory, 5), newer);
        Path foreign = Files.write(
                Segment.path(directory, 6), "somebody's diary".repeat(10).getBytes());
        Path shortOne = Files.write(Segment.path(directory, 7), "hello".getBytes());
        Path unrelated = Files.write(directory.resolve("notes.txt"), new byte[0]);
        Path folder = Files.createDirectory(Segment.path(directory, 8));
        try (SegmentLog log = open(directory)) {
            assertThat(readAll(log)).containsExactly(1);
            assertThat(heard.troubles).hasSize(4);
            assertThat(heard.troubles.get(0)).contains(other.toString()).contains("left alone");
            assertThat(log.append("shop", Bodies.body(2, LENGTH), 2, 2))
                    .asString()
                    .startsWith("0000000000000009");
        }
        assertThat(Files.readAllBytes(other)).isEqualTo(newer);
        assertThat(foreign).hasSize(160);
        assertThat(shortOne).hasSize(5);
        assertThat(unrelated).exists();
        assertThat(folder).exists();
    }

    @Test
    void filesThatWereNeverWrittenAreDeleted() throws IOException {
        Path directory = Files.createDirectory(fresh());
        Files.write(Segment.path(directory, 1), new byte[0]);
        Files.write(Segment.path(directory, 2), new byte[100_000]);
        Files.write(Segment.path(directory, 3), Arrays.copyOf(SegmentFormat.fileHeader(1, 3), 13));
        Files.write(Segment.path(directory, 4), SegmentFormat.fileHeader(1, 4));
        try (SegmentLog log = open(directory)) {
            assertThat(log.recovery().tornBytes()).isEqualTo(100_013);
            assertThat(log.recovery().message())
                    .contains("a torn tail of 100013 bytes in 0000000000000002.batches, 0000000000000003.batches");
        }
        assertThat(Bodies.segments(directory)).isEmpty();
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    void aRenamedSegmentIsRead() throws IOException {
        Path directory = written(3);
        Files.move(only(directory), Segment.path(directory, 77));
        try (SegmentLog log = open(directory)) {
            assertThat(readAll(log)).containsExactly(1, 2, 3);
            log.recovered().forEach(log::settle);
        }
        assertThat(Bodies.segments(directory)).isEmpty();
    }
}
