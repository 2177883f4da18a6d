package dev.penstock.testkit.push;

/** Makes a structured-metadata name Loki's way ({@code otlptranslator/label_namer.go}): letters, digits and single underscores. */
final class MetadataName {

    private MetadataName() {}

    /**
     * The name under which Loki keeps it.
     *
     * @throws PushRefusedException with 500, when nothing is left of it: a fault of the client for which Loki blames itself
     */
    static String normalise(String name) throws PushRefusedException {
        if (name.isEmpty()) {
            throw new PushRefusedException(500, "label name is empty");
        }
        StringBuilder normal = new StringBuilder(name.length() + 4);
        name.codePoints().forEach(rune -> append(normal, rune));
        if (Character.isDigit(normal.charAt(0))) {
            normal.insert(0, "key_");
        }
        if (normal.toString().equals("_")) {
            throw new PushRefusedException(
                    500, "normalization for label name " + GoText.quote(name) + " resulted in invalid name \"_\"");
        }
        return normal.toString();
    }

    private static void append(StringBuilder normal, int rune) {
        if ((rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z') || (rune >= '0' && rune <= '9')) {
            normal.append((char) rune);
        } else if (normal.length() == 0 || normal.charAt(normal.length() - 1) != '_') {
            normal.append('_');
        }
    }
}
