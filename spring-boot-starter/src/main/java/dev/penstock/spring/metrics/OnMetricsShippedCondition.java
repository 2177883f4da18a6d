package dev.penstock.spring.metrics;

import dev.penstock.spring.RemoteWriteConnectionDetails;
import dev.penstock.spring.settings.EnvironmentSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether metrics are to be shipped: there is a URL, and nothing says otherwise. As with Boot's own exporters, the property of
 * this one decides; where it is not set, the one for all of them does.
 */
final class OnMetricsShippedCondition extends SpringBootCondition implements ConfigurationCondition {

    private static final String ENABLED = "penstock.remote-write.enabled";
    private static final String ALL_EXPORTERS_ENABLED = "management.defaults.metrics.export.enabled";

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        EnvironmentSettings settings = EnvironmentSettings.of(environment);
        ConditionMessage.Builder message = ConditionMessage.forCondition("Metrics shipped by Penstock");
        boolean connected = isConnected(context.getBeanFactory());
        if (!connected && settings.remoteWrite().url() == null) {
            return ConditionOutcome.noMatch(message.because("penstock.remote-write.url is not set"));
        }
        String against = whatIsAgainst(settings, environment, connected);
        return against == null
                ? ConditionOutcome.match(message.because("there is a URL"))
                : ConditionOutcome.noMatch(message.because(against));
    }

    private static boolean isConnected(@Nullable ConfigurableListableBeanFactory beans) {
        return beans != null
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                                        beans, RemoteWriteConnectionDetails.class, true, false)
                                .length
                        > 0;
    }

    private static @Nullable String whatIsAgainst(
            EnvironmentSettings settings, Environment environment, boolean connected) {
        if (settings.switchedOff()) {
            return "penstock.enabled is false";
        }
        if (!settings.remoteWrite().enabled()) {
            return ENABLED + " is false";
        }
        if (settings.inTest()) {
            // Boot's test support turns all exporters off; who has asked for this one means it.
            return connected || settings.enabled() ? null : "tests ship nothing unless penstock.enabled is true";
        }
        boolean decided = StringUtils.hasText(environment.getProperty(ENABLED));
        return !decided
                        && "false"
                                .equalsIgnoreCase(environment
                                        .getProperty(ALL_EXPORTERS_ENABLED, "")
                                        .strip())
                ? ALL_EXPORTERS_ENABLED + " is false"
                : null;
    }
}
