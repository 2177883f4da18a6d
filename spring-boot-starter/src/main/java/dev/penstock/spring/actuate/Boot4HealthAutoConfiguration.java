package dev.penstock.spring.actuate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The health indicator {@code penstock} in Spring Boot 4. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration",
            "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration",
            "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration"
        })
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnProperty(name = "penstock.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("penstock")
class Boot4HealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "penstockHealthIndicator")
    HealthIndicator penstockHealthIndicator(Environment environment) {
        ShippingHealth health = ShippingHealth.ofRunning(HealthSettings.degradedIsDown(environment));
        return () -> {
            ShippingHealth.Verdict verdict = health.verdict();
            return Health.status(verdict.status())
                    .withDetails(verdict.details())
                    .build();
        };
    }

    /** Only with the actuator: Boot's health can be used without it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
    static class Aggregation {

        /** Boot's own, which knows {@code DEGRADED} as well. */
        @Bean
        @ConditionalOnMissingBean
        StatusAggregator healthStatusAggregator(Environment environment) {
            return new SimpleStatusAggregator(HealthSettings.statusOrder(environment));
        }
    }
}
