package dev.penstock.pipeline.relabel;

/** What can be the name of a label. */
final class LabelNames {

    private LabelNames() {}

    /** Whether a name is of the classic form {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
    static boolean isLegacy(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isWord(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a name can be written as UTF-8, which is all that is asked of names since Prometheus 3. */
    static boolean isUtf8(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000);
    }

    /** Whether a template gives classic names as long as what it refers to does: {@code job_$1}, {@code ${name}_x}. */
    static boolean isLegacyTemplate(String template) {
        if (template.isEmpty() || isDigit(template.charAt(0))) {
            return false;
        }
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == '$') {
                boolean braced = at + 1 < template.length() && template.charAt(at + 1) == '{';
                int from = at + (braced ? 2 : 1);
                int to = from;
                while (to < template.length() && isWord(template.charAt(to))) {
                    to++;
                }
                if (to == from || braced && (to == template.length() || template.charAt(to) != '}')) {
                    return false;
                }
                at = to + (braced ? 1 : 0);
            } else if (isWord(c)) {
                at++;
            } else {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
