package dev.penstock.buffer.disk;

import java.util.ArrayList;
import java.util.List;

/** A listener that remembers. */
final class Heard implements SegmentLog.Listener {

    final List<StoredBatch> evicted = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();

    @Override
    public void evicted(StoredBatch batch) {
        evicted.add(batch);
    }

    @Override
    public void trouble(String message) {
        troubles.add(message);
    }
}
