package dev.penstock.log4j2;

import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.jspecify.annotations.Nullable;

/**
 * The element {@code <Loki>}: another name for {@code <Penstock>}, unless another library on the class path has an appender of
 * that name. Log4j itself would take whichever comes first on the class path, without a word.
 *
 * <p>An appender by type only, for Log4j looks at the plugin's type to see whether it may be an appender.
 */
@Plugin(name = "Loki", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE, printObject = true)
abstract class LokiElement implements Appender {

    private LokiElement() {}

    @PluginFactory
    static @Nullable Object create(@FromLokiElement @Nullable Object appender) {
        return appender;
    }
}
