package dev.penstock.pipeline.template;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Data held by a map. */
record MapData(Map<String, ?> map) implements TemplateData {

    static TemplateData of(Map<String, ?> map) {
        return new MapData(map);
    }

    @Override
    public @Nullable Object get(String key) {
        return map.get(key);
    }

    @Override
    public Collection<String> keys() {
        return map.keySet();
    }
}
