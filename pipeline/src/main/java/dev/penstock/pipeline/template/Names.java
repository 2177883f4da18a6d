package dev.penstock.pipeline.template;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that was probably meant. */
final class Names {

    private Names() {}

    /** {@code "; did you mean x?"}, or nothing when no name is near. */
    static String didYouMean(String name, Collection<String> known) {
        String best = "";
        int least = Math.max(1, name.length() / 3) + 1;
        for (String each : known) {
            int distance = each.equalsIgnoreCase(name)
                    ? 0
                    : distance(name.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
            if (distance < least || (distance == least && !best.isEmpty() && each.compareTo(best) < 0)) {
                least = distance;
                best = each;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
