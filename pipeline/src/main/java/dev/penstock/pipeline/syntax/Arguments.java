package dev.penstock.pipeline.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a function is called with.
 *
 * @param function its name
 * @param call how it is written
 * @param values its arguments
 * @param environment the environment's variables
 */
record Arguments(
        String function, Expression.Call call, List<Value> values, Function<String, @Nullable String> environment) {

    int count() {
        return values.size();
    }

    void count(int expected) {
        if (values.size() != expected) {
            throw error(function + " takes " + expected + (expected == 1 ? " argument" : " arguments") + ", found "
                    + values.size());
        }
    }

    Value value(int index) {
        return values.get(index);
    }

    String text(int index) {
        return conversions(index).text("a string");
    }

    String secret(int index) {
        return conversions(index).secret();
    }

    List<Value> list(int index) {
        if (values.get(index) instanceof Value.Elements list) {
            return list.elements();
        }
        throw conversions(index).wrong("a list");
    }

    Value.Fields map(int index) {
        if (values.get(index) instanceof Value.Fields map) {
            return map;
        }
        throw conversions(index).wrong("a map");
    }

    List<String> texts(int index) {
        List<String> texts = new ArrayList<>();
        for (Value element : list(index)) {
            texts.add(new Conversions(name(index), call.arguments().get(index), element).text("strings in its list"));
        }
        return texts;
    }

    List<Value.Fields> maps(int index) {
        List<Value.Fields> maps = new ArrayList<>();
        for (Value element : list(index)) {
            if (!(element instanceof Value.Fields map)) {
                throw new Conversions(name(index), call.arguments().get(index), element).wrong("maps in its list");
            }
            maps.add(map);
        }
        return maps;
    }

    SyntaxException error(String message) {
        return new SyntaxException(call.span(), message);
    }

    SyntaxException error(int index, String message) {
        return new SyntaxException(call.arguments().get(index).span(), name(index) + " " + message);
    }

    private Conversions conversions(int index) {
        return new Conversions(name(index), call.arguments().get(index), values.get(index));
    }

    private String name(int index) {
        return "argument " + (index + 1) + " of " + function;
    }
}
