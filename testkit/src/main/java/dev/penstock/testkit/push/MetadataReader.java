package dev.penstock.testkit.push;

import dev.penstock.testkit.store.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns the structured metadata of entries into labels, which entries share as long as they have the same. */
final class MetadataReader {

    /** Names and values repeat; beyond so many different ones they are assumed to be ids that do not. */
    private static final int MOST_TEXTS = 1024;

    private final Map<String, String> texts = new HashMap<>();
    private List<PushedLine.Pair> previousPairs = List.of();
    private String previousLevel = "";
    private Labels previous = Labels.EMPTY;

    /**
     * The metadata of an entry under normal names, with its detected level.
     *
     * @throws PushRefusedException if a name cannot be made normal, which costs the whole request
     */
    Labels read(Labels stream, PushedLine line) throws PushRefusedException {
        String own = line.metadata(LevelDetection.LABEL);
        String level = own.isEmpty() ? LevelDetection.detect(stream, line) : LevelDetection.normalise(own);
        if (!level.equals(previousLevel) || !line.metadata().equals(previousPairs)) {
            Map<String, String> pairs = new TreeMap<>();
            for (PushedLine.Pair pair : line.metadata()) {
                pairs.put(shared(MetadataName.normalise(pair.name())), shared(pair.value()));
            }
            if (!level.isEmpty()) {
                pairs.put(LevelDetection.LABEL, shared(level));
            }
            previous = Labels.of(pairs);
            previousPairs = line.metadata();
            previousLevel = level;
        }
        return previous;
    }

    private String shared(String text) {
        String known = texts.get(text);
        if (known == null) {
            known = text;
            if (texts.size() < MOST_TEXTS) {
                texts.put(text, text);
            }
        }
        return known;
    }
}
