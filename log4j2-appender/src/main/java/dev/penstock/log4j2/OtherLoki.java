package dev.penstock.log4j2;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginEntry;
import org.apache.logging.log4j.core.config.plugins.processor.PluginProcessor;
import org.apache.logging.log4j.core.config.plugins.util.PluginRegistry;
import org.apache.logging.log4j.core.config.plugins.util.PluginType;
import org.apache.logging.log4j.core.util.Loader;
import org.jspecify.annotations.Nullable;

/** Looks for another library's plugin {@code Loki}, wherever Log4j would find it. */
final class OtherLoki {

    private static final String CATEGORY = Core.CATEGORY_NAME.toLowerCase(Locale.ROOT);
    private static final String KEY = "loki";

    private OtherLoki() {}

    /** The plugin; null when there is none but ours. */
    static @Nullable PluginType<?> find(Configuration configuration) {
        PluginType<?> listed = listed(Loader.getClassLoader());
        return listed != null ? listed : scanned(configuration.getPluginPackages());
    }

    private static @Nullable PluginType<?> listed(ClassLoader loader) {
        try {
            for (URL list : Collections.list(loader.getResources(PluginProcessor.PLUGIN_CACHE_FILE))) {
                // One list at a time: together, the first one's plugin would hide the others'.
                PluginCache cache = new PluginCache();
                cache.loadCacheFiles(Collections.enumeration(List.of(list)));
                PluginEntry entry = cache.getCategory(CATEGORY).get(KEY);
                if (entry != null && !isOurs(entry.getClassName())) {
                    return new PluginType<>(entry, loader.loadClass(entry.getClassName()), entry.getName());
                }
            }
        } catch (IOException | ClassNotFoundException | LinkageError e) {
            StatusMessages.warn("cannot tell whether another library has an appender <Loki>: " + e);
        }
        return null;
    }

    /** In the packages that the configuration names, as older ones do. */
    private static @Nullable PluginType<?> scanned(@Nullable List<String> packages) {
        for (String each : packages == null ? List.<String>of() : packages) {
            Map<String, List<PluginType<?>>> plugins =
                    PluginRegistry.getInstance().loadFromPackage(each);
            for (PluginType<?> plugin : plugins.getOrDefault(CATEGORY, List.of())) {
                if (plugin.getKey().equals(KEY)
                        && !isOurs(plugin.getPluginClass().getName())) {
                    return plugin;
                }
            }
        }
        return null;
    }

    private static boolean isOurs(String className) {
        return className.equals(LokiElement.class.getName());
    }
}
