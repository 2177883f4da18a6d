package dev.penstock.spring.metrics;

import dev.penstock.micrometer.ExemplarContext;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.spring.RemoteWriteConnectionDetails;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The registry that ships the application's meters. Where Spring Boot's own metrics are there, it is one of Boot's registries:
 * Boot gives it common tags, filters, customizers and binders. With Micrometer alone it stands for itself.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration"
        },
        beforeName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, RemoteWriteMeterRegistry.class})
@Conditional(OnMetricsShippedCondition.class)
@ConditionalOnMissingBean(RemoteWriteMeterRegistry.class)
class RemoteWriteAutoConfiguration {

    /** What gives Boot's registries all that they have; its class is another one in each version of Spring Boot. */
    static final String BOOTS_POST_PROCESSOR = "meterRegistryPostProcessor";

    @Bean
    RegistryFactory penstockRegistryFactory(
            BeanFactory beans,
            Environment environment,
            ObjectProvider<RemoteWriteConnectionDetails> connection,
            ObjectProvider<Clock> clock,
            ObjectProvider<ExemplarContext> exemplars,
            ObjectProvider<SslBundles> bundles) {
        return new RegistryFactory(beans, environment, connection, clock, exemplars, bundles);
    }

    /** One of Boot's registries. There from the start, whatever else is lazy: it ships meters that nobody asks it for. */
    @Configuration(proxyBeanMethods = false)
    @Lazy(false)
    @ConditionalOnBean(name = BOOTS_POST_PROCESSOR)
    static class WithBootsMetrics {

        @Bean
        RemoteWriteMeterRegistry remoteWriteMeterRegistry(RegistryFactory factory) {
            return factory.create();
        }

        @Bean
        GlobalRegistry penstockGlobalRegistry(RemoteWriteMeterRegistry registry, ApplicationContext context) {
            return GlobalRegistry.leaving(registry, context);
        }
    }

    /**
     * With Micrometer alone. A registry of the application's own is preferred where one is to be injected. There from the
     * start, whatever else is lazy.
     */
    @Configuration(proxyBeanMethods = false)
    @Lazy(false)
    @ConditionalOnMissingBean(name = BOOTS_POST_PROCESSOR)
    static class Standalone {

        @Bean
        @Fallback
        RemoteWriteMeterRegistry remoteWriteMeterRegistry(RegistryFactory factory) {
            return factory.create();
        }

        @Bean
        GlobalRegistry penstockGlobalRegistry(RemoteWriteMeterRegistry registry, ApplicationContext context) {
            return GlobalRegistry.joining(registry, context);
        }

        @Bean
        ProcessMetrics penstockProcessMetrics(RemoteWriteMeterRegistry registry) {
            return ProcessMetrics.bindTo(registry);
        }
    }
}
