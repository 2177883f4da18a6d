package dev.penstock.scrape;

import java.util.ArrayList;
import java.util.List;

/**
 * The series of a target by the bytes of their names and labels, so that those are decoded once and not in each scrape.
 *
 * <p>A target writes its series in the same order each time: the one that comes next is the one that came next before,
 * mostly, and is found without a hash.
 */
final class ScrapedSeriesCache {

    /** Open addressing, at most half full. */
    private ScrapedSeries[] table = new ScrapedSeries[256];

    private int size;
    private int scrape;
    private List<ScrapedSeries> before = new ArrayList<>();
    private List<ScrapedSeries> seen = new ArrayList<>();

    /** The index in {@link #before} of what is expected next. */
    private int next;

    /** Begins a scrape. */
    void begin() {
        scrape++;
        seen.clear();
        next = 0;
    }

    /** Finds or makes the series of a sample. */
    ScrapedSeries of(ParsedSample sample) {
        FamilyType type = sample.family().type();
        if (next < before.size() && before.get(next).is(sample, type)) {
            return before.get(next++);
        }
        int hash = hash(sample);
        int slot = slot(hash);
        while (table[slot] != null) {
            ScrapedSeries each = table[slot];
            if (each.hash == hash && each.is(sample, type)) {
                next = each.position + 1;
                return each;
            }
            slot = slot + 1 & table.length - 1;
        }
        ScrapedSeries made = new ScrapedSeries(sample, type, hash);
        // It has no place in the scrape before: what was expected is expected still.
        made.position = next - 1;
        table[slot] = made;
        if (++size > table.length / 2) {
            rebuild(table.length * 2, false);
        }
        return made;
    }

    /** Whether a series is there for the first time in this scrape. */
    boolean isFirst(ScrapedSeries series) {
        if (series.seenIn == scrape) {
            return false;
        }
        series.seenIn = scrape;
        seen.add(series);
        return true;
    }

    /** All series of this scrape, in their order. */
    List<ScrapedSeries> seen() {
        return seen;
    }

    /** The scrape is complete: what was not in it is forgotten. */
    void end() {
        if (size > seen.size()) {
            rebuild(table.length, true);
        }
        for (int i = 0; i < seen.size(); i++) {
            seen.get(i).position = i;
        }
        List<ScrapedSeries> free = before;
        before = seen;
        seen = free;
        seen.clear();
    }

    private void rebuild(int length, boolean onlySeen) {
        ScrapedSeries[] old = table;
        table = new ScrapedSeries[length];
        size = 0;
        for (ScrapedSeries each : old) {
            if (each != null && (!onlySeen || each.seenIn == scrape)) {
                int slot = slot(each.hash);
                while (table[slot] != null) {
                    slot = slot + 1 & length - 1;
                }
                table[slot] = each;
                size++;
            }
        }
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & table.length - 1;
    }

    private static int hash(ParsedSample sample) {
        byte[] body = sample.body();
        int end = sample.keyOffset() + sample.keyLength();
        int hash = 1;
        for (int i = sample.keyOffset(); i < end; i++) {
            hash = 31 * hash + body[i];
        }
        return hash * 0x9E3779B9;
    }
}
