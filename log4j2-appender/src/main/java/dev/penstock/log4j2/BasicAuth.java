package dev.penstock.log4j2;

import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;

/** The element {@code <BasicAuth>}: a user name, and a password or a file that holds it. */
@Plugin(name = "BasicAuth", category = Core.CATEGORY_NAME)
final class BasicAuth extends Section {

    private BasicAuth(ConfiguredElement element) {
        super("basicAuth", element);
    }

    @PluginFactory
    static BasicAuth create(@FromElement ConfiguredElement element) {
        return new BasicAuth(element);
    }
}
