package dev.penstock.settings;

/**
 * Loki's rule for names of labels and metadata, and its own way to make one out of anything.
 *
 * <p>Source: prometheus/common, model/labels.go, for what its parser takes; grafana/loki,
 * vendor/github.com/prometheus/otlptranslator/label_namer.go, for what it makes of metadata names.
 */
public final class LabelName {

    /** The longest name in bytes. Source: grafana/loki, pkg/validation/limits.go. */
    public static final int LONGEST = 1024;

    private LabelName() {}

    /**
     * Whether Loki's parser takes the name as it is.
     *
     * @param name any text
     * @return true for {@code [a-zA-Z_][a-zA-Z0-9_]*} of at most {@link #LONGEST} characters
     */
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
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

    /**
     * Makes a valid name: anything but ASCII letters and digits becomes an underscore, runs of underscores become one, a
     * leading digit gets {@code key_}, and what is too long is cut.
     *
     * @param name any text
     * @return the name, or an empty text when nothing but underscores would be left
     */
    public static String normalise(String name) {
        StringBuilder made = new StringBuilder(Math.min(name.length(), LONGEST) + 4);
        boolean anything = false;
        for (int i = 0; i < name.length() && made.length() < LONGEST; i++) {
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
