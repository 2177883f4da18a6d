package dev.penstock.process;

import dev.penstock.settings.LabelName;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers which names Loki takes, and what was made of those it would refuse.
 *
 * <p>A label name that Loki's parser refuses costs the whole request, a metadata name of which nothing is left costs it
 * with a status that asks to try again for ever; so no such name may leave the process. Not thread-safe.
 */
final class Names {

    /** Names remembered; a source of endless new names starts the memory over instead of filling it. */
    private static final int REMEMBERED = 4096;

    private static final int LONGEST_REMEMBERED = 256;

    private final Map<String, String> labelNames = new HashMap<>();
    private final Map<String, String> metadataNames = new HashMap<>();

    /** The name a label gets; empty when nothing is left of it. */
    String label(String name) {
        String known = labelNames.get(name);
        if (known != null) {
            return known;
        }
        return remember(labelNames, name, LabelName.isValid(name) ? name : LabelName.normalise(name));
    }

    /** The name a metadata pair gets; empty when nothing is left of it. */
    String metadata(String name) {
        String known = metadataNames.get(name);
        if (known != null) {
            return known;
        }
        return remember(metadataNames, name, LabelName.normalise(name));
    }

    private static String remember(Map<String, String> memory, String name, String made) {
        if (name.length() <= LONGEST_REMEMBERED) {
            if (memory.size() >= REMEMBERED) {
                memory.clear();
            }
            memory.put(name, made);
        }
        return made;
    }
}
