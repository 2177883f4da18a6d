package dev.penstock.scrape;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the labels of a series or an exemplar stand in the body. */
final class LabelSpans {

    /** Start and end of the name, start and end of the value, without quotes. */
    private static final int INTS = 4;

    private int[] spans = new int[8 * INTS];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = size * INTS;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, at * 2);
        }
        spans[at] = nameStart;
        spans[at + 1] = nameEnd;
        spans[at + 2] = valueStart;
        spans[at + 3] = valueEnd;
        size++;
    }

    int nameStart(int label) {
        return spans[label * INTS];
    }

    int nameEnd(int label) {
        return spans[label * INTS + 1];
    }

    int valueStart(int label) {
        return spans[label * INTS + 2];
    }

    int valueEnd(int label) {
        return spans[label * INTS + 3];
    }

    /** A label whose name is that of the last one, -1 when there is none. */
    int sameAsLast(byte[] body) {
        int last = size - 1;
        for (int i = 0; i < last; i++) {
            if (Arrays.equals(body, nameStart(i), nameEnd(i), body, nameStart(last), nameEnd(last))) {
                return i;
            }
        }
        return -1;
    }

    boolean isName(byte[] body, int label, byte[] name) {
        return Arrays.equals(body, nameStart(label), nameEnd(label), name, 0, name.length);
    }

    /** Names and values in the order in which they are written; labels without a value are no labels. */
    Map<String, String> decode(byte[] body) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            if (valueStart(i) < valueEnd(i)) {
                labels.put(
                        Escapes.decode(body, nameStart(i), nameEnd(i), true),
                        Escapes.decode(body, valueStart(i), valueEnd(i), true));
            }
        }
        return labels;
    }
}
