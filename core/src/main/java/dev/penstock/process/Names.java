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

    /** A power of two. */
    private static final int RECENT = 32;

    private final Map<String, String> labelNames = new HashMap<>();
    private final Map<String, String> metadataNames = new HashMap<>();

    /** Names met lately that may stay as they are, to be known again by identity; each has one place it may be in. */
    private final String[] goodLabels = new String[RECENT];

    private final String[] goodMetadata = new String[RECENT];

    /** Whether a label may keep its name. */
    boolean isGoodLabel(String name) {
        return isRecent(goodLabels, name)
                || (!name.isEmpty()
                        && !name.startsWith("__")
                        && label(name).equals(name)
                        && isNowRecent(goodLabels, name));
    }

    /** Whether a metadata pair may keep its name. */
    boolean isGoodMetadata(String name) {
        return isRecent(goodMetadata, name)
                || (!name.isEmpty() && metadata(name).equals(name) && isNowRecent(goodMetadata, name));
    }

    @SuppressWarnings("ReferenceEquality") // Another string with the same text is found by the map.
    private static boolean isRecent(String[] recent, String name) {
        return recent[name.hashCode() & (RECENT - 1)] == name;
    }

    private static boolean isNowRecent(String[] recent, String name) {
        recent[name.hashCode() & (RECENT - 1)] = name;
        return true;
    }

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
