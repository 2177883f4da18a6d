package dev.penstock.pipeline.syntax;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class Names {

    /** A longer name is hardly a slip of the finger. */
    private static final int LONGEST = 100;

    private Names() {}

    /**
     * The name that was probably meant.
     *
     * @param name what was written
     * @param candidates what there is
     * @return the closest of them by letters left out, added, changed or swapped; {@code null} when none is close
     */
    public static @Nullable String closest(String name, Collection<String> candidates) {
        String written = name.toLowerCase(Locale.ROOT);
        String closest = null;
        int least = limit(written.length()) + 1;
        if (name.length() > LONGEST) {
            return null;
        }
        for (String candidate : candidates) {
            int distance = distance(written, candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                closest = candidate;
                least = distance;
            }
        }
        return closest;
    }

    /**
     * What to say of a name that there is not.
     *
     * @param what what it would name, such as {@code attribute}
     * @param name what was written
     * @param accepted what there is
     * @return such as {@code there is no attribute 'vlaue'; did you mean 'value'? expected source, value}
     */
    public static String unknown(String what, String name, Collection<String> accepted) {
        return "there is no " + what + " '" + name + "'" + expected(name, accepted);
    }

    /**
     * The question after such a sentence.
     *
     * @param name what was written
     * @param candidates what there is
     * @return such as {@code ; did you mean value?}, empty when none is close
     */
    public static String didYouMean(String name, Collection<String> candidates) {
        String closest = closest(name, candidates);
        return closest == null ? "" : "; did you mean " + closest + "?";
    }

    /** The end of such a sentence. */
    static String expected(String name, Collection<String> accepted) {
        String closest = closest(name, accepted);
        return (closest == null ? "; expected " : "; did you mean '" + closest + "'? expected ")
                + (accepted.isEmpty() ? "none" : String.join(", ", accepted));
    }

    private static int limit(int length) {
        return length <= 2 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3;
    }

    /** Damerau and Levenshtein's distance, where no part is edited twice. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > limit(a.length())) {
            return Integer.MAX_VALUE;
        }
        int[] before = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + changed);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = previous;
            previous = row;
            row = free;
        }
        return previous[b.length()];
    }
}
