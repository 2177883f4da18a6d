package dev.penstock.buffer.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A scripted life of a log on a disk that may fail, and what must be found afterwards. */
final class Workload implements SegmentLog.Listener {

    static final long MAX_BYTES = 12_000;
    static final long SEGMENT_BYTES = 3_000;
    private static final String[] TENANTS = {null, "", "shop", "日本語-\uD83D\uDE00"};

    private final Path directory;
    private final FaultyDisk disk;
    private final Random random;
    private final TreeMap<Integer, StoredBatch> pending = new TreeMap<>();
    private final TreeSet<Integer> uncertain = new TreeSet<>();
    private final List<Integer> evicted = new ArrayList<>();
    private int lastId;
    private boolean troubled;
    private boolean leftAlone;

    Workload(Path directory, FaultyDisk disk, long seed) {
        this.directory = directory;
        this.disk = disk;
        random = new Random(seed);
    }

    /** Lives twice in the directory, so that recovery can fail, too. */
    void run() throws IOException {
        live(60);
        live(40);
    }

    private void live(int steps) throws IOException {
        leftAlone = false;
        SegmentLog log;
        try {
            log = SegmentLog.open(directory, MAX_BYTES, SEGMENT_BYTES, this, disk);
        } catch (IOException e) {
            return;
        }
        try (log) {
            adopt(log);
            for (int i = 0; i < steps; i++) {
                step(log);
                if (!leftAlone) {
                    assertThat(Bodies.size(directory)).isLessThanOrEqualTo(log.bytes());
                }
                assertThat(log.bytes()).isLessThanOrEqualTo(MAX_BYTES);
            }
        }
    }

    /** The handles of an earlier life are of no use to this one. */
    private void adopt(SegmentLog log) {
        List<StoredBatch> recovered = log.recovered();
        TreeMap<Integer, StoredBatch> known = new TreeMap<>();
        for (StoredBatch each : recovered) {
            assertThat(known.put(each.records(), each)).isNull();
        }
        if (!troubled) {
            check(new ArrayList<>(known.keySet()), recovered);
        }
        // A file that could not be read stays for the next life.
        pending.keySet().stream().filter(each -> !known.containsKey(each)).forEach(uncertain::add);
        pending.clear();
        pending.putAll(known);
        uncertain.removeAll(known.keySet());
        troubled = false;
    }

    private void step(SegmentLog log) throws IOException {
        int choice = random.nextInt(10);
        if (choice < 7) {
            append(log);
        } else if (pending.isEmpty()) {
            return;
        } else if (choice < 9) {
            settle(log, choice < 8 ? pending.firstKey() : any());
        } else {
            read(log, any());
        }
    }

    private int any() {
        List<Integer> ids = new ArrayList<>(pending.keySet());
        return ids.get(random.nextInt(ids.size()));
    }

    private void append(SegmentLog log) {
        int id = ++lastId;
        int length = random.nextInt(20) == 0 ? 5_000 : random.nextInt(1_200);
        try {
            pending.put(id, log.append(tenant(id), Bodies.body(id, length), id, 1000L + id));
        } catch (IOException e) {
            assertThat(disk.lastFailed()).as("why %s", e).isNotEqualTo("none");
            // Otherwise it was taken back and must not be found.
            if (e.getCause() != null && e.getCause().getSuppressed().length > 0) {
                uncertain.add(id);
            }
        }
    }

    private static String tenant(int id) {
        return TENANTS[id % TENANTS.length];
    }

    private void settle(SegmentLog log, int id) {
        troubled = false;
        log.settle(pending.remove(id));
        if (troubled) {
            uncertain.add(id);
        }
    }

    private void read(SegmentLog log, int id) {
        try {
            assertIntact(id, log.read(pending.get(id)));
        } catch (DamagedBatchException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            assertThat(disk.lastFailed()).as("why %s", e).isNotEqualTo("none");
        }
    }

    private static void assertIntact(int id, byte[] body) {
        assertThat(Bodies.id(body)).isEqualTo(id);
        assertThat(Arrays.equals(body, Bodies.body(id, body.length))).isTrue();
    }

    @Override
    public void evicted(StoredBatch batch) {
        assertThat(pending.remove(batch.records())).isSameAs(batch);
        evicted.add(batch.records());
    }

    @Override
    public void trouble(String message) {
        troubled = true;
        leftAlone |= message.contains("stays for the next start");
    }

    int evictions() {
        return evicted.size();
    }

    /** Opens the directory on a sound disk: all that must be there is, in order, and nothing else. */
    void assertNothingLost() throws IOException {
        Heard heard = new Heard();
        try (SegmentLog log = SegmentLog.open(directory, MAX_BYTES, SEGMENT_BYTES, heard, FaultyDisk.sound())) {
            List<StoredBatch> recovered = log.recovered();
            List<Integer> ids = new ArrayList<>();
            for (StoredBatch each : recovered) {
                byte[] body = log.read(each);
                assertIntact(each.records(), body);
                assertThat(each.tenant()).isEqualTo(tenant(each.records()));
                assertThat(each.closedAtEpochMillis()).isEqualTo(1000L + each.records());
                ids.add(each.records());
            }
            check(ids, recovered);
            assertThat(log.recovery().damagedBatches()).isZero();
            assertThat(heard.troubles).isEmpty();
            log.append("next", Bodies.body(1, 100), 1, 0);
            for (StoredBatch each : recovered) {
                log.settle(each);
            }
        }
        assertThat(Bodies.segments(directory)).hasSize(1);
    }

    private void check(List<Integer> ids, List<StoredBatch> recovered) {
        assertThat(recovered.stream().map(StoredBatch::records)).isSorted();
        assertThat(ids).containsAll(pending.keySet());
        assertThat(ids).allMatch(each -> pending.containsKey(each) || uncertain.contains(each));
    }
}
