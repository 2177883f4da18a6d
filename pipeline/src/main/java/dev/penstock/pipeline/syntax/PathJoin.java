package dev.penstock.pipeline.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Joins parts of a path and cleans what comes out. Source: Go's path/filepath on Unix. */
final class PathJoin {

    private PathJoin() {}

    static String join(List<String> parts) {
        String joined = parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("/"));
        return joined.isEmpty() ? "" : clean(joined);
    }

    private static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> names = new ArrayDeque<>();
        for (String name : Strings.split(path, "/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!name.equals("..")) {
                names.addLast(name);
            } else if (!names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!rooted) {
                names.addLast(name);
            }
        }
        String clean = (rooted ? "/" : "") + String.join("/", names);
        return clean.isEmpty() ? "." : clean;
    }
}
