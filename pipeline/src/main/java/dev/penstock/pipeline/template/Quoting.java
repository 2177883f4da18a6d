package dev.penstock.pipeline.template;

/** Go's quoted strings, and the escapes of its built-in functions html, js and urlquery. */
final class Quoting {

    private Quoting() {}

    /** As strconv.Quote, or with {@code ascii} as strconv.QuoteToASCII. */
    static String quote(String text, char quote, boolean ascii) {
        StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int simple = "\u0007\b\f\n\r\t\u000b\\".indexOf(c);
            if (c == quote) {
                out.append('\\').append(quote);
            } else if (simple >= 0) {
                out.append('\\').append("abfnrtv\\".charAt(simple));
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", c));
            } else if (ascii ? c < 0x7f : printable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            }
        }
        return out.append(quote).toString();
    }

    /** As Go's unicode.IsPrint. */
    static boolean printable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case 0 -> out.append('\ufffd');
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String js(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\\' || c == '\'' || c == '"') {
                out.append('\\').append((char) c);
            } else if ("<>&=".indexOf(c) >= 0 || c < ' ' || !printable(c)) {
                out.append(String.format("\\u%04X", c));
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }
}
