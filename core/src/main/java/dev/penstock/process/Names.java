package dev.penstock.process;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes names that Loki takes out of names it would refuse, and remembers what it made.
 *
 * <p>A label name that Loki's parser refuses costs the whole request, a metadata name of which nothing is left costs it
 * with a status that asks to try again for ever; so no such name may leave the process. The rule is Loki's own for
 * structured metadata (grafana/loki, vendor/github.com/prometheus/otlptranslator/label_namer.go): anything but ASCII
 * letters and digits becomes an underscore, runs of underscores become one, a leading digit gets {@code key_}. Not
 * thread-safe.
 */
final class Names {

    /** Names remembered; a source of endless new names starts the memory over instead of filling it. */
    private static final int REMEMBERED = 4096;

    private final Map<String, String> labelNames = new HashMap<>();
    private final Map<String, String> metadataNames = new HashMap<>();

    /** The name a label gets; empty when nothing is left of it. */
    String label(String name) {
        String known = labelNames.get(name);
        if (known != null) {
            return known;
        }
        return remember(labelNames, name, isLabelName(name) ? name : normalise(name));
    }

    /** The name a metadata pair gets; empty when nothing is left of it. */
    String metadata(String name) {
        String known = metadataNames.get(name);
        if (known != null) {
            return known;
        }
        return remember(metadataNames, name, normalise(name));
    }

    private static String remember(Map<String, String> memory, String name, String made) {
        if (memory.size() >= REMEMBERED) {
            memory.clear();
        }
        String cut =
                made.length() > LokiLimits.LABEL_NAME_BYTES ? made.substring(0, LokiLimits.LABEL_NAME_BYTES) : made;
        memory.put(name, cut);
        return cut;
    }

    /** Whether Loki's parser takes the name as it is: {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
    static boolean isLabelName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && !isLetter(c) && (i == 0 || !isDigit(c))) {
                return false;
            }
        }
        return true;
    }

    static String normalise(String name) {
        StringBuilder made = new StringBuilder(name.length() + 4);
        boolean anything = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isLetter(c) || isDigit(c)) {
                if (made.isEmpty() && isDigit(c)) {
                    made.append("key_");
                }
                made.append(c);
                anything = true;
            } else if (made.isEmpty() || made.charAt(made.length() - 1) != '_') {
                made.append('_');
            }
        }
        return anything ? made.toString() : "";
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
