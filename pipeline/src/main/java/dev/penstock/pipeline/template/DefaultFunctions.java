package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** sprig's functions on any value: defaults, conditions, types, the environment. */
final class DefaultFunctions {

    private DefaultFunctions() {}

    static List<Function> all() {
        return new ArrayList<>(List.of(
                Function.of("default any any... -> any", (run, a) -> a.length < 2 || !Values.truth(a[1]) ? a[0] : a[1]),
                Function.of("empty any -> bool", (run, a) -> !Values.truth(a[0])),
                Function.of("coalesce any... -> any", (run, a) -> {
                    for (Object value : a) {
                        if (Values.truth(value)) {
                            return value;
                        }
                    }
                    return null;
                }),
                Function.of("all any... -> bool", (run, a) -> count(a) == a.length),
                Function.of("any any... -> bool", (run, a) -> count(a) > 0),
                Function.of("ternary any any bool -> any", (run, a) -> Args.truth(a, 2) ? a[0] : a[1]),
                Function.of("typeOf any -> string", (run, a) -> Values.type(a[0])),
                Function.of(
                        "typeIs string any -> bool",
                        (run, a) -> Values.type(a[1]).equals(a[0])),
                Function.of(
                        "typeIsLike string any -> bool",
                        (run, a) -> Values.type(a[1]).equals(a[0])),
                Function.of("kindOf any -> string", (run, a) -> Values.kind(a[0])),
                Function.of(
                        "kindIs string any -> bool",
                        (run, a) -> Values.kind(a[1]).equals(a[0])),
                Function.of("deepEqual any any -> bool", (run, a) -> Values.deepEqual(run, a[0], a[1], 0)),
                Function.of("fail string -> string", (run, a) -> {
                    throw new RenderException("error calling fail: " + Args.text(a, 0));
                }),
                Function.of("hello -> string", (run, a) -> "Hello!"),
                Function.of("uuidv4 -> string", (run, a) -> UUID.randomUUID().toString()),
                Function.of("env string -> string", (run, a) -> environment(Args.text(a, 0))),
                Function.of("expandenv string -> string", (run, a) -> expand(run, Args.text(a, 0)))));
    }

    private static int count(@Nullable Object[] values) {
        int count = 0;
        for (Object value : values) {
            count += Values.truth(value) ? 1 : 0;
        }
        return count;
    }

    private static String environment(String name) {
        try {
            String value = System.getenv(name);
            return value == null ? "" : value;
        } catch (SecurityException e) {
            throw new RenderException("the environment may not be read");
        }
    }

    /** Go's os.ExpandEnv: $name and ${name}; what is not set is nothing. */
    private static String expand(Run run, String text) {
        BoundedText out = run.text();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 >= text.length()) {
                out.append(c);
                at++;
                continue;
            }
            boolean brace = text.charAt(at + 1) == '{';
            int start = brace ? at + 2 : at + 1;
            int end = start;
            if (brace) {
                end = text.indexOf('}', start);
                if (end < 0) {
                    // Go swallows the two characters of an unclosed reference.
                    at += 2;
                    continue;
                }
            } else if ("*#$@!?-0123456789".indexOf(text.charAt(start)) >= 0) {
                end++;
            } else {
                while (end < text.length() && (text.charAt(end) == '_' || isLetterOrDigit(text.charAt(end)))) {
                    end++;
                }
            }
            if (end == start) {
                if (!brace) {
                    out.append('$');
                }
                at = brace ? end + 1 : start;
                continue;
            }
            out.append(environment(text.substring(start, end)));
            at = brace ? end + 1 : end;
        }
        return out.toString();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
