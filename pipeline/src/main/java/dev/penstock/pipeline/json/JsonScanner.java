package dev.penstock.pipeline.json;

import java.util.Arrays;

/**
 * Checks JSON as RFC 8259 has it, in one pass and without recursion, and notes where the top level's members are. Reusable, not
 * thread-safe.
 *
 * <p>Two rules are those of the decoder that Alloy uses: control characters are let through behind an escape, and a number too
 * large for a double is an error.
 */
final class JsonScanner {

    /** Deeper text is refused, which also bounds the recursion of those who build trees. */
    static final int MAX_DEPTH = 500;

    private static final int KEPT = 1 << 16;
    private static final int FEW = 16;
    private static final int WORD = Long.SIZE;

    char[] chars = new char[1024];
    int length;

    /** Where the whole value begins. */
    int root;

    int size;

    /** The members' names without quotes, with the sign bit of the end set when there are escapes in it. */
    int[] nameStarts = new int[FEW];

    int[] nameEnds = new int[FEW];
    int[] valueStarts = new int[FEW];
    int[] valueEnds = new int[FEW];

    /** For each open bracket, whether it is a brace. */
    private final long[] braces = new long[MAX_DEPTH / WORD + 1];

    private boolean escaped;

    /** Whether the text is one JSON value. */
    boolean scan(String text) {
        length = text.length();
        if (chars.length < length || chars.length > KEPT && length < KEPT / 2) {
            chars = new char[Math.max(1024, length)];
        }
        text.getChars(0, length, chars, 0);
        if (nameStarts.length > KEPT && length < KEPT) {
            nameStarts = new int[FEW];
            nameEnds = new int[FEW];
            valueStarts = new int[FEW];
            valueEnds = new int[FEW];
        }
        size = 0;
        root = skipSpace(0);
        if (root >= length) {
            return false;
        }
        char first = chars[root];
        int end;
        if (first == '{') {
            end = topObject(root + 1);
        } else if (first == '[') {
            end = topArray(root + 1);
        } else {
            end = value(root);
        }
        return end >= 0 && skipSpace(end) == length;
    }

    private int topObject(int from) {
        int at = skipSpace(from);
        if (at < length && chars[at] == '}') {
            return at + 1;
        }
        while (true) {
            if (at >= length || chars[at] != '"') {
                return -1;
            }
            int nameEnd = string(at + 1);
            if (nameEnd < 0) {
                return -1;
            }
            int index = add(at + 1, escaped ? -nameEnd : nameEnd - 1);
            at = skipSpace(nameEnd);
            if (at >= length || chars[at] != ':') {
                return -1;
            }
            at = topValue(index, skipSpace(at + 1));
            if (at < 0 || at >= length) {
                return -1;
            }
            char c = chars[at];
            if (c == '}') {
                return at + 1;
            }
            if (c != ',') {
                return -1;
            }
            at = skipSpace(at + 1);
        }
    }

    private int topArray(int from) {
        int at = skipSpace(from);
        if (at < length && chars[at] == ']') {
            return at + 1;
        }
        while (true) {
            at = topValue(add(0, 0), at);
            if (at < 0 || at >= length) {
                return -1;
            }
            char c = chars[at];
            if (c == ']') {
                return at + 1;
            }
            if (c != ',') {
                return -1;
            }
            at = skipSpace(at + 1);
        }
    }

    /** Where the next thing behind a value of the top level is, or -1. */
    private int topValue(int index, int at) {
        int end = value(at);
        if (end < 0) {
            return -1;
        }
        valueStarts[index] = at;
        valueEnds[index] = end;
        return skipSpace(end);
    }

    private int add(int nameStart, int nameEnd) {
        if (size == nameStarts.length) {
            nameStarts = Arrays.copyOf(nameStarts, size * 2);
            nameEnds = Arrays.copyOf(nameEnds, size * 2);
            valueStarts = Arrays.copyOf(valueStarts, size * 2);
            valueEnds = Arrays.copyOf(valueEnds, size * 2);
        }
        nameStarts[size] = nameStart;
        nameEnds[size] = nameEnd;
        return size++;
    }

    int skipSpace(int from) {
        int at = from;
        while (at < length) {
            char c = chars[at];
            if (c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                break;
            }
            at++;
        }
        return at;
    }

    /** The index behind the value that begins here, or -1. */
    private int value(int at) {
        if (at >= length) {
            return -1;
        }
        return switch (chars[at]) {
            case '"' -> string(at + 1);
            case '{', '[' -> container(at);
            case 't' -> word(at, "true");
            case 'f' -> word(at, "false");
            case 'n' -> word(at, "null");
            default -> number(at);
        };
    }

    private int word(int from, String word) {
        int end = from + word.length();
        if (end > length) {
            return -1;
        }
        for (int i = 1; i < word.length(); i++) {
            if (chars[from + i] != word.charAt(i)) {
                return -1;
            }
        }
        return end;
    }

    /** Everything up to the bracket that closes the one that stands here. */
    private int container(int from) {
        // The top level, in whose arrays and objects this one stands, counts too.
        int depth = 0;
        int at = from;
        // Whether a value may stand here, rather than what follows one.
        boolean first = true;
        boolean brace = false;
        while (true) {
            if (first) {
                if (at >= length) {
                    return -1;
                }
                char c = chars[at];
                if (c == '{' || c == '[') {
                    if (++depth >= MAX_DEPTH) {
                        return -1;
                    }
                    brace = c == '{';
                    push(depth, brace);
                    at = skipSpace(at + 1);
                    if (at < length && chars[at] == (brace ? '}' : ']')) {
                        first = false;
                        continue;
                    }
                    if (brace) {
                        at = name(at);
                        if (at < 0) {
                            return -1;
                        }
                    }
                    continue;
                }
                at = value(at);
                if (at < 0) {
                    return -1;
                }
                at = skipSpace(at);
                first = false;
                continue;
            }
            if (at >= length) {
                return -1;
            }
            char c = chars[at];
            if (c == ',') {
                at = skipSpace(at + 1);
                if (brace) {
                    at = name(at);
                    if (at < 0) {
                        return -1;
                    }
                }
                first = true;
            } else if (c == (brace ? '}' : ']')) {
                at++;
                if (--depth == 0) {
                    return at;
                }
                brace = isBrace(depth);
                at = skipSpace(at);
            } else {
                return -1;
            }
        }
    }

    private void push(int depth, boolean brace) {
        long bit = 1L << depth % WORD;
        if (brace) {
            braces[depth / WORD] |= bit;
        } else {
            braces[depth / WORD] &= ~bit;
        }
    }

    private boolean isBrace(int depth) {
        return (braces[depth / WORD] & 1L << depth % WORD) != 0;
    }

    /** Where the value of the member begins whose name begins here, or -1. */
    private int name(int at) {
        if (at >= length || chars[at] != '"') {
            return -1;
        }
        int end = string(at + 1);
        if (end < 0) {
            return -1;
        }
        int colon = skipSpace(end);
        return colon < length && chars[colon] == ':' ? skipSpace(colon + 1) : -1;
    }

    /** The index behind the quote that ends the string whose content begins here, or -1. Says whether there are escapes in it. */
    private int string(int from) {
        char[] text = chars;
        int end = length;
        escaped = false;
        for (int at = from; at < end; at++) {
            char c = text[at];
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                escaped = true;
                return stringWithEscapes(at);
            }
            if (c < ' ') {
                return -1;
            }
        }
        return -1;
    }

    private int stringWithEscapes(int from) {
        int at = from;
        while (at < length) {
            char c = chars[at++];
            if (c == '"') {
                return at;
            }
            if (c == '\\') {
                if (at >= length) {
                    return -1;
                }
                switch (chars[at++]) {
                    case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
                    case 'u' -> {
                        if (at + 4 > length || hex(at) < 0) {
                            return -1;
                        }
                        at += 4;
                    }
                    default -> {
                        return -1;
                    }
                }
            }
        }
        return -1;
    }

    /** Four hexadecimal digits, or -1. */
    int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            char c = chars[i];
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int number(int from) {
        int at = from;
        if (chars[at] == '-') {
            at++;
        }
        int start = at;
        at = digits(at);
        if (at == start || at > start + 1 && chars[start] == '0') {
            return -1;
        }
        int whole = at - start;
        if (at < length && chars[at] == '.') {
            int fraction = at + 1;
            at = digits(fraction);
            if (at == fraction) {
                return -1;
            }
        }
        boolean exponent = at < length && (chars[at] == 'e' || chars[at] == 'E');
        if (exponent) {
            at++;
            if (at < length && (chars[at] == '+' || chars[at] == '-')) {
                at++;
            }
            int digits = at;
            at = digits(digits);
            if (at == digits) {
                return -1;
            }
        }
        // Only with an exponent, or with hundreds of digits, can it be too large.
        return (exponent || whole > 300) && Double.isInfinite(JsonNumber.parse(chars, from, at)) ? -1 : at;
    }

    private int digits(int from) {
        int at = from;
        while (at < length && chars[at] >= '0' && chars[at] <= '9') {
            at++;
        }
        return at;
    }
}
