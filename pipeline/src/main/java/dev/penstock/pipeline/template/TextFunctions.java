package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.Utf8Bytes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** sprig's functions on texts, which take the text last, so that it can come from a pipeline. */
final class TextFunctions {

    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static final SecureRandom RANDOM = new SecureRandom();

    private TextFunctions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>(trimming());
        all.addAll(tests());
        all.addAll(List.of(
                Function.of(
                        "repeat int string -> string",
                        (run, a) -> Strings.repeat(run, Args.text(a, 1), Args.integer(a, 0))),
                Function.of(
                        "substr int int string -> string",
                        (run, a) -> substring(Args.integer(a, 0), Args.integer(a, 1), Args.text(a, 2))),
                Function.of("trunc int string -> string", (run, a) -> truncate(Args.integer(a, 0), Args.text(a, 1))),
                Function.of(
                        "abbrev int string -> string",
                        (run, a) -> Strings.bytewise(Args.text(a, 1), text -> abbreviate(text, 0, Args.integer(a, 0)))),
                Function.of(
                        "abbrevboth int int string -> string",
                        (run, a) -> Strings.bytewise(
                                Args.text(a, 2), text -> abbreviateBoth(text, Args.integer(a, 0), Args.integer(a, 1)))),
                Function.of(
                        "wrap int string -> string",
                        (run, a) -> Strings.bytewise(
                                Args.text(a, 1), text -> wrap(run, text, Args.integer(a, 0), "\n", false))),
                Function.of("wrapWith int string string -> string", (run, a) -> wrapWith(run, a)),
                Function.of(
                        "replace string string string -> string",
                        (run, a) -> Strings.replace(run, Args.text(a, 2), Args.text(a, 0), Args.text(a, 1), -1)),
                Function.of(
                        "plural string string int -> string",
                        (run, a) -> Args.text(a, Args.integer(a, 2) == 1 ? 0 : 1)),
                Function.of("indent int string -> string", (run, a) -> indent(run, a)),
                Function.of("nindent int string -> string", (run, a) -> "\n" + indent(run, a)),
                Function.of("quote any... -> string", (run, a) -> quoted(run, a, '"')),
                Function.of("squote any... -> string", (run, a) -> quoted(run, a, '\'')),
                Function.of("cat any... -> string", (run, a) -> {
                    List<String> texts = new ArrayList<>();
                    for (Object value : a) {
                        if (value != null) {
                            texts.add(Formatter.text(run, value));
                        }
                    }
                    return Strings.join(run, texts, " ");
                }),
                Function.of("toString any -> string", (run, a) -> ListFunctions.text(run, a[0])),
                Function.of("randAlphaNum int -> string", (run, a) -> random(run, a, LETTERS + DIGITS)),
                Function.of("randAlpha int -> string", (run, a) -> random(run, a, LETTERS)),
                Function.of("randNumeric int -> string", (run, a) -> random(run, a, DIGITS)),
                Function.of("randAscii int -> string", (run, a) -> {
                    StringBuilder printable = new StringBuilder();
                    for (char c = ' '; c < 0x7f; c++) {
                        printable.append(c);
                    }
                    return random(run, a, printable.toString());
                })));
        return all;
    }

    private static List<Function> trimming() {
        return List.of(
                Function.of("trim string -> string", (run, a) -> Strings.trimSpace(Args.text(a, 0))),
                Function.of(
                        "trimAll string string -> string",
                        (run, a) -> Strings.trim(Args.text(a, 1), Args.text(a, 0), true, true)),
                Function.of(
                        "trimall string string -> string",
                        (run, a) -> Strings.trim(Args.text(a, 1), Args.text(a, 0), true, true)),
                Function.of(
                        "trimSuffix string string -> string",
                        (run, a) -> Strings.trimSuffix(Args.text(a, 1), Args.text(a, 0))),
                Function.of(
                        "trimPrefix string string -> string",
                        (run, a) -> Strings.trimPrefix(Args.text(a, 1), Args.text(a, 0))));
    }

    private static List<Function> tests() {
        return List.of(
                Function.of(
                        "contains string string -> bool",
                        (run, a) -> Args.text(a, 1).contains(Args.text(a, 0))),
                Function.of(
                        "hasPrefix string string -> bool",
                        (run, a) -> Args.text(a, 1).startsWith(Args.text(a, 0))),
                Function.of(
                        "hasSuffix string string -> bool",
                        (run, a) -> Args.text(a, 1).endsWith(Args.text(a, 0))));
    }

    private static String substring(long start, long end, String text) {
        int length = Utf8Bytes.length(text);
        if (start < 0) {
            return Values.byteSlice(text, 0, end);
        }
        return Values.byteSlice(text, start, end < 0 || end > length ? length : end);
    }

    private static String truncate(long count, String text) {
        int length = Utf8Bytes.length(text);
        if (count < 0 && length + count > 0) {
            return Values.byteSlice(text, length + count, length);
        }
        return count >= 0 && length > count ? Values.byteSlice(text, 0, count) : text;
    }

    private static String abbreviateBoth(String text, long left, long right) {
        return right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right);
    }

    /** At most so many bytes, beginning near an offset, with three dots for what is left out. */
    private static String abbreviate(String text, long offset, long width) {
        int length = text.length();
        if (width < 4 || length <= width) {
            return text;
        }
        int kept = (int) width - 3;
        long from = Math.min(offset, length);
        if (length - from < kept) {
            from = length - kept;
        }
        if (from <= 4) {
            return text.substring(0, kept) + "...";
        }
        if (width < 7) {
            return "";
        }
        if (from + kept < length) {
            // What follows the first dots may be too short to abbreviate; then nothing is left of it.
            String rest = text.substring((int) from);
            return "..." + (kept < 4 ? "" : abbreviate(rest, 0, kept));
        }
        return "..." + text.substring(length - kept);
    }

    private static String wrapWith(Run run, @Nullable Object[] args) {
        String text = Args.text(args, 2);
        String separator = Args.text(args, 1).isEmpty() ? "\n" : Args.text(args, 1);
        long width = Args.integer(args, 0);
        if (Strings.isAscii(text) && Strings.isAscii(separator)) {
            return wrap(run, text, width, separator, true);
        }
        return Strings.fromBytes(wrap(run, Strings.toBytes(text), width, Strings.toBytes(separator), true));
    }

    /** Lines of at most so many bytes, broken at spaces; longer words are broken too, or stay whole. */
    private static String wrap(Run run, String text, long wanted, String separator, boolean breaksWords) {
        int width = (int) Math.min(Math.max(1, wanted), Integer.MAX_VALUE / 2);
        BoundedText out = run.text();
        int at = 0;
        while (text.length() - at > width) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            run.step();
            int space = text.lastIndexOf(' ', at + width);
            int next;
            if (space >= at) {
                next = space + 1;
            } else if (breaksWords) {
                space = at + width;
                next = space;
            } else {
                space = text.indexOf(' ', at + width);
                if (space < 0) {
                    break;
                }
                next = space + 1;
            }
            out.append(text.substring(at, space)).append(separator);
            at = next;
        }
        return out.append(text.substring(at)).toString();
    }

    private static String indent(Run run, @Nullable Object[] args) {
        String pad = Strings.repeat(run, " ", Args.integer(args, 0));
        return pad + Strings.replace(run, Args.text(args, 1), "\n", "\n" + pad, -1);
    }

    private static String quoted(Run run, @Nullable Object[] values, char quote) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            if (value != null) {
                String text = ListFunctions.text(run, value);
                // Single quotes are put around, nothing within is escaped.
                texts.add(quote == '"' ? Quoting.quote(text, '"', false) : quote + text + quote);
            }
        }
        return Strings.join(run, texts, " ");
    }

    private static String random(Run run, @Nullable Object[] args, String alphabet) {
        long count = Args.integer(args, 0);
        if (count < 0) {
            return "";
        }
        BoundedText out = run.text();
        out.room(count);
        run.charge(count / 16);
        for (long i = 0; i < count; i++) {
            out.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return out.toString();
    }
}
