package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;

/** The variables that are declared at one place of a template, by their slots; the dollar is slot 0. */
final class Scope {

    private final List<String> names = new ArrayList<>(List.of("$"));
    private int slots = 1;

    int mark() {
        return names.size();
    }

    void backTo(int mark) {
        names.subList(mark, names.size()).clear();
    }

    int declare(String name) {
        names.add(name);
        slots = Math.max(slots, names.size());
        return names.size() - 1;
    }

    /** The slot of a variable, -1 when it is not declared. */
    int slot(String name) {
        return names.lastIndexOf(name);
    }

    List<String> names() {
        return names;
    }

    /** How many slots the template needs in all. */
    int slots() {
        return slots;
    }
}
