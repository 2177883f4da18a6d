package dev.penstock.pipeline.relabel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a relabel rule does. The <em>value</em> is the values of the source labels, joined by the separator. */
public enum Action {
    /** Where the value matches, sets the target label to the replacement; an empty one deletes it. */
    REPLACE,
    /** Drops what does not match. */
    KEEP,
    /** Drops what matches. */
    DROP,
    /** Drops where the value is not that of the target label. */
    KEEPEQUAL,
    /** Drops where the value is that of the target label. */
    DROPEQUAL,
    /** Sets the target label to a hash of the value, modulo the modulus. */
    HASHMOD,
    /** Copies each label whose name matches to the name that the replacement gives. */
    LABELMAP,
    /** Removes the labels whose names match. */
    LABELDROP,
    /** Removes the labels whose names do not match. */
    LABELKEEP,
    /** Sets the target label to the value in lower case. */
    LOWERCASE,
    /** Sets the target label to the value in upper case. */
    UPPERCASE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * The action's name in a configuration.
     *
     * @return in lower case, as Alloy wants it
     */
    public String word() {
        return word;
    }

    static @Nullable Action of(String word) {
        for (Action action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        return null;
    }

    /** Whether the action writes to, or compares with, a label that has to be named. */
    boolean needsTarget() {
        return switch (this) {
            case REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
            default -> false;
        };
    }
}
