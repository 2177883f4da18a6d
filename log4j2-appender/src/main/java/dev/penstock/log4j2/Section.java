package dev.penstock.log4j2;

import java.util.function.BiConsumer;

/** A nested element with settings of its own, such as {@code <Tls ca="…"/>}. */
abstract class Section {

    private final String prefix;
    private final ConfiguredElement element;

    /**
     * A section.
     *
     * @param prefix the settings' names begin with it, such as {@code tls}
     * @param element has the rest of the names, and the values
     */
    Section(String prefix, ConfiguredElement element) {
        this.prefix = prefix;
        this.element = element;
    }

    void forEach(BiConsumer<String, String> settings) {
        element.attributes().forEach((name, value) -> settings.accept(prefix + "." + name, value));
        element.children().forEach(child -> settings.accept(prefix + "." + child.name(), ""));
    }
}
