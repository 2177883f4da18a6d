package dev.penstock.pipeline.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The ways that data may go through a configuration, from where it comes in to where it is sent.
 *
 * <p>They begin at what sources forward to, in the order in which the sources are written; sources that never have an
 * application's lines come last. When no such way leads to where something is sent, they begin at components that nobody
 * forwards to.
 */
final class Routes {

    /** More of them nobody has; a mesh of components must not take all memory. */
    private static final int MOST = 256;

    private static final int MOST_STEPS = 20_000;

    /** What such a source tells of is not the application. */
    private static final Set<String> OF_THE_SYSTEM = Set.of(
            "loki.source.kubernetes_events",
            "loki.source.windowsevent",
            "loki.source.cloudflare",
            "loki.source.aws_firehose");

    private final Components components;
    private final Predicate<Component> member;
    private final Predicate<Component> sink;
    private final Set<List<Component>> found = new LinkedHashSet<>();
    private final Set<Component> cycles = new LinkedHashSet<>();
    private int steps;

    private Routes(Components components, Predicate<Component> member, Predicate<Component> sink) {
        this.components = components;
        this.member = member;
        this.sink = sink;
    }

    /**
     * Finds ways.
     *
     * @param components all there are
     * @param member whether a component is part of such ways
     * @param sink whether a way ends there because it is sent
     */
    static Routes find(Components components, Predicate<Component> member, Predicate<Component> sink) {
        Routes routes = new Routes(components, member, sink);
        components.all().stream()
                .filter(member.negate())
                .sorted(Comparator.comparing(each -> OF_THE_SYSTEM.contains(each.kind())))
                .forEach(source -> routes.followTargets(source, List.of()));
        if (routes.found.stream().noneMatch(each -> sink.test(last(each)))) {
            routes.beginAtRoots();
        }
        return routes;
    }

    private void beginAtRoots() {
        Set<Component> fed = new LinkedHashSet<>();
        for (Component each : components.all()) {
            if (member.test(each)) {
                fed.addAll(components.targets(each));
            }
        }
        components.all().stream()
                .filter(member)
                .filter(each -> !fed.contains(each))
                .forEach(each -> follow(each, List.of()));
    }

    private void follow(Component component, List<Component> before) {
        if (before.contains(component)) {
            cycles.add(component);
            return;
        }
        List<Component> path = new ArrayList<>(before);
        path.add(component);
        if (found.size() < MOST && steps++ < MOST_STEPS && !followTargets(component, path)) {
            found.add(path);
        }
    }

    private boolean followTargets(Component component, List<Component> path) {
        boolean any = false;
        for (Component target : components.targets(component)) {
            if (member.test(target) && !sink.test(component)) {
                any = true;
                follow(target, path);
            }
        }
        return any;
    }

    private static Component last(List<Component> path) {
        return path.get(path.size() - 1);
    }

    /** Those that lead to where something is sent, before those that do not. */
    List<List<Component>> all() {
        List<List<Component>> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(each -> !sink.test(last(each))));
        return sorted;
    }

    /** Components that forward to themselves, by whatever detour. */
    Set<Component> cycles() {
        return cycles;
    }
}
