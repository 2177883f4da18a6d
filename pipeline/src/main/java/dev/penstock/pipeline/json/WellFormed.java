package dev.penstock.pipeline.json;

/** Replaces half surrogate pairs, which JSON can write as escapes and UTF-8 cannot, with U+FFFD as Go does. */
final class WellFormed {

    private WellFormed() {}

    static String of(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                text.setCharAt(i, '\ufffd');
            }
        }
        return text.toString();
    }
}
