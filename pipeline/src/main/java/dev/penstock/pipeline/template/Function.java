package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of templates: its name, what it takes, the Go type it gives where that is always the same, and what it does. */
record Function(
        String name,
        List<Parameter> parameters,
        boolean variadic,
        @Nullable String result,
        String usage,
        Body body) {

    /** What a function does with arguments that were checked. */
    @FunctionalInterface
    interface Body {
        @Nullable Object call(Run run, @Nullable Object[] args);
    }

    /** What a parameter takes. */
    enum Parameter {
        ANY("any"),
        STRING("string"),
        INT("int"),
        FLOAT("float64"),
        BOOL("bool"),
        TIME(GoTime.TYPE),
        MAP("map[string]interface {}");

        private final String type;

        Parameter(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        void check(String function, @Nullable Object value) {
            boolean fits = switch (this) {
                case ANY -> true;
                case STRING -> value instanceof String;
                case INT -> value instanceof Long;
                case FLOAT -> value instanceof Double;
                case BOOL -> value instanceof Boolean;
                case TIME -> value instanceof GoTime;
                case MAP ->
                    value == null
                            || (value instanceof GoMap map && map.elementType().equals(GoList.ANY));
            };
            if (!fits) {
                String got = value == null ? "no value" : Values.type(value);
                throw new RenderException("wrong type for " + function + ": expected " + type + "; got " + got);
            }
        }
    }

    /**
     * A function from its signature.
     *
     * @param signature the name, the types of the parameters, the last with three dots when it may be repeated, then {@code ->}
     *     and the type of the result or {@code any}; such as {@code trunc int string -> string}
     */
    static Function of(String signature, Body body) {
        int arrow = signature.indexOf(" -> ");
        String usage = signature.substring(0, arrow);
        String[] words = usage.split(" ");
        boolean variadic = usage.endsWith("...");
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String type = words[i].replace("...", "");
            parameters.add(
                    type.equals("map") ? Parameter.MAP : Parameter.valueOf(type.toUpperCase(java.util.Locale.ROOT)));
        }
        String result = signature.substring(arrow + 4);
        return new Function(
                words[0], List.copyOf(parameters), variadic, result.equals("any") ? null : result, usage, body);
    }

    Parameter parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** What is wrong with so many arguments, {@code null} when nothing is. */
    @Nullable String miscounted(int count) {
        int least = parameters.size() - (variadic ? 1 : 0);
        if (count >= least && (variadic || count == least)) {
            return null;
        }
        return "wrong number of arguments for " + name + ": expected " + (variadic ? "at least " : "") + least
                + ", found " + count + "; usage: " + usage;
    }
}
