package dev.penstock.pipeline.regex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What most expressions come down to, without running an automaton: anything, a few words, or a beginning. */
final class Shortcut {

    /** How a text has to relate to one of the words. */
    private enum Relation {
        IS,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH
    }

    private final Relation relation;
    private final String[] words;

    /** How many characters must at least follow a word that the text begins with. */
    private final int rest;

    private final boolean groupsAreWhole;

    private Shortcut(Relation relation, List<String> words, int rest, boolean groupsAreWhole) {
        this.relation = relation;
        this.words = words.toArray(new String[0]);
        this.rest = rest;
        this.groupsAreWhole = groupsAreWhole;
    }

    /** Of an expression that has to match the whole, and whose dot matches newlines too. */
    static @Nullable Shortcut anchored(String regex) {
        if (regex.equals("(.*)") || regex.equals("(.+)")) {
            return new Shortcut(Relation.STARTS_WITH, List.of(""), regex.equals("(.*)") ? 0 : 1, true);
        }
        if (regex.endsWith(".*") || regex.endsWith(".+")) {
            List<String> prefix = words(regex.substring(0, regex.length() - 2));
            return prefix != null && prefix.size() == 1
                    ? new Shortcut(
                            Relation.STARTS_WITH,
                            prefix,
                            regex.endsWith("*") ? 0 : 1,
                            prefix.get(0).isEmpty())
                    : null;
        }
        List<String> words = words(regex);
        return words == null ? null : new Shortcut(Relation.IS, words, 0, true);
    }

    /** Of an expression that may match anywhere; only whether it does, not where. */
    static @Nullable Shortcut unanchored(String regex) {
        String core = regex;
        boolean fromStart = core.startsWith("^");
        core = fromStart ? core.substring(1) : core;
        boolean toEnd = core.endsWith("$") && !core.endsWith("\\$");
        core = toEnd ? core.substring(0, core.length() - 1) : core;
        if (!fromStart && core.startsWith(".*")) {
            core = core.substring(2);
        }
        if (!toEnd && core.endsWith(".*") && !core.endsWith("\\.*")) {
            core = core.substring(0, core.length() - 2);
        }
        boolean grouped = core.startsWith("(") && core.endsWith(")") && !core.endsWith("\\)");
        if (grouped) {
            core = core.substring(core.startsWith("(?:") ? 3 : 1, core.length() - 1);
        }
        List<String> words = words(core);
        if (words == null || !grouped && words.size() > 1 && !core.equals(regex)) {
            // An anchor, or what was taken off the ends, belongs to the first or the last alternative only.
            return null;
        }
        Relation relation =
                fromStart ? toEnd ? Relation.IS : Relation.STARTS_WITH : toEnd ? Relation.ENDS_WITH : Relation.CONTAINS;
        return new Shortcut(relation, words, 0, false);
    }

    boolean test(String text) {
        for (String word : words) {
            boolean related = switch (relation) {
                case IS -> text.equals(word);
                case CONTAINS -> text.contains(word);
                case STARTS_WITH -> text.length() >= word.length() + rest && text.startsWith(word);
                case ENDS_WITH -> text.endsWith(word);
            };
            if (related) {
                return true;
            }
        }
        return false;
    }

    /** Whether each group there is, is the whole text. */
    boolean groupsAreWhole() {
        return groupsAreWhole;
    }

    /** Punctuation that is escaped: letters and digits have meanings, and other characters are not escaped. */
    static boolean standsForItself(char escaped) {
        return escaped < 0x80 && !Character.isLetterOrDigit(escaped);
    }

    /** The alternatives of an expression in which nothing has a meaning of its own; {@code null} when something has. */
    private static @Nullable List<String> words(String regex) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '|') {
                words.add(word.toString());
                word.setLength(0);
            } else if (c == '\\' && i + 1 < regex.length() && standsForItself(regex.charAt(i + 1))) {
                word.append(regex.charAt(++i));
            } else if (RequiredLiteral.SPECIAL.indexOf(c) >= 0 || Character.isSurrogate(c)) {
                return null;
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
