package dev.penstock.pipeline.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths into JSON, as far as configurations use them: {@code $.a.b[0]['c']}, a negative index from the end, and {@code *} for each
 * element. What is beyond (filters, slices, {@code ..}) is refused.
 */
final class JsonPath {

    private static final Pattern STEP = Pattern.compile(
            "\\.?(?:\\[(?:(-?[0-9]{1,9})|'([^'\\\\]{0,1000})'|\"([^\"\\\\]{0,1000})\"|(\\*))]|(?<=\\.)(?:([\\p{L}_@][\\p{L}\\p{Nd}_-]{0,1000})|(\\*)))");

    private JsonPath() {}

    /**
     * What a path leads to.
     *
     * @return nothing, one or more values
     * @throws IllegalArgumentException when the path is beyond what is supported
     */
    static List<Value> select(Value root, String path) {
        String steps = path.startsWith("$") || path.startsWith("@") ? path.substring(1) : path;
        if (!steps.isEmpty() && steps.charAt(0) != '.' && steps.charAt(0) != '[') {
            steps = "." + steps;
        }
        List<Value> selected = List.of(root);
        Matcher step = STEP.matcher(steps);
        int at = 0;
        while (at < steps.length() && !steps.substring(at).equals(".")) {
            step.region(at, steps.length());
            if (!step.lookingAt()) {
                throw new IllegalArgumentException("is not supported from '" + steps.substring(at)
                        + "' on; expected a path such as .a.b[0]['c'][*]");
            }
            List<Value> next = new ArrayList<>();
            for (Value value : selected) {
                step(value, step, next);
            }
            selected = next;
            at = step.end();
        }
        return selected;
    }

    private static void step(Value value, Matcher step, List<Value> next) {
        if (step.group(4) != null || step.group(6) != null) {
            if (value instanceof Value.Elements list) {
                next.addAll(list.elements());
            } else if (value instanceof Value.Fields map) {
                next.addAll(map.fields().values());
            }
        } else if (step.group(1) != null) {
            if (value instanceof Value.Elements list) {
                int size = list.elements().size();
                int index = Integer.parseInt(step.group(1));
                index += index < 0 ? size : 0;
                if (index >= 0 && index < size) {
                    next.add(list.elements().get(index));
                }
            }
        } else if (value instanceof Value.Fields map) {
            String name = step.group(2) != null ? step.group(2) : step.group(3) != null ? step.group(3) : step.group(5);
            Value field = map.fields().get(name);
            if (field != null) {
                next.add(field);
            }
        }
    }
}
