package dev.penstock.scrape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sample as a value, for comparison; and how to get all of a text. */
record Recorded(String name, Map<String, String> labels, Double value, Long timestamp, long start, String exemplar) {

    static Recorded of(String name, Map<String, String> labels, double value) {
        return new Recorded(name, labels, value, null, 0, null);
    }

    Recorded at(long millis) {
        return new Recorded(name, labels, value, millis, start, exemplar);
    }

    Recorded since(long millis) {
        return new Recorded(name, labels, value, timestamp, millis, exemplar);
    }

    Recorded with(String exemplarText) {
        return new Recorded(name, labels, value, timestamp, start, exemplarText);
    }

    static List<Recorded> all(ExpositionFormat format, String text) throws ExpositionException {
        return all(format, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Recorded> all(ExpositionFormat format, byte[] body) throws ExpositionException {
        List<Recorded> samples = new ArrayList<>();
        new ExpositionParser(format).parse(body, sample -> samples.add(copy(sample)));
        return samples;
    }

    static List<String> families(ExpositionFormat format, String text) throws ExpositionException {
        List<String> families = new ArrayList<>();
        new ExpositionParser(format).parse(text.getBytes(StandardCharsets.UTF_8), new ExpositionVisitor() {
            @Override
            public void sample(ParsedSample sample) {}

            @Override
            public void family(ParsedFamily family) {
                families.add(family.name() + "|" + family.type() + "|" + family.unit() + "|" + family.help());
            }
        });
        return families;
    }

    private static Recorded copy(ParsedSample sample) {
        return new Recorded(
                sample.name(),
                sample.labels(),
                sample.value(),
                sample.hasTimestamp() ? sample.timestampMillis() : null,
                sample.startTimestampMillis(),
                sample.hasExemplar()
                        ? exemplar(
                                sample.exemplarLabels(),
                                sample.exemplarValue(),
                                sample.hasExemplarTimestamp() ? sample.exemplarTimestampMillis() : null)
                        : null);
    }

    static String exemplar(Map<String, String> labels, double value, Long timestamp) {
        return new TreeMap<>(labels) + " " + value + (timestamp == null ? "" : " " + timestamp);
    }
}
