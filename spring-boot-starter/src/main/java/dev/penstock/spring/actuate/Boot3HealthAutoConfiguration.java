package dev.penstock.spring.actuate;

import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.SimpleStatusAggregator;
import org.springframework.boot.actuate.health.StatusAggregator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The health indicator {@code penstock} in Spring Boot 3. */
@AutoConfiguration(before = {HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnProperty(name = "penstock.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("penstock")
class Boot3HealthAutoConfiguration {

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

    /** Boot's own, which knows {@code DEGRADED} as well. */
    @Bean
    @ConditionalOnMissingBean
    StatusAggregator healthStatusAggregator(Environment environment) {
        return new SimpleStatusAggregator(HealthSettings.statusOrder(environment));
    }
}
