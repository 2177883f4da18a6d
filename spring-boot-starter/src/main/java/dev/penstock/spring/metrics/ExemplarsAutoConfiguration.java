package dev.penstock.spring.metrics;

import dev.penstock.micrometer.ExemplarContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Exemplars with the ids of Micrometer Tracing's current span, whichever tracer is behind it. */
@AutoConfiguration(before = RemoteWriteAutoConfiguration.class)
@ConditionalOnClass({MeterRegistry.class, Tracer.class})
class ExemplarsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(ExemplarContext.class)
    TracerExemplars penstockExemplarContext(ObjectProvider<Tracer> tracer) {
        return new TracerExemplars(tracer);
    }
}
