package dev.penstock.log4j2;

import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;

/** The element {@code <Tls>}: PEM files, and what to do with them. */
@Plugin(name = "Tls", category = Core.CATEGORY_NAME)
final class TlsFiles extends Section {

    private TlsFiles(ConfiguredElement element) {
        super("tls", element);
    }

    @PluginFactory
    static TlsFiles create(@FromElement ConfiguredElement element) {
        return new TlsFiles(element);
    }
}
