package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.function.Consumer;

/** Finds one kind of mistake. Stateless. */
interface Lint {

    /**
     * Looks at a way through stages.
     *
     * @param flow the way
     * @param out takes what is found, in any order
     */
    void check(Flow flow, Consumer<Problem> out);
}
