package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Expression.Elements;
import dev.penstock.pipeline.syntax.Expression.Nothing;
import dev.penstock.pipeline.syntax.Expression.Numeral;
import dev.penstock.pipeline.syntax.Expression.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the attributes out of a block that has no blocks in it, with Alloy's conversions: a number where text is wanted is
 * its decimal digits, text where a number is wanted is read as one, {@code null} is as if it were not written.
 */
public final class BlockReader {

    private static final BigDecimal UNSIGNED_MAX =
            new BigDecimal(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));

    private final Block block;
    private final Map<String, Expression> values = new LinkedHashMap<>();

    /**
     * Reads a block.
     *
     * @param block the block
     * @param accepted the names of the attributes it can have
     * @throws SyntaxException when it has an attribute of another name, one of them twice, or a block
     */
    public BlockReader(Block block, List<String> accepted) {
        this.block = block;
        for (Statement statement : block.body()) {
            String expected = "; expected " + String.join(", ", accepted);
            if (statement instanceof Block) {
                throw new SyntaxException(
                        statement.position(),
                        "there is no block '" + statement.name() + "' in " + block.name() + expected);
            }
            Attribute attribute = (Attribute) statement;
            if (!accepted.contains(attribute.name())) {
                throw new SyntaxException(
                        attribute.position(),
                        "there is no attribute '" + attribute.name() + "' in " + block.name() + expected);
            }
            if (values.putIfAbsent(attribute.name(), attribute.value()) != null) {
                throw new SyntaxException(
                        attribute.position(), attribute.name() + " is given twice; expected once in a " + block.name());
            }
        }
    }

    /**
     * Where to point for an attribute.
     *
     * @param name its name
     * @return where its value begins, or the block when it is not given
     */
    public Position position(String name) {
        Expression value = values.get(name);
        return value == null ? block.position() : value.position();
    }

    /**
     * An attribute that is text.
     *
     * @param name its name
     * @return its value, {@code null} when it is not given
     * @throws SyntaxException when it is something else
     */
    public @Nullable String text(String name) {
        Expression value = given(name);
        return value == null ? null : text(name, value, "a string");
    }

    /**
     * An attribute that is a list of texts.
     *
     * @param name its name
     * @return its elements, {@code null} when it is not given
     * @throws SyntaxException when it is something else
     */
    public @Nullable List<String> texts(String name) {
        Expression value = given(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Elements list)) {
            throw wrong(name, value, "a list of strings such as [\"a\", \"b\"]");
        }
        List<String> texts = new ArrayList<>(list.elements().size());
        for (Expression element : list.elements()) {
            texts.add(text(name, element, "strings in its list"));
        }
        return texts;
    }

    /**
     * An attribute that is a whole number from 0 to 2<sup>64</sup>-1.
     *
     * @param name its name
     * @return its value, to be taken as unsigned, {@code null} when it is not given
     * @throws SyntaxException when it is something else
     */
    public @Nullable Long unsigned(String name) {
        Expression value = given(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = number(value);
        if (number == null
                || number.signum() < 0
                || number.compareTo(UNSIGNED_MAX) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw wrong(name, value, "a whole number of 0 or more");
        }
        return number.toBigInteger().longValue();
    }

    private @Nullable Expression given(String name) {
        Expression value = values.get(name);
        return value instanceof Nothing ? null : value;
    }

    private static String text(String name, Expression value, String accepted) {
        if (value instanceof Text text) {
            return text.value();
        }
        if (value instanceof Numeral numeral) {
            return numeral.value().toPlainString();
        }
        throw wrong(name, value, accepted);
    }

    private static @Nullable BigDecimal number(Expression value) {
        if (value instanceof Numeral numeral) {
            return numeral.value();
        }
        if (value instanceof Text text && text.value().matches("[0-9]{1,20}")) {
            return new BigDecimal(text.value());
        }
        return null;
    }

    private static SyntaxException wrong(String name, Expression value, String accepted) {
        return new SyntaxException(value.position(), name + " is " + shown(value) + "; expected " + accepted);
    }

    private static String shown(Expression value) {
        if (value instanceof Text text) {
            return "the string \"" + text.value() + "\"";
        }
        if (value instanceof Numeral numeral) {
            return "the number " + numeral.value();
        }
        if (value instanceof Expression.Truth truth) {
            return String.valueOf(truth.value());
        }
        return value instanceof Elements ? "a list" : "null";
    }
}
