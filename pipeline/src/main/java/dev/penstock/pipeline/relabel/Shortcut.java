package dev.penstock.pipeline.relabel;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What most rules' expressions come down to, without running an automaton: anything, a few words, or a prefix. */
final class Shortcut {

    private static final String SPECIAL = "\\.+*?()[]{}^$";

    /** The words that match; or, with {@link #rest} of 0 or more, the one that values begin with. */
    private final Set<String> words;

    private final String prefix;

    /** How many characters must at least follow the prefix; -1 when the words are all there is. */
    private final int rest;

    private final boolean groupsAreWhole;

    private Shortcut(Set<String> words, String prefix, int rest, boolean groupsAreWhole) {
        this.words = words;
        this.prefix = prefix;
        this.rest = rest;
        this.groupsAreWhole = groupsAreWhole;
    }

    static @Nullable Shortcut of(String regex) {
        if (regex.equals("(.*)") || regex.equals("(.+)")) {
            return new Shortcut(Set.of(), "", regex.equals("(.*)") ? 0 : 1, true);
        }
        if (regex.endsWith(".*") || regex.endsWith(".+")) {
            String prefix = regex.substring(0, regex.length() - 2);
            return isLiteral(prefix) && prefix.indexOf('|') < 0
                    ? new Shortcut(Set.of(), prefix, regex.endsWith("*") ? 0 : 1, prefix.isEmpty())
                    : null;
        }
        return isLiteral(regex) ? new Shortcut(Set.copyOf(Arrays.asList(regex.split("\\|", -1))), "", -1, true) : null;
    }

    boolean test(String value) {
        return rest < 0 ? words.contains(value) : value.length() >= prefix.length() + rest && value.startsWith(prefix);
    }

    /** Whether each group there is, is the whole value. */
    boolean groupsAreWhole() {
        return groupsAreWhole;
    }

    private static boolean isLiteral(String regex) {
        for (int i = 0; i < regex.length(); i++) {
            if (SPECIAL.indexOf(regex.charAt(i)) >= 0 || Character.isSurrogate(regex.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
