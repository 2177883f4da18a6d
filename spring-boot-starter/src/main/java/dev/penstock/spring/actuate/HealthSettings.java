package dev.penstock.spring.actuate;

import dev.penstock.spring.settings.EnvironmentSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What properties say about health. */
final class HealthSettings {

    private HealthSettings() {}

    static boolean degradedIsDown(Environment environment) {
        return EnvironmentSettings.degradedIsDown(environment);
    }

    /** What the application has configured is as it is; else Boot's own order, with our status in it. */
    static List<String> statusOrder(Environment environment) {
        List<String> configured = Binder.get(environment)
                .bind("management.endpoint.health.status.order", Bindable.listOf(String.class))
                .orElse(List.of());
        return configured.isEmpty() ? ShippingHealth.ORDER : configured;
    }
}
