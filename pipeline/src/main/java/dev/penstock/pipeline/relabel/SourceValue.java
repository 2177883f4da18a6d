package dev.penstock.pipeline.relabel;

import java.util.List;

/** The value a rule looks at: those of its source labels, joined. */
final class SourceValue {

    private final String[] names;
    private final String separator;

    SourceValue(List<String> names, String separator) {
        this.names = names.toArray(new String[0]);
        this.separator = separator;
    }

    String of(LabelEdits labels) {
        if (names.length == 1) {
            return labels.get(names[0]);
        }
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                value.append(separator);
            }
            value.append(labels.get(names[i]));
        }
        return value.toString();
    }
}
