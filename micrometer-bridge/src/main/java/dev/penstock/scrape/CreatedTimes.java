package dev.penstock.scrape;

import java.util.Arrays;

/**
 * When the points of a family began, from its {@code _created} lines, by their labels in whatever order. They come after the
 * samples that they are about, so the lines up to the next metadata are looked through when the first sample of a family comes.
 */
final class CreatedTimes {

    private static final long UNKNOWN = 0;

    private final OpenMetricsGrammar grammar;
    private final ParsedSample line;

    /** The labels of all points, one after another. */
    private final LabelSpans labels = new LabelSpans();

    private int points;

    /** The index of each point's first label, and after the last one where the next would begin. */
    private int[] first = new int[17];

    private long[] millis = new long[16];
    private long[] hashes = new long[16];

    /** Indexes of points plus one, by hash; open addressing, at most half full. */
    private int[] table = new int[32];

    /** Where the lines after the last metadata begin. */
    private int from;

    private boolean read;

    CreatedTimes(OpenMetricsGrammar grammar) {
        this.grammar = grammar;
        this.line = new ParsedSample(grammar.families);
    }

    /** Forgets the family before: the lines from a position on may be another's. */
    void begin(int position) {
        from = position;
        if (points > 0) {
            // One by one: the table may be much larger than what this family put into it.
            for (int i = 0; i < points; i++) {
                int slot = start(hashes[i]);
                while (table[slot] != i + 1) {
                    slot = slot + 1 & table.length - 1;
                }
                table[slot] = 0;
            }
            labels.clear();
            points = 0;
        }
        read = false;
    }

    /** Lets go of the body. */
    void end() {
        begin(0);
        line.begin(new byte[0], 0);
    }

    /** When a sample's point began, in milliseconds since 1970, 0 when it is not said. */
    long of(ParsedSample sample, ParsedFamily family) {
        if (!read) {
            read = true;
            look(family);
        }
        if (points == 0) {
            return UNKNOWN;
        }
        int slot = slot(sample, hash(sample, family.type()), family.type());
        return table[slot] == 0 ? UNKNOWN : millis[table[slot] - 1];
    }

    private void look(ParsedFamily family) {
        int start = from;
        while (start < grammar.length && grammar.body[start] != '#') {
            grammar.at = start;
            int end = grammar.lineEnd();
            if (grammar.body[start] == '{' || family.beginsCreated(grammar.body, start, end)) {
                long created = created(family);
                if (created > 0) {
                    add(family.type(), created);
                }
            }
            start = end + 1;
        }
    }

    /** The time that a line says, 0 when it says none. What is malformed is left to be refused when its turn comes. */
    private long created(ParsedFamily family) {
        try {
            grammar.line(line);
            return family.isCreated(grammar.body, line.nameStart, line.nameEnd)
                    ? GoNumbers.millis(grammar.body, line.valueStart, line.valueEnd)
                    : UNKNOWN;
        } catch (ExpositionException | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private void add(FamilyType type, long created) {
        if (points == millis.length) {
            grow();
        }
        long hash = hash(line, type);
        int slot = slot(line, hash, type);
        if (table[slot] != 0) {
            return;
        }
        first[points] = labels.size();
        for (int i = 0; i < line.labels.size(); i++) {
            if (!line.isWithinPoint(i, type)) {
                labels.add(
                        line.labels.nameStart(i),
                        line.labels.nameEnd(i),
                        line.labels.valueStart(i),
                        line.labels.valueEnd(i));
            }
        }
        hashes[points] = hash;
        millis[points] = created;
        table[slot] = ++points;
        first[points] = labels.size();
    }

    private void grow() {
        int size = points * 2;
        first = Arrays.copyOf(first, size + 1);
        millis = Arrays.copyOf(millis, size);
        hashes = Arrays.copyOf(hashes, size);
        table = new int[size * 2];
        for (int i = 0; i < points; i++) {
            int slot = start(hashes[i]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = i + 1;
        }
    }

    /** Where a point is in the table, or where it would be. */
    private int slot(ParsedSample sample, long hash, FamilyType type) {
        int slot = start(hash);
        while (table[slot] != 0 && !(hashes[table[slot] - 1] == hash && isSame(sample, table[slot] - 1, type))) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private int start(long hash) {
        return (int) (hash ^ hash >>> 32) & table.length - 1;
    }

    private boolean isSame(ParsedSample sample, int point, FamilyType type) {
        int left = first[point + 1] - first[point];
        for (int i = 0; i < sample.labels.size(); i++) {
            if (!sample.isWithinPoint(i, type)) {
                if (!has(point, sample, i)) {
                    return false;
                }
                left--;
            }
        }
        return left == 0;
    }

    private boolean has(int point, ParsedSample sample, int label) {
        byte[] body = grammar.body;
        LabelSpans others = sample.labels;
        for (int i = first[point]; i < first[point + 1]; i++) {
            if (Arrays.equals(
                            body,
                            labels.nameStart(i),
                            labels.nameEnd(i),
                            body,
                            others.nameStart(label),
                            others.nameEnd(label))
                    && Arrays.equals(
                            body,
                            labels.valueStart(i),
                            labels.valueEnd(i),
                            body,
                            others.valueStart(label),
                            others.valueEnd(label))) {
                return true;
            }
        }
        return false;
    }

    /** The same for labels in any order. */
    private long hash(ParsedSample sample, FamilyType type) {
        long sum = 0;
        for (int i = 0; i < sample.labels.size(); i++) {
            if (!sample.isWithinPoint(i, type)) {
                long hash = bytes(17, sample.labels.nameStart(i), sample.labels.nameEnd(i));
                hash = bytes(hash * 31, sample.labels.valueStart(i), sample.labels.valueEnd(i)) * 0x9E3779B97F4A7C15L;
                sum += hash ^ hash >>> 29;
            }
        }
        return sum;
    }

    private long bytes(long seed, int start, int end) {
        long hash = seed;
        for (int i = start; i < end; i++) {
            hash = hash * 0x100000001B3L + grammar.body[i];
        }
        return hash;
    }
}
