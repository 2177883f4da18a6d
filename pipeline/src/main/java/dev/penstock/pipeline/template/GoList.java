package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slice of Go: its element type, which {@code typeOf} shows, and its items, which are never changed. */
record GoList(String elementType, List<@Nullable Object> items) {

    static final String ANY = "interface {}";

    static GoList any(List<@Nullable Object> items) {
        return new GoList(ANY, items);
    }

    static GoList strings(List<String> items) {
        return new GoList("string", new ArrayList<>(items));
    }

    int size() {
        return items.size();
    }
}
