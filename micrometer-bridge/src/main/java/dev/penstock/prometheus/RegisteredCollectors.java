package dev.penstock.prometheus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The single collectors of a registry, which it does not give away: read from its fields, and only if it is the client's
 * own class and lets us.
 *
 * <p>Its scrape by names would not do: collectors that do not say their name take part in each, and it is mostly those that
 * fail.
 */
final class RegisteredCollectors {

    private final Iterable<?> collectors;
    private final Iterable<?> multiCollectors;

    private RegisteredCollectors(Iterable<?> collectors, Iterable<?> multiCollectors) {
        this.collectors = collectors;
        this.multiCollectors = multiCollectors;
    }

    /** Null when they cannot be had. */
    static @Nullable RegisteredCollectors of(PrometheusRegistry registry) {
        if (registry.getClass() != PrometheusRegistry.class) {
            // Another class may scrape otherwise.
            return null;
        }
        try {
            return new RegisteredCollectors((Iterable<?>) field("collectors").get(registry), (Iterable<?>)
                    field("multiCollectors").get(registry));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another version, a module that is closed, or a native image.
            return null;
        }
    }

    private static Field field(String name) throws NoSuchFieldException {
        Field field = PrometheusRegistry.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Those that are registered now. */
    List<Object> all() {
        List<Object> all = new ArrayList<>();
        collectors.forEach(all::add);
        multiCollectors.forEach(all::add);
        return all;
    }
}
