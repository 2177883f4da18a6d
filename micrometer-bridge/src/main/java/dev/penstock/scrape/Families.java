package dev.penstock.scrape;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metric families of a body, by name, and which of them a series belongs to. */
final class Families {

    private final Map<String, ParsedFamily> declared = new LinkedHashMap<>();
    private @Nullable ParsedFamily current;

    void clear() {
        declared.clear();
        current = null;
    }

    /** The family that a line of metadata is about. */
    ParsedFamily declare(byte[] body, int start, int end) {
        String name = Escapes.decode(body, start, end, true);
        ParsedFamily family = declared.get(name);
        if (family == null) {
            family = new ParsedFamily(body, name, Arrays.copyOfRange(body, start, end));
            declared.put(name, family);
        }
        current = family;
        return family;
    }

    /** The family that metadata was about last, {@code null} when the series is not one of its. */
    @Nullable ParsedFamily currentOf(byte[] body, int nameStart, int nameEnd) {
        ParsedFamily family = current;
        return family != null && family.owns(body, nameStart, nameEnd) ? family : null;
    }

    /** The family of a series: the one before it, as it should be, one elsewhere, or one of its own. */
    ParsedFamily of(byte[] body, int nameStart, int nameEnd) {
        ParsedFamily family = currentOf(body, nameStart, nameEnd);
        if (family != null) {
            return family;
        }
        String name = Escapes.decode(body, nameStart, nameEnd, true);
        family = declared.get(name);
        for (int i = 0; family == null && i < Suffixes.ALL.length; i++) {
            String suffix = Suffixes.ALL[i];
            if (name.endsWith(suffix)) {
                ParsedFamily other = declared.get(name.substring(0, name.length() - suffix.length()));
                family = other != null && other.type().has(suffix) ? other : null;
            }
        }
        return family != null ? family : new ParsedFamily(body, name, Arrays.copyOfRange(body, nameStart, nameEnd));
    }

    Iterable<ParsedFamily> declared() {
        return declared.values();
    }
}
