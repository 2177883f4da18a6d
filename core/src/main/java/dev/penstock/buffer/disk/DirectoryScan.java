package dev.penstock.buffer.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes over what an earlier process left in a directory: cuts torn tails off, deletes what holds nothing. */
final class DirectoryScan {

    private final Disk disk;
    private final Consumer<String> trouble;
    private final Map<String, String> tenants = new HashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Segment> undeleted = new ArrayList<>();
    private final List<String> tornFiles = new ArrayList<>();
    private final List<String> damagedFiles = new ArrayList<>();
    private long highestNumber;
    private long tornBytes;
    private int damagedBatches;
    private long damagedRecords;

    private DirectoryScan(Disk disk, Consumer<String> trouble) {
        this.disk = disk;
        this.trouble = trouble;
    }

    /**
     * What was found.
     *
     * @param segments those with pending batches, oldest first
     * @param undeleted those that hold nothing, but could not be deleted
     * @param highestNumber the number of the newest file, or 0
     * @param report for the user
     */
    record Found(List<Segment> segments, List<Segment> undeleted, long highestNumber, Recovery report) {}

    static Found scan(Disk disk, Path directory, Consumer<String> trouble) throws IOException {
        DirectoryScan scan = new DirectoryScan(disk, trouble);
        List<Path> paths = disk.list(directory);
        paths.removeIf(each -> Segment.number(each) < 0);
        paths.sort(Comparator.comparingLong(Segment::number));
        for (Path each : paths) {
            scan.take(each);
        }
        return scan.found();
    }

    private Found found() {
        int batches = 0;
        long records = 0;
        for (Segment segment : segments) {
            for (StoredBatch batch : segment.pending()) {
                batches++;
                records += batch.records();
            }
        }
        Recovery report =
                new Recovery(batches, records, tornBytes, tornFiles, damagedBatches, damagedRecords, damagedFiles);
        return new Found(segments, undeleted, highestNumber, report);
    }

    private void take(Path path) {
        highestNumber = Segment.number(path);
        SegmentScan.Contents contents;
        try {
            contents = SegmentScan.read(disk, path, tenants);
        } catch (IOException e) {
            // It may be readable again next time.
            trouble.accept("cannot read " + path + ", which stays for the next start: " + e);
            return;
        }
        if (contents == null) {
            trouble.accept(path + " is left alone: it is not a buffer file of this version, or damaged beyond reading");
            return;
        }
        Segment segment = contents.segment();
        String name = String.valueOf(path.getFileName());
        if (contents.damagedBatches() > 0) {
            damagedFiles.add(name);
            damagedBatches += contents.damagedBatches();
            damagedRecords += contents.damagedRecords();
        }
        long torn = segment.size() - contents.end();
        if (torn > 0) {
            tornFiles.add(name);
            tornBytes += torn;
        }
        if (segment.hasPending()) {
            segments.add(segment);
            cutOff(segment, contents.end());
            settle(segment, contents.damagedOffsets());
        } else {
            delete(segment);
        }
    }

    private void cutOff(Segment segment, long end) {
        if (segment.size() > end) {
            try {
                segment.truncate(end);
            } catch (IOException e) {
                trouble.accept("cannot cut the torn tail off " + segment.path() + ", which does no harm: " + e);
            }
        }
    }

    /** Lets a loss be reported once and not at every start. */
    private void settle(Segment segment, List<Long> damagedOffsets) {
        for (long each : damagedOffsets) {
            try {
                segment.mark(each);
            } catch (IOException e) {
                trouble.accept("cannot mark a damaged batch in " + segment.path() + " as lost: " + e);
            }
        }
    }

    private void delete(Segment segment) {
        try {
            segment.delete();
        } catch (IOException e) {
            undeleted.add(segment);
            trouble.accept("cannot delete " + segment.path() + ", will try again: " + e);
        }
    }
}
