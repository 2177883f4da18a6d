package dev.penstock.settings;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads relabel rules that are written as text: what {@code penstock-pipeline} provides by {@link ServiceLoader}. */
public interface RelabelSyntax {

    /**
     * Reads rules.
     *
     * @param text {@code rule} blocks in Alloy's syntax
     * @return takes and gives labels, with {@code __name__}; gives null for what is dropped. Thread-safe
     * @throws IllegalArgumentException when they cannot be read; its message says where and what is accepted
     */
    UnaryOperator<@Nullable Map<String, String>> parse(String text);

    /**
     * Reads rules with the syntax that is on the class path.
     *
     * @param setting the setting that has them
     * @param text the rules
     * @return the rules
     * @throws SettingException when they are wrong, or there is no such jar
     */
    static UnaryOperator<@Nullable Map<String, String>> read(String setting, String text) {
        RelabelSyntax syntax = ServiceLoader.load(RelabelSyntax.class, RelabelSyntax.class.getClassLoader())
                .findFirst()
                .or(() -> ServiceLoader.load(RelabelSyntax.class).findFirst())
                .orElseThrow(() -> new SettingException(
                        setting, text, "the jar dev.penstock:penstock-pipeline on the class path, which reads it"));
        try {
            return syntax.parse(text);
        } catch (SettingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new SettingException(setting, text, "rule blocks in Alloy's syntax: " + e.getMessage());
        }
    }
}
