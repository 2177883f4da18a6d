package dev.penstock.spring.actuate;

import dev.penstock.RunningShippers;
import java.time.Duration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code penstock}, exposed and secured as any other. */
@AutoConfiguration
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnProperty(name = "penstock.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(PenstockEndpoint.class)
class PenstockEndpointAutoConfiguration {

    /** For each step; reading back by query takes longer at some backends, and is given more. */
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    @ConditionalOnMissingBean
    PenstockEndpoint penstockEndpoint() {
        return new PenstockEndpoint(
                RunningShippers::all,
                () -> RunningShippers.checks().stream()
                        .map(each -> each.run(CHECK_TIMEOUT))
                        .toList());
    }
}
