package dev.penstock.testkit.push;

import java.util.List;

/**
 * One entry as it came, nothing checked yet.
 *
 * @param nanos nanoseconds since the epoch
 * @param line the text
 * @param bytes the length of the text on the wire
 * @param metadata in the order of the request
 */
record PushedLine(long nanos, String line, int bytes, List<Pair> metadata) {

    /** A name and a value, with their length on the wire. */
    record Pair(String name, String value, int bytes) {}

    /** What Loki limits: {@code detected_level} is not held against the client. */
    int metadataBytes() {
        int sum = 0;
        for (Pair pair : metadata) {
            if (!pair.name().equals(LevelDetection.LABEL)) {
                sum += pair.bytes();
            }
        }
        return sum;
    }

    /** The value of a name, empty when there is none. */
    String metadata(String name) {
        for (Pair pair : metadata) {
            if (pair.name().equals(name)) {
                return pair.value();
            }
        }
        return "";
    }

    /** What the ingestion rate counts. */
    int totalBytes() {
        return bytes + metadataBytes();
    }

    /** The same entry with another text. */
    PushedLine withLine(String text, int length) {
        return new PushedLine(nanos, text, length, metadata);
    }
}
