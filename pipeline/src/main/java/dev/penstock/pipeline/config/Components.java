package dev.penstock.pipeline.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All components of a configuration, and who forwards to whom. */
final class Components {

    private final Map<String, Component> byId = new LinkedHashMap<>();
    private final Map<Component, List<Reference>> references = new LinkedHashMap<>();

    /** Adds one; the first of two with the same name stays, which is then returned. */
    @Nullable Component add(Component component) {
        Component first = byId.putIfAbsent(component.id(), component);
        if (first == null) {
            references.put(component, Reference.in(component.block().body()));
        }
        return first;
    }

    List<Component> all() {
        return List.copyOf(byId.values());
    }

    List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    List<Reference> references(Component component) {
        return references.getOrDefault(component, List.of());
    }

    /** The component that a path begins with. */
    @Nullable Component named(String path) {
        String prefix = path;
        while (!prefix.isEmpty()) {
            Component found = byId.get(prefix);
            if (found != null) {
                return found;
            }
            prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
        }
        return null;
    }

    /** Where a component's data goes, in the order in which it is written. */
    List<Component> targets(Component component) {
        List<Component> targets = new ArrayList<>();
        for (Reference each : references(component)) {
            Component target = each.forwards() ? named(each.path()) : null;
            if (target != null && !targets.contains(target)) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** Those that another component refers to. */
    List<Component> referenced() {
        List<Component> referenced = new ArrayList<>();
        references.forEach((from, all) -> all.forEach(each -> {
            Component target = named(each.path());
            if (target != null && target != from && !referenced.contains(target)) {
                referenced.add(target);
            }
        }));
        return referenced;
    }
}
