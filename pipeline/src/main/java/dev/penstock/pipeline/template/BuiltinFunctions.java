package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.Utf8Bytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of text/template itself, without {@code and} and {@code or}, which do not evaluate all arguments. */
final class BuiltinFunctions {

    private BuiltinFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("not any -> bool", (run, a) -> !Values.truth(a[0])),
                Function.of("eq any any any... -> bool", (run, a) -> Comparisons.eq(a)),
                Function.of("ne any any -> bool", (run, a) -> !Comparisons.equal(a[0], a[1])),
                Function.of("lt any any -> bool", (run, a) -> Comparisons.less(a[0], a[1])),
                Function.of("le any any -> bool", (run, a) -> Comparisons.lessOrEqual(a[0], a[1])),
                Function.of("gt any any -> bool", (run, a) -> !Comparisons.lessOrEqual(a[0], a[1])),
                Function.of("ge any any -> bool", (run, a) -> !Comparisons.less(a[0], a[1])),
                Function.of("len any -> int", (run, a) -> length(a[0])),
                Function.of("index any any... -> any", (run, a) -> index(a)),
                Function.of("print any... -> string", Formatter::print),
                Function.of("println any... -> string", Formatter::println),
                Function.of("printf string any... -> string", (run, a) -> Formatter.printf(run, Args.text(a, 0), a)),
                Function.of("html any... -> string", (run, a) -> Quoting.html(joined(run, a))),
                Function.of("js any... -> string", (run, a) -> Quoting.js(joined(run, a))),
                Function.of("urlquery any... -> string", (run, a) -> urlQuery(joined(run, a))));
    }

    private static String joined(Run run, @Nullable Object[] args) {
        return args.length == 1 && args[0] instanceof String s ? s : Formatter.print(run, args);
    }

    /** Go's query escaping keeps the tilde and escapes the asterisk, form encoding does it the other way round. */
    private static String urlQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static long length(@Nullable Object value) {
        if (value instanceof String s) {
            return Utf8Bytes.length(s);
        }
        if (value instanceof GoList list) {
            return list.size();
        }
        if (value instanceof GoMap map) {
            return map.entries().size();
        }
        throw new RenderException("error calling len: len of type " + Values.type(value));
    }

    private static @Nullable Object index(@Nullable Object[] args) {
        Object value = args[0];
        for (int i = 1; i < args.length; i++) {
            Object index = args[i];
            if (value instanceof GoMap map) {
                if (!(index instanceof String key)) {
                    throw new RenderException(
                            "error calling index: value has type " + Values.type(index) + "; should be string");
                }
                boolean zero = !map.has(key) && map.elementType().equals("string");
                value = zero ? "" : map.get(key);
                continue;
            }
            if (!(value instanceof GoList) && !(value instanceof String)) {
                throw new RenderException("error calling index: can't index item of type " + Values.type(value));
            }
            if (!Values.isInteger(index) || index == null) {
                throw new RenderException("error calling index: cannot index with type " + Values.type(index));
            }
            value = at(value, Values.integer(index));
        }
        return value;
    }

    private static @Nullable Object at(Object value, long index) {
        if (value instanceof GoList list) {
            bounds(index, list.size());
            return list.items().get((int) index);
        }
        byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
        bounds(index, bytes.length);
        return new SizedInt("uint8", bytes[(int) index] & 0xff);
    }

    private static void bounds(long index, int length) {
        if (index < 0 || index >= length) {
            throw new RenderException("error calling index: index out of range: " + index);
        }
    }
}
