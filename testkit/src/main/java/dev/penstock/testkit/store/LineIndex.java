package dev.penstock.testkit.store;

import org.jspecify.annotations.Nullable;

/** Finds an identical entry: a hash set of bare references, a third of the size of a {@code HashSet}. */
final class LineIndex {

    private @Nullable LogLine[] slots = new LogLine[16];
    private int size;

    /** Adds the entry unless an equal one is here. */
    boolean add(LogLine line) {
        int slot = slotOf(slots, line);
        if (slots[slot] != null) {
            return false;
        }
        slots[slot] = line;
        if (++size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        @Nullable LogLine[] bigger = new LogLine[slots.length * 2];
        for (LogLine line : slots) {
            if (line != null) {
                bigger[slotOf(bigger, line)] = line;
            }
        }
        slots = bigger;
    }

    private static int slotOf(@Nullable LogLine[] slots, LogLine line) {
        // Lines of one millisecond differ in few bits: spread them, or the probes below grow long.
        int hash = (Long.hashCode(line.nanos()) * 31 + line.line().hashCode()) * 0x9E3779B9;
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (true) {
            LogLine there = slots[slot];
            if (there == null || there.equals(line)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}
