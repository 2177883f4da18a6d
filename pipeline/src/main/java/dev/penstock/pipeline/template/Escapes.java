package dev.penstock.pipeline.template;

/** The escapes of Go's interpreted strings. */
final class Escapes {

    private Escapes() {}

    /** The value of a string between its quotes; a bad escape is a {@link TemplateException} at its place. */
    static String unquote(String text, int start, int end) {
        if (text.indexOf('\\', start) < 0 || text.indexOf('\\', start) >= end) {
            return text.substring(start, end);
        }
        StringBuilder value = new StringBuilder(end - start);
        // Bytes written with \x or in octal make up UTF-8 together.
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        int at = start;
        while (at < end) {
            char c = text.charAt(at);
            if (c != '\\') {
                flush(bytes, value);
                value.append(c);
                at++;
                continue;
            }
            char kind = at + 1 < end ? text.charAt(at + 1) : ' ';
            int simple = "abfnrtv\\\"'".indexOf(kind);
            if (simple >= 0) {
                flush(bytes, value);
                value.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(simple));
                at += 2;
                continue;
            }
            boolean octal = kind >= '0' && kind <= '7';
            int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : octal ? 3 : 0;
            int from = octal ? at + 1 : at + 2;
            int code = digits == 0 || from + digits > end ? -1 : number(text, from, from + digits, octal ? 8 : 16);
            if (code < 0
                    || (octal && code > 255)
                    || code > Character.MAX_CODE_POINT
                    || (digits > 3 && surrogate(code))) {
                throw new TemplateException(
                        text,
                        at,
                        "unknown escape '\\" + kind
                                + "' in a string; known are \\n \\t \\r \\\\ \\\" \\a \\b \\f \\v \\xHH \\uHHHH \\UHHHHHHHH"
                                + " and three octal digits; a string in `…` has no escapes, so a regular expression"
                                + " is best written there");
            }
            if (octal || kind == 'x') {
                bytes.write(code);
            } else {
                flush(bytes, value);
                value.appendCodePoint(code);
            }
            at = from + digits;
        }
        flush(bytes, value);
        return value.toString();
    }

    private static boolean surrogate(int code) {
        return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    }

    private static int number(String text, int start, int end, int radix) {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0 || text.charAt(i) > 'f') {
                return -1;
            }
            number = number * radix + digit;
        }
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    private static void flush(java.io.ByteArrayOutputStream bytes, StringBuilder value) {
        if (bytes.size() > 0) {
            value.append(bytes.toString(java.nio.charset.StandardCharsets.UTF_8));
            bytes.reset();
        }
    }
}
