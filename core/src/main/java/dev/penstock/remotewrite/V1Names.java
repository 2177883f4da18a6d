package dev.penstock.remotewrite;

/**
 * Names for remote write 1.0, whose receivers know the classic characters alone: others become underscores. Source:
 * prometheus/docs, docs/specs/prw/remote_write_spec.md; prometheus/common, model/metric.go.
 */
final class V1Names {

    private V1Names() {}

    static String metric(String name) {
        return escaped(name, true);
    }

    static String label(String name) {
        return escaped(name, false);
    }

    private static String escaped(String name, boolean colons) {
        StringBuilder escaped = null;
        int at = 0;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            boolean fits = c == '_'
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (colons && c == ':')
                    || (i > 0 && c >= '0' && c <= '9');
            int next = i + Character.charCount(c);
            if (!fits) {
                escaped = escaped == null ? new StringBuilder() : escaped;
                escaped.append(name, at, i).append('_');
                at = next;
            }
            i = next;
        }
        return escaped == null ? name : escaped.append(name, at, name.length()).toString();
    }
}
