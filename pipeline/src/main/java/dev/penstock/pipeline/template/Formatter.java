package dev.penstock.pipeline.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Go's package fmt: print, println and printf with Go's verbs and Go's marks for mistakes, such as {@code %!d(string=x)}. */
final class Formatter {

    /** The largest width and precision of Go. */
    private static final int MOST = 1_000_000;

    private final BoundedText out;
    private final Verb verb = new Verb();
    private int next;
    private boolean reordered;
    private boolean goodIndex;

    private Formatter(BoundedText out) {
        this.out = out;
    }

    /** A value as {@code %v} prints it. */
    static String text(Run run, @Nullable Object value) {
        if (value instanceof String s) {
            return s;
        }
        BoundedText out = run.text();
        new Formatter(out).plain(value);
        return out.toString();
    }

    /** The output of an action: a value as {@code %v}, no value as {@code <no value>}. */
    static void output(BoundedText out, @Nullable Object value) {
        if (value instanceof String s) {
            out.append(s);
        } else if (value == null) {
            out.append("<no value>");
        } else {
            new Formatter(out).plain(value);
        }
    }

    static String print(Run run, @Nullable Object[] args) {
        Formatter formatter = new Formatter(run.text());
        for (int i = 0; i < args.length; i++) {
            // Go puts a space only between operands of which neither is a string.
            if (i > 0 && !(args[i] instanceof String) && !(args[i - 1] instanceof String)) {
                formatter.out.append(' ');
            }
            formatter.plain(args[i]);
        }
        return formatter.out.toString();
    }

    static String println(Run run, @Nullable Object[] args) {
        Formatter formatter = new Formatter(run.text());
        for (int i = 0; i < args.length; i++) {
            if (i > 0) {
                formatter.out.append(' ');
            }
            formatter.plain(args[i]);
        }
        return formatter.out.append('\n').toString();
    }

    /** As printf; the first of the arguments is the format. */
    static String printf(Run run, String format, @Nullable Object[] args) {
        Formatter formatter = new Formatter(run.text());
        formatter.format(run, format, args);
        return formatter.out.toString();
    }

    private void plain(@Nullable Object value) {
        verb.clear();
        value(value, 'v', 0);
    }

    private void format(Run run, String format, @Nullable Object[] args) {
        next = 1;
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format.substring(at));
                break;
            }
            out.append(format.substring(at, percent));
            run.step();
            at = directive(format, percent + 1, args);
        }
        if (!reordered && next < args.length) {
            extra(args);
        }
    }

    /** What follows a percent sign; where the format goes on. */
    private int directive(String format, int start, @Nullable Object[] args) {
        int at = start;
        verb.clear();
        goodIndex = true;
        while (at < format.length() && verb.flag(format.charAt(at))) {
            at++;
        }
        at = index(format, at, args.length);
        boolean afterIndex = at > start && format.charAt(at - 1) == ']';
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Object width = next < args.length ? args[next++] : null;
            if (width != null && Values.isInteger(width) && Math.abs(Values.integer(width)) <= MOST) {
                verb.width = (int) Math.abs(Values.integer(width));
                verb.minus |= Values.integer(width) < 0;
            } else {
                out.append("%!(BADWIDTH)");
            }
            afterIndex = false;
        } else {
            int from = at;
            at = digits(format, at);
            if (at > from) {
                verb.width = number(format, from, at);
                goodIndex &= !afterIndex;
            }
        }
        if (at + 1 <= format.length() && format.startsWith(".", at)) {
            at++;
            goodIndex &= !afterIndex;
            int before = at;
            at = index(format, at, args.length);
            afterIndex = at > before;
            if (format.startsWith("*", at)) {
                at++;
                Object precision = next < args.length ? args[next++] : null;
                if (precision != null && Values.isInteger(precision) && Math.abs(Values.integer(precision)) <= MOST) {
                    verb.precision = (int) Math.max(-1, Values.integer(precision));
                } else {
                    out.append("%!(BADPREC)");
                }
                afterIndex = false;
            } else {
                int from = at;
                at = digits(format, at);
                verb.precision = Math.max(0, number(format, from, at));
            }
        }
        if (!afterIndex) {
            at = index(format, at, args.length);
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return at;
        }
        int letter = format.codePointAt(at);
        at += Character.charCount(letter);
        if (letter == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(letter).append("(BADINDEX)");
        } else if (next >= args.length) {
            out.append("%!").appendCodePoint(letter).append("(MISSING)");
        } else {
            Object value = args[next++];
            if (letter == 'v' && verb.sharp) {
                verb.sharp = false;
                verb.goSyntax = true;
            }
            value(value, letter, 0);
        }
        return at;
    }

    /** An argument's number in brackets, such as {@code %[2]s}. */
    private int index(String format, int at, int count) {
        if (!format.startsWith("[", at)) {
            return at;
        }
        reordered = true;
        int end = format.indexOf(']', at);
        int digits = end < 0 ? at : digits(format, at + 1);
        int number = end < 0 || digits != end ? -1 : number(format, at + 1, end);
        if (number < 1 || number >= count) {
            goodIndex = false;
            return end < 0 ? at + 1 : end + 1;
        }
        next = number;
        return end + 1;
    }

    private static int digits(String format, int start) {
        int at = start;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** The number between two places, -1 when there is none or one that is too large. */
    private static int number(String format, int start, int end) {
        if (end == start || end - start > 7) {
            return -1;
        }
        int number = Integer.parseInt(format, start, end, 10);
        return number > MOST ? -1 : number;
    }

    private void extra(@Nullable Object[] args) {
        verb.clear();
        out.append("%!(EXTRA ");
        for (int i = next; i < args.length; i++) {
            if (i > next) {
                out.append(", ");
            }
            if (args[i] == null) {
                out.append("<nil>");
            } else {
                out.append(Values.type(args[i])).append('=');
                value(args[i], 'v', 0);
            }
        }
        out.append(')');
    }

    private void value(@Nullable Object value, int letter, int depth) {
        if (depth > Run.DEEPEST) {
            throw new RenderException("lists and maps nest more than " + Run.DEEPEST + " deep");
        }
        boolean written = true;
        if (letter == 'T' && depth == 0) {
            verb.text(out, Values.type(value));
        } else if (value == null) {
            if (letter == 'v' || depth > 0) {
                verb.text(out, "<nil>");
            } else {
                written = false;
            }
        } else if (letter == 'p') {
            written = false;
        } else if (value instanceof GoList list) {
            list(list, letter, depth);
        } else if (value instanceof GoMap map) {
            map(map, letter, depth);
        } else if (value instanceof GoTime) {
            written = verb.scalar(out, value.toString(), letter);
        } else {
            written = verb.scalar(out, value, letter);
        }
        if (!written) {
            bad(value, letter, depth);
        }
    }

    private void bad(@Nullable Object value, int letter, int depth) {
        out.append("%!").appendCodePoint(letter).append('(');
        if (value == null) {
            out.append("<nil>");
        } else {
            out.append(Values.type(value)).append('=');
            value(value, 'v', depth);
        }
        out.append(')');
    }

    private void list(GoList list, int letter, int depth) {
        out.append(verb.goSyntax ? Values.type(list) + "{" : "[");
        String between = "";
        for (Object item : list.items()) {
            out.append(between);
            between = verb.goSyntax ? ", " : " ";
            value(item, letter, depth + 1);
        }
        out.append(verb.goSyntax ? '}' : ']');
    }

    private void map(GoMap map, int letter, int depth) {
        out.append(verb.goSyntax ? Values.type(map) + "{" : "map[");
        String between = "";
        for (Map.Entry<String, @Nullable Object> entry : map.entries().entrySet()) {
            out.append(between);
            between = verb.goSyntax ? ", " : " ";
            value(entry.getKey(), letter, depth + 1);
            out.append(':');
            value(entry.getValue(), letter, depth + 1);
        }
        out.append(verb.goSyntax ? '}' : ']');
    }
}
