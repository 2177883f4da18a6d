package dev.penstock.spring.metrics;

import dev.penstock.micrometer.PenstockMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * What Penstock measures about itself, in the application's own registry, whoever that one is shipped or scraped by. Boot binds
 * it as it binds all binders; without Boot's metrics it is bound here.
 */
@AutoConfiguration(after = RemoteWriteAutoConfiguration.class)
@ConditionalOnClass({MeterRegistry.class, PenstockMetrics.class})
@ConditionalOnProperty(name = "penstock.enabled", matchIfMissing = true)
class SelfMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PenstockMetrics penstockMetrics() {
        return new PenstockMetrics();
    }

    @Bean
    @ConditionalOnMissingBean(name = RemoteWriteAutoConfiguration.BOOTS_POST_PROCESSOR)
    SmartInitializingSingleton penstockSelfMetricsBinding(
            PenstockMetrics metrics, ObjectProvider<MeterRegistry> registries) {
        return () -> registries.orderedStream().forEach(metrics::bindTo);
    }
}
