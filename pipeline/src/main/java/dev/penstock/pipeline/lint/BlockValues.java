package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import dev.penstock.pipeline.syntax.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a block says, as far as it can be understood: what is wrong with it is for others to say. */
final class BlockValues {

    private final Block block;
    private final Evaluator evaluator;

    BlockValues(Block block, Evaluator evaluator) {
        this.block = block;
        this.evaluator = evaluator;
    }

    Block block() {
        return block;
    }

    String name() {
        return block.name();
    }

    boolean has(String name) {
        Expression expression = expression(name);
        return expression != null && !(expression instanceof Expression.Nothing);
    }

    @Nullable Expression expression(String name) {
        for (Statement each : block.body()) {
            if (each instanceof Attribute attribute && attribute.name().equals(name)) {
                return attribute.value();
            }
        }
        return null;
    }

    /** Where the value of an attribute is, or the block where it is not given. */
    Span span(String name) {
        Expression expression = expression(name);
        return expression == null ? block.span() : expression.span();
    }

    /** Whether an attribute is given whose value is only known when the application runs. */
    boolean isUnknown(String name) {
        Expression expression = expression(name);
        return expression != null && !isKnown(value(expression));
    }

    private static boolean isKnown(@Nullable Value value) {
        if (value instanceof Value.Elements list) {
            return list.elements().stream().allMatch(BlockValues::isKnown);
        }
        if (value instanceof Value.Fields map) {
            return map.fields().values().stream().allMatch(BlockValues::isKnown);
        }
        return value != null && !(value instanceof Value.Reference);
    }

    /** A text, or a number or the like as one; empty where it is missing or not known. */
    String text(String name) {
        Expression expression = expression(name);
        String text = expression == null ? null : text(value(expression));
        return text == null ? "" : text;
    }

    boolean isTrue(String name) {
        return text(name).equals("true");
    }

    /** The texts of a list. */
    List<Place> texts(String name) {
        List<Place> texts = new ArrayList<>();
        Expression expression = expression(name);
        if (expression instanceof Expression.Elements list) {
            for (Expression each : list.elements()) {
                String text = text(value(each));
                if (text != null) {
                    texts.add(new Place(text, each.span()));
                }
            }
        } else if (expression != null && value(expression) instanceof Value.Elements list) {
            for (Value each : list.elements()) {
                String text = text(each);
                if (text != null) {
                    texts.add(new Place(text, expression.span()));
                }
            }
        }
        return texts;
    }

    /** The entries of a map. */
    List<Entry> entries(String name) {
        List<Entry> entries = new ArrayList<>();
        Expression expression = expression(name);
        if (expression instanceof Expression.Fields map) {
            for (Expression.Field each : map.fields()) {
                entries.add(new Entry(each.name(), each.span(), text(value(each.value()))));
            }
        } else if (expression != null && value(expression) instanceof Value.Fields map) {
            map.fields().forEach((key, value) -> entries.add(new Entry(key, expression.span(), text(value))));
        }
        return entries;
    }

    /** The blocks in the body whose names begin so. */
    List<BlockValues> blocks(String prefix) {
        List<BlockValues> blocks = new ArrayList<>();
        for (Statement each : block.body()) {
            if (each instanceof Block inner && inner.name().startsWith(prefix)) {
                blocks.add(new BlockValues(inner, evaluator));
            }
        }
        return blocks;
    }

    private @Nullable Value value(Expression expression) {
        try {
            return evaluator.evaluate(expression);
        } catch (SyntaxException e) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        boolean scalar = value instanceof Value.Numeral || value instanceof Value.Truth;
        return scalar ? String.valueOf(value) : null;
    }
}
