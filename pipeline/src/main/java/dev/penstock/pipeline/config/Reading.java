package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads components, and remembers what is wrong in them. */
final class Reading {

    private final Exports exports;
    private final List<Finding> findings;

    Reading(Exports exports, List<Finding> findings) {
        this.exports = exports;
        this.findings = findings;
    }

    /** Reads a component; null when something is wrong in it, which is then said. */
    <T> @Nullable T read(Component component, Function<BlockReader, T> read) {
        return attempt(
                component,
                () -> BlockReader.read(component.block(), exports.evaluator(), block -> {
                    String unused = block.requiredLabel();
                    block.ignore("forward_to");
                    return read.apply(block);
                }));
    }

    /** Does something with a component; null when something is wrong in it, which is then said. */
    <T> @Nullable T attempt(Component component, java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (SyntaxException e) {
            e.problems()
                    .forEach(each ->
                            findings.add(Finding.of(each, component.file().name(), component.id())));
            return null;
        }
    }
}
