package dev.penstock.cardinality;

import dev.penstock.ledger.LabelDemotions;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A label, and how many values it has had in this hour. Not thread-safe. */
final class GuardedLabel {

    private static final int EXAMPLES = 3;

    /** Characters of an example, so that a message stays one that is read. */
    private static final int LONGEST_EXAMPLE = 40;

    private final String name;
    private final boolean fixed;
    private final int mostCounted;
    private final long fingerprint;
    private final Fingerprints values = new Fingerprints();

    /** Of the values that came last: those that come first are often the few that are sound. */
    private final @Nullable String[] examples = new String[EXAMPLES];

    private int nextExample;

    /** Where it is counted that it is sent as metadata; null while it is a label. */
    private @Nullable LongAdder demotions;

    /** So few values in an hour make it a label again. */
    private int few;

    /**
     * A label without values.
     *
     * @param fixed whether it stays a label whatever comes
     * @param mostCounted one value more is counted, and then no more
     */
    GuardedLabel(String name, boolean fixed, int mostCounted) {
        this.name = name;
        this.fixed = fixed;
        this.mostCounted = mostCounted;
        fingerprint = Fingerprints.of(name);
    }

    String name() {
        return name;
    }

    boolean isFixed() {
        return fixed;
    }

    /** Counts a value; returns the fingerprint of the label with it. */
    long see(String value) {
        long valuePrint = Fingerprints.of(value);
        if (values.size() <= mostCounted && values.add(valuePrint)) {
            examples[nextExample] = cut(value);
            nextExample = (nextExample + 1) % EXAMPLES;
        }
        return Fingerprints.ofPair(fingerprint, valuePrint);
    }

    private static String cut(String value) {
        if (value.length() <= LONGEST_EXAMPLE) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(LONGEST_EXAMPLE - 1)) ? LONGEST_EXAMPLE - 1 : LONGEST_EXAMPLE;
        return value.substring(0, end) + "…";
    }

    /** Values in this hour; no more than one beyond what is counted. */
    int values() {
        return values.size();
    }

    boolean isDemoted() {
        return demotions != null;
    }

    /** From now on it is sent as metadata. */
    void demote(LabelDemotions counts) {
        demotions = counts.of(name);
        few = values.size() / 2;
    }

    /** It was sent as metadata. */
    void countDemoted() {
        if (demotions != null) {
            demotions.increment();
        }
    }

    /** Whether this hour had so few values that it can be a label again. */
    boolean hadFewValues() {
        return values.size() <= few;
    }

    void startHour() {
        values.clear();
    }

    /** The name with the number of its values and some of them: {@code user (90 values, such as "a", "b")}. */
    String described() {
        StringBuilder text = new StringBuilder(name).append(" (");
        if (values.size() > mostCounted) {
            text.append("more than ").append(mostCounted);
        } else {
            text.append(values.size());
        }
        return text.append(values.size() == 1 ? " value" : " values")
                .append(", such as ")
                .append(examples())
                .append(')')
                .toString();
    }

    /** The values that came last, in quotes. */
    String examples() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < EXAMPLES; i++) {
            String example = examples[(nextExample + i) % EXAMPLES];
            if (example != null) {
                text.append(text.isEmpty() ? "\"" : ", \"")
                        .append(printable(example))
                        .append('"');
            }
        }
        return text.toString();
    }

    /** A message is one line, and says nothing to a terminal. */
    private static String printable(String value) {
        StringBuilder text = new StringBuilder(value.length());
        value.codePoints().forEach(each -> text.appendCodePoint(isPrintable(each) ? each : ' '));
        return text.toString();
    }

    private static boolean isPrintable(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
