package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** sprig's lists, and what makes lists of texts and texts of lists. Lists are never changed, new ones are made. */
final class ListFunctions {

    private ListFunctions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>(List.of(
                Function.of("list any... -> any", (run, a) -> GoList.any(copy(a))),
                Function.of("tuple any... -> any", (run, a) -> GoList.any(copy(a))),
                Function.of(
                        "splitList string string -> []string",
                        (run, a) -> GoList.strings(Strings.split(run, Args.text(a, 1), Args.text(a, 0), -1))),
                Function.of(
                        "split string string -> any",
                        (run, a) -> numbered(Strings.split(run, Args.text(a, 1), Args.text(a, 0), -1))),
                Function.of(
                        "splitn string int string -> any",
                        (run, a) -> numbered(Strings.split(run, Args.text(a, 2), Args.text(a, 0), Args.integer(a, 1)))),
                Function.of(
                        "join string any -> string", (run, a) -> Strings.join(run, texts(run, a[1]), Args.text(a, 0))),
                Function.of("toStrings any -> []string", (run, a) -> GoList.strings(texts(run, a[0]))),
                Function.of("sortAlpha any -> []string", (run, a) -> {
                    List<String> sorted =
                            a[0] instanceof GoList ? texts(run, a[0]) : new ArrayList<>(List.of(text(run, a[0])));
                    sorted.sort(GoMap.BYTE_ORDER);
                    return GoList.strings(sorted);
                }),
                Function.of("concat any... -> any", (run, a) -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    for (int i = 0; i < a.length; i++) {
                        items.addAll(Args.list("concat", a, i).items());
                        run.room(items.size());
                    }
                    return GoList.any(items);
                })));
        both(all, "first any -> any", (run, a) -> at(a, "first", false));
        both(all, "last any -> any", (run, a) -> at(a, "last", true));
        both(all, "rest any -> any", (run, a) -> part(Args.list("rest", a, 0), 1, 0));
        both(all, "initial any -> any", (run, a) -> part(Args.list("initial", a, 0), 0, 1));
        both(all, "reverse any -> any", (run, a) -> {
            List<@Nullable Object> items =
                    new ArrayList<>(Args.list("reverse", a, 0).items());
            Collections.reverse(items);
            return GoList.any(items);
        });
        both(all, "compact any -> any", (run, a) -> {
            List<@Nullable Object> items =
                    new ArrayList<>(Args.list("compact", a, 0).items());
            items.removeIf(item -> !Values.truth(item));
            return GoList.any(items);
        });
        both(all, "uniq any -> any", (run, a) -> {
            List<@Nullable Object> items = new ArrayList<>();
            for (Object item : Args.list("uniq", a, 0).items()) {
                if (!contains(run, items, item)) {
                    items.add(item);
                }
            }
            return GoList.any(items);
        });
        both(all, "without any any... -> any", (run, a) -> {
            List<@Nullable Object> omitted = copy(Args.from(a, 1));
            List<@Nullable Object> items = new ArrayList<>();
            for (Object item : Args.list("without", a, 0).items()) {
                if (!contains(run, omitted, item)) {
                    items.add(item);
                }
            }
            return GoList.any(items);
        });
        both(
                all,
                "has any any -> bool",
                (run, a) -> a[1] != null && contains(run, Args.list("has", a, 1).items(), a[0]));
        both(all, "slice any any... -> any", (run, a) -> slice(a));
        both(all, "chunk int any -> any", (run, a) -> chunk(Args.integer(a, 0), Args.list("chunk", a, 1)));
        both(all, "append any any -> any", (run, a) -> added(Args.list("append", a, 0), a[1], false));
        both(all, "push any any -> any", (run, a) -> added(Args.list("push", a, 0), a[1], false));
        both(all, "prepend any any -> any", (run, a) -> added(Args.list("prepend", a, 0), a[1], true));
        return all;
    }

    /** A function and the one with must before its name, which differ in how they fail in Go, but not in a template. */
    private static void both(List<Function> all, String signature, Function.Body body) {
        all.add(Function.of(signature, body));
        all.add(Function.of("must" + Character.toUpperCase(signature.charAt(0)) + signature.substring(1), body));
    }

    /** A value as text, as sprig's toString gives it. */
    static String text(Run run, @Nullable Object value) {
        return Formatter.text(run, value);
    }

    /** The items that are not nil as texts; of anything else one text, of nil none. */
    static List<String> texts(Run run, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof GoList list) {
            for (Object item : list.items()) {
                if (item != null) {
                    run.step();
                    texts.add(text(run, item));
                }
            }
        } else if (value != null) {
            texts.add(text(run, value));
        }
        return texts;
    }

    private static List<@Nullable Object> copy(@Nullable Object[] values) {
        List<@Nullable Object> items = new ArrayList<>(values.length);
        Collections.addAll(items, values);
        return items;
    }

    private static GoMap numbered(List<String> parts) {
        GoMap map = GoMap.of("string");
        for (int i = 0; i < parts.size(); i++) {
            map.entries().put("_" + i, parts.get(i));
        }
        return map;
    }

    private static @Nullable Object at(@Nullable Object[] args, String function, boolean last) {
        GoList list = Args.list(function, args, 0);
        return list.size() == 0 ? null : list.items().get(last ? list.size() - 1 : 0);
    }

    private static GoList part(GoList list, int left, int right) {
        return list.size() == 0
                ? GoList.any(new ArrayList<>())
                : GoList.any(new ArrayList<>(list.items().subList(left, list.size() - right)));
    }

    private static boolean contains(Run run, List<@Nullable Object> items, @Nullable Object wanted) {
        for (Object item : items) {
            if (Values.deepEqual(run, wanted, item, 0)) {
                return true;
            }
        }
        return false;
    }

    /** sprig's slice replaces Go's: it is for lists only. */
    private static @Nullable Object slice(@Nullable Object[] args) {
        GoList list = Args.list("slice", args, 0);
        if (list.size() == 0) {
            return null;
        }
        long start = args.length > 1 ? Casts.toLong(args[1]) : 0;
        long end = args.length > 2 ? Casts.toLong(args[2]) : list.size();
        if (start < 0 || end < start || end > list.size()) {
            throw new RenderException("error calling slice: index out of range [" + start + ":" + end + "]");
        }
        return new GoList(list.elementType(), new ArrayList<>(list.items().subList((int) start, (int) end)));
    }

    private static GoList chunk(long size, GoList list) {
        if (size < 1) {
            throw new RenderException("error calling chunk: the size is " + size);
        }
        List<@Nullable Object> chunks = new ArrayList<>();
        for (long at = 0; at < list.size(); at += size) {
            int end = (int) Math.min(list.size(), at + size);
            chunks.add(GoList.any(new ArrayList<>(list.items().subList((int) at, end))));
        }
        return new GoList("[]" + GoList.ANY, chunks);
    }

    private static GoList added(GoList list, @Nullable Object value, boolean first) {
        List<@Nullable Object> items = new ArrayList<>(list.size() + 1);
        items.addAll(list.items());
        items.add(first ? 0 : items.size(), value);
        return GoList.any(items);
    }
}
