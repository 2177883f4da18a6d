package dev.penstock.pipeline.relabel;

import dev.penstock.settings.RelabelSyntax;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets settings hold rules as text. Found by {@link java.util.ServiceLoader}. */
public final class AlloyRelabelSyntax implements RelabelSyntax {

    /** For {@link java.util.ServiceLoader}. */
    public AlloyRelabelSyntax() {}

    @Override
    public UnaryOperator<@Nullable Map<String, String>> parse(String text) {
        return RelabelRules.parse(text)::apply;
    }
}
