package dev.penstock.pipeline.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** sprig's paths with slashes; those of the operating system are the same, as Alloy's mostly run on Linux. */
final class PathFunctions {

    private PathFunctions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>();
        for (String prefix : List.of("", "os")) {
            all.add(Function.of(name(prefix, "base"), (run, a) -> base(Args.text(a, 0))));
            all.add(Function.of(name(prefix, "dir"), (run, a) -> dir(Args.text(a, 0))));
            all.add(Function.of(name(prefix, "clean"), (run, a) -> clean(Args.text(a, 0))));
            all.add(Function.of(name(prefix, "ext"), (run, a) -> extension(Args.text(a, 0))));
        }
        all.add(Function.of("isAbs string -> bool", (run, a) -> Args.text(a, 0).startsWith("/")));
        all.add(Function.of(
                "osIsAbs string -> bool", (run, a) -> Args.text(a, 0).startsWith("/")));
        return all;
    }

    private static String name(String prefix, String name) {
        String full = prefix.isEmpty() ? name : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return full + " string -> string";
    }

    private static String base(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        String trimmed = Strings.trim(path, "/", false, true);
        return trimmed.isEmpty() ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String dir(String path) {
        return clean(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(dot) : "";
    }

    private static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty() && !parts.getLast().equals("..")) {
                    parts.removeLast();
                } else if (!rooted) {
                    parts.addLast(part);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        String joined = String.join("/", parts);
        return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
