package dev.penstock.process;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values that are there already, as pairs.
 *
 * @param pairs names and values
 */
record PairValues(Pairs pairs) implements EventValues {

    @Override
    public @Nullable String get(String name) {
        return pairs.get(name);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> out) {
        pairs.forEach(out);
    }
}
