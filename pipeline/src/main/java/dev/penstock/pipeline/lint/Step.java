package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stage or rule on the way of an entry, with the names it reads and writes. Built by {@link Steps}, then unchanged. */
final class Step {

    /** What a name is read for. */
    enum Role {
        LABEL,
        METADATA,
        TEMPLATE,
        OUTPUT,
        TIMESTAMP,
        OTHER
    }

    /** A name that is read. */
    record Read(String name, Span span, Role role) {}

    final int index;
    final BlockValues values;

    /** The {@code stage.match} around it. */
    final @Nullable Step parent;

    /** Names read from what was extracted, before anything is written. */
    final List<Read> reads = new ArrayList<>();

    /** Names written to what was extracted. */
    final List<Place> writes = new ArrayList<>();

    /** Labels that are set. */
    final List<Place> labels = new ArrayList<>();

    /** Patterns of names that are read. */
    final List<GoRegex> readPatterns = new ArrayList<>();

    /** Patterns of names that are written. */
    final List<GoRegex> writePatterns = new ArrayList<>();

    boolean readsAll;
    boolean writesAll;

    /** Which labels are removed, or moved elsewhere. */
    Predicate<String> removesLabel = label -> false;

    Step(int index, BlockValues values, @Nullable Step parent) {
        this.index = index;
        this.values = values;
        this.parent = parent;
    }

    Block block() {
        return values.block();
    }

    String name() {
        return values.name();
    }

    boolean is(String name) {
        return name().equals(name);
    }

    int line() {
        return block().span().line();
    }

    boolean reads(String name) {
        return readsAll
                || reads.stream().anyMatch(each -> each.name().equals(name))
                || readPatterns.stream().anyMatch(each -> each.find(name));
    }

    boolean writes(String name) {
        return writesAll
                || writes.stream().anyMatch(each -> each.name().equals(name))
                || writePatterns.stream().anyMatch(each -> each.find(name));
    }

    boolean setsLabel(String name) {
        return labels.stream().anyMatch(each -> each.name().equals(name));
    }

    /** Whether this step is in the block of another, at any depth. */
    boolean isWithin(Step other) {
        for (Step each = parent; each != null; each = each.parent) {
            if (each == other) {
                return true;
            }
        }
        return false;
    }
}
