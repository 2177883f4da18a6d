package dev.penstock.cardinality;

import dev.penstock.diagnostics.Diagnostics;
import java.util.List;
import java.util.stream.Collectors;

/** What the guard says to people: each label once, and of many at once only the first. Not thread-safe. */
final class GuardMessages {

    /** Labels that are spoken of by name within an hour. */
    private static final int MOST_SAID = 10;

    /** Labels in a list of the worst. */
    private static final int MOST_LISTED = 5;

    private static final String FROM_NOW_ON =
            " is sent as structured metadata from now on, so that its values do not become a stream each; nothing is"
                    + " lost. What to do: give ";

    private final Diagnostics diagnostics;
    private final int maxLabelValues;
    private final int maxStreams;
    private int said;
    private boolean saidNames;

    GuardMessages(Diagnostics diagnostics, int maxLabelValues, int maxStreams) {
        this.diagnostics = diagnostics;
        this.maxLabelValues = maxLabelValues;
        this.maxStreams = maxStreams;
    }

    void startHour() {
        said = 0;
        saidNames = false;
    }

    void tooManyValues(GuardedLabel label) {
        demoted(
                label,
                "label " + label.name() + " has had more than " + maxLabelValues
                        + " values within an hour (maxLabelValues), the last of them " + label.examples() + ": it"
                        + FROM_NOW_ON + label.name() + " in structuredMetadata instead of labels, or raise"
                        + " maxLabelValues");
    }

    void tooManyStreams(GuardedLabel label, List<GuardedLabel> byValues) {
        demoted(
                label,
                "more than " + maxStreams + " streams within an hour (maxStreams), made by " + listed(byValues)
                        + ": label " + label.name() + FROM_NOW_ON + label.name()
                        + " in structuredMetadata instead of labels, or raise maxStreams");
    }

    private void demoted(GuardedLabel label, String message) {
        said++;
        if (said <= MOST_SAID) {
            diagnostics.trouble(kind(label), message);
        } else if (said == MOST_SAID + 1) {
            diagnostics.trouble(
                    "labels;",
                    "still more labels than these have too many values and are sent as structured metadata; the metric"
                            + " penstock_label_demotions_total names them");
        }
    }

    private static String kind(GuardedLabel label) {
        return "label " + label.name() + ";";
    }

    /** Cheap when it was said in this hour. */
    void tooManyNames(int most, String name) {
        if (saidNames) {
            return;
        }
        saidNames = true;
        diagnostics.trouble(
                "label names;",
                "more than " + most + " names of labels within an hour, the last of them "
                        + (name.length() > 40 ? name.substring(0, 40) + "…" : name)
                        + ": further ones are sent as structured metadata, nothing is lost. What to do: give what has"
                        + " endless names in structuredMetadata instead of labels");
    }

    void nothingToDemote(List<GuardedLabel> byValues) {
        diagnostics.trouble(
                "streams;",
                "more than " + maxStreams + " streams within an hour (maxStreams), made by " + listed(byValues)
                        + ", of which those that matter always stay labels (service_name, externalLabels). What"
                        + " to do: give them fewer values, or raise maxStreams");
    }

    void isLabelAgain(GuardedLabel label) {
        diagnostics.recovered(
                kind(label), "label " + label.name() + " has had few values for an hour and is a label again");
    }

    private static String listed(List<GuardedLabel> labels) {
        return labels.stream().limit(MOST_LISTED).map(GuardedLabel::described).collect(Collectors.joining(", "));
    }
}
