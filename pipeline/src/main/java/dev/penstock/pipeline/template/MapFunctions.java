package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** sprig's dictionaries. They are listed in the order of their keys, where Go leaves the order open. */
final class MapFunctions {

    private MapFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("dict any... -> any", (run, a) -> {
                    GoMap map = GoMap.any();
                    for (int i = 0; i < a.length; i += 2) {
                        map.entries().put(ListFunctions.text(run, a[i]), i + 1 < a.length ? a[i + 1] : "");
                    }
                    return map;
                }),
                Function.of("get map string -> any", (run, a) -> {
                    GoMap map = Args.map(a, 0);
                    return map.has(Args.text(a, 1)) ? map.get(Args.text(a, 1)) : "";
                }),
                Function.of("set map string any -> any", (run, a) -> {
                    GoMap map = target("set", a);
                    map.entries().put(Args.text(a, 1), a[2]);
                    return map;
                }),
                Function.of("unset map string -> any", (run, a) -> {
                    GoMap map = target("unset", a);
                    map.entries().remove(Args.text(a, 1));
                    return map;
                }),
                Function.of(
                        "hasKey map string -> bool", (run, a) -> Args.map(a, 0).has(Args.text(a, 1))),
                Function.of("pluck string map... -> any", (run, a) -> {
                    List<@Nullable Object> found = new ArrayList<>();
                    for (int i = 1; i < a.length; i++) {
                        if (Args.map(a, i).has(Args.text(a, 0))) {
                            found.add(Args.map(a, i).get(Args.text(a, 0)));
                        }
                    }
                    return GoList.any(found);
                }),
                Function.of("keys map... -> []string", (run, a) -> {
                    List<String> keys = new ArrayList<>();
                    for (int i = 0; i < a.length; i++) {
                        keys.addAll(
                                run.bounded(List.copyOf(Args.map(a, i).entries().keySet())));
                    }
                    return GoList.strings(keys);
                }),
                Function.of(
                        "values map -> any",
                        (run, a) -> GoList.any(
                                new ArrayList<>(Args.map(a, 0).entries().values()))),
                Function.of("pick map string... -> any", (run, a) -> {
                    GoMap picked = GoMap.any();
                    for (int i = 1; i < a.length; i++) {
                        if (Args.map(a, 0).has(Args.text(a, i))) {
                            picked.entries().put(Args.text(a, i), Args.map(a, 0).get(Args.text(a, i)));
                        }
                    }
                    return picked;
                }),
                Function.of("omit map string... -> any", (run, a) -> {
                    GoMap kept = GoMap.any();
                    kept.entries().putAll(Args.map(a, 0).entries());
                    for (int i = 1; i < a.length; i++) {
                        kept.entries().remove(Args.text(a, i));
                    }
                    return kept;
                }),
                Function.of("dig any any any... -> any", (run, a) -> dig(a)));
    }

    private static GoMap target(String function, @Nullable Object[] args) {
        if (args[0] instanceof GoMap map) {
            return map;
        }
        throw new RenderException("error calling " + function + ": the map is nil");
    }

    /** The value under a path of keys, else the last but one of the arguments; the map comes last. */
    private static @Nullable Object dig(@Nullable Object[] args) {
        if (args.length < 3) {
            throw new RenderException("error calling dig: it needs at least three arguments");
        }
        Object value = args[args.length - 1];
        for (int i = 0; i < args.length - 2; i++) {
            if (!(value instanceof GoMap map) || !map.elementType().equals(GoList.ANY)) {
                throw new RenderException("error calling dig: expected a map, got " + Values.type(value));
            }
            if (!(args[i] instanceof String key)) {
                throw new RenderException("error calling dig: a key is a string, not " + Values.type(args[i]));
            }
            Map<String, @Nullable Object> entries = map.entries();
            if (!entries.containsKey(key)) {
                return args[args.length - 2];
            }
            value = entries.get(key);
        }
        return value;
    }
}
