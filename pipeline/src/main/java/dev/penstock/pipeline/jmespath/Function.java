package dev.penstock.pipeline.jmespath;

import static dev.penstock.pipeline.jmespath.Function.Type.ANY;
import static dev.penstock.pipeline.jmespath.Function.Type.ARRAY;
import static dev.penstock.pipeline.jmespath.Function.Type.ARRAYS;
import static dev.penstock.pipeline.jmespath.Function.Type.ARRAY_OR_STRING;
import static dev.penstock.pipeline.jmespath.Function.Type.EXPRESSION;
import static dev.penstock.pipeline.jmespath.Function.Type.NUMBER;
import static dev.penstock.pipeline.jmespath.Function.Type.NUMBERS;
import static dev.penstock.pipeline.jmespath.Function.Type.NUMBERS_OR_STRINGS;
import static dev.penstock.pipeline.jmespath.Function.Type.OBJECT;
import static dev.penstock.pipeline.jmespath.Function.Type.SIZED;
import static dev.penstock.pipeline.jmespath.Function.Type.STRING;
import static dev.penstock.pipeline.jmespath.Function.Type.STRINGS;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function, what it takes, and what it does. */
enum Function {
    ABS(ListFunctions::abs, NUMBER),
    AVG(ListFunctions::avg, NUMBERS),
    CEIL(ListFunctions::ceil, NUMBER),
    CONTAINS(ListFunctions::contains, ARRAY_OR_STRING, ANY),
    ENDS_WITH(TextFunctions::endsWith, STRING, STRING),
    FIND_FIRST(2, 4, TextFunctions::findFirst, STRING, STRING, NUMBER, NUMBER),
    FIND_LAST(2, 4, TextFunctions::findLast, STRING, STRING, NUMBER, NUMBER),
    FLOOR(ListFunctions::floor, NUMBER),
    FROM_ITEMS(ListFunctions::fromItems, ARRAYS),
    GROUP_BY(ListFunctions::groupBy, ARRAY, EXPRESSION),
    ITEMS(ListFunctions::items, OBJECT),
    JOIN(TextFunctions::join, STRING, STRINGS),
    KEYS(ListFunctions::keys, OBJECT),
    LENGTH(ListFunctions::length, SIZED),
    LOWER(TextFunctions::lower, STRING),
    MAP(ListFunctions::map, EXPRESSION, ARRAY),
    MAX(ListFunctions::max, NUMBERS_OR_STRINGS),
    MAX_BY(ListFunctions::maxBy, ARRAY, EXPRESSION),
    MERGE(0, Integer.MAX_VALUE, ListFunctions::merge, OBJECT),
    MIN(ListFunctions::min, NUMBERS_OR_STRINGS),
    MIN_BY(ListFunctions::minBy, ARRAY, EXPRESSION),
    NOT_NULL(1, Integer.MAX_VALUE, ListFunctions::notNull, ANY),
    PAD_LEFT(2, 3, TextFunctions::padLeft, STRING, NUMBER, STRING),
    PAD_RIGHT(2, 3, TextFunctions::padRight, STRING, NUMBER, STRING),
    REPLACE(3, 4, TextFunctions::replace, STRING, STRING, STRING, NUMBER),
    REVERSE(ListFunctions::reverse, ARRAY_OR_STRING),
    SORT(ListFunctions::sort, NUMBERS_OR_STRINGS),
    SORT_BY(ListFunctions::sortBy, ARRAY, EXPRESSION),
    SPLIT(2, 3, TextFunctions::split, STRING, STRING, NUMBER),
    STARTS_WITH(TextFunctions::startsWith, STRING, STRING),
    SUM(ListFunctions::sum, NUMBERS),
    TO_ARRAY(ListFunctions::toArray, ANY),
    TO_NUMBER(TextFunctions::toNumber, ANY),
    TO_STRING(TextFunctions::string, ANY),
    TRIM(1, 2, TextFunctions::trim, STRING, STRING),
    TRIM_LEFT(1, 2, TextFunctions::trimLeft, STRING, STRING),
    TRIM_RIGHT(1, 2, TextFunctions::trimRight, STRING, STRING),
    TYPE(arguments -> Values.type(arguments.get(0)), ANY),
    UPPER(TextFunctions::upper, STRING),
    VALUES(ListFunctions::values, OBJECT),
    ZIP(1, Integer.MAX_VALUE, ListFunctions::zip, ARRAY);

    private static final Map<String, Function> BY_NAME = new HashMap<>();

    static {
        for (Function function : values()) {
            BY_NAME.put(function.text(), function);
        }
    }

    private final int least;
    private final int most;
    private final Body body;
    private final Type[] types;

    Function(Body body, Type... types) {
        this(types.length, types.length, body, types);
    }

    Function(int least, int most, Body body, Type... types) {
        this.least = least;
        this.most = most;
        this.body = body;
        this.types = types;
    }

    /** What a function does with arguments that are of the types it takes. */
    interface Body {
        @Nullable Object call(List<? extends @Nullable Object> arguments);
    }

    /** What an argument has to be. */
    enum Type {
        ANY("anything"),
        NUMBER("a number"),
        STRING("a string"),
        OBJECT("an object"),
        ARRAY("an array"),
        ARRAY_OR_STRING("an array or a string"),
        SIZED("a string, an array or an object"),
        NUMBERS("an array of numbers"),
        STRINGS("an array of strings"),
        NUMBERS_OR_STRINGS("an array of numbers or of strings"),
        ARRAYS("an array of arrays"),
        EXPRESSION("an expression such as &key");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        boolean takes(@Nullable Object value) {
            return switch (this) {
                case ANY -> true;
                case NUMBER -> value instanceof Double;
                case STRING -> value instanceof String;
                case OBJECT -> value instanceof Map;
                case ARRAY -> value instanceof List;
                case ARRAY_OR_STRING -> value instanceof List || value instanceof String;
                case SIZED -> value instanceof List || value instanceof String || value instanceof Map;
                case NUMBERS -> all(value, Double.class);
                case STRINGS -> all(value, String.class);
                case NUMBERS_OR_STRINGS -> all(value, Double.class) || all(value, String.class);
                case ARRAYS -> all(value, List.class);
                case EXPRESSION -> value instanceof Node.Bound;
            };
        }

        private static boolean all(@Nullable Object value, Class<?> type) {
            if (!(value instanceof List<?> list)) {
                return false;
            }
            for (Object element : list) {
                if (!type.isInstance(element)) {
                    return false;
                }
            }
            return true;
        }
    }

    static @Nullable Function named(String name) {
        return BY_NAME.get(name);
    }

    /** The function that a wrong name is nearest to, as a part of a message. */
    static String meant(String name) {
        for (Function function : values()) {
            String text = function.text();
            if (text.replace("_", "").equals(name.replace("_", "").toLowerCase(Locale.ROOT))
                    || text.startsWith(name) && name.length() > 2
                    || name.startsWith(text) && text.length() > 2) {
                return "; did you mean " + text + "?";
            }
        }
        return "; there are "
                + String.join(", ", BY_NAME.keySet().stream().sorted().toList());
    }

    /** What is wrong with a call's arguments, as far as that is known without their values. */
    @Nullable String problem(List<Node> arguments) {
        int count = arguments.size();
        if (count < least || count > most) {
            String accepted = least == most
                    ? String.valueOf(least)
                    : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
            return text() + " takes " + accepted + (accepted.equals("1") ? " argument" : " arguments") + ", not "
                    + count;
        }
        for (int i = 0; i < count; i++) {
            if ((type(i) == EXPRESSION) != arguments.get(i) instanceof Node.Reference) {
                if (type(i) != ANY) {
                    return "argument " + (i + 1) + " of " + text() + " is " + type(i).text;
                }
            }
        }
        return null;
    }

    @Nullable Object call(List<? extends @Nullable Object> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!type(i).takes(arguments.get(i))) {
                throw new JmesPathRuntimeException("argument " + (i + 1) + " of " + text() + " is " + type(i).text
                        + ", not " + Values.type(arguments.get(i)));
            }
        }
        return body.call(arguments);
    }

    /** Of more arguments than types, all further ones are of the last type. */
    private Type type(int argument) {
        return types[Math.min(argument, types.length - 1)];
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
