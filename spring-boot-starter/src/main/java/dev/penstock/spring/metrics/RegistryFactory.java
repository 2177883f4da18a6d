package dev.penstock.spring.metrics;

import dev.penstock.micrometer.ExemplarContext;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.settings.ApplicationStart;
import dev.penstock.settings.SettingException;
import dev.penstock.spring.ApplicationIdentity;
import dev.penstock.spring.RemoteWriteConnectionDetails;
import dev.penstock.spring.settings.CheckedSettings;
import dev.penstock.spring.settings.EnvironmentSettings;
import dev.penstock.spring.settings.GroupSettings;
import dev.penstock.spring.settings.PenstockConfigurationException;
import dev.penstock.spring.settings.SettingGroup;
import dev.penstock.spring.settings.SettingProblem;
import dev.penstock.spring.settings.SettingProblems;
import dev.penstock.spring.settings.SslBundles;
import io.micrometer.core.instrument.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Makes the registry from properties and beans, and tells it when the application has started. Where they do not allow any shipping, it makes one that takes meters and ships
 * nothing: the application has its meter registry in any case.
 */
final class RegistryFactory implements ApplicationListener<ApplicationReadyEvent> {

    private static final Log LOG = LogFactory.getLog(RegistryFactory.class);

    /** A bean that every SpringApplication puts into its context. */
    private static final String OF_SPRING_APPLICATION = "springApplicationArguments";

    private final ApplicationStart start = new ApplicationStart(ApplicationStart.USUAL);
    private final BeanFactory beans;
    private final Environment environment;
    private final ObjectProvider<RemoteWriteConnectionDetails> connection;
    private final ObjectProvider<Clock> clock;
    private final ObjectProvider<ExemplarContext> exemplars;
    private final ObjectProvider<org.springframework.boot.ssl.SslBundles> bundles;

    RegistryFactory(
            BeanFactory beans,
            Environment environment,
            ObjectProvider<RemoteWriteConnectionDetails> connection,
            ObjectProvider<Clock> clock,
            ObjectProvider<ExemplarContext> exemplars,
            ObjectProvider<org.springframework.boot.ssl.SslBundles> bundles) {
        this.beans = beans;
        this.environment = environment;
        this.connection = connection;
        this.clock = clock;
        this.exemplars = exemplars;
        this.bundles = bundles;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        start.end();
    }

    RemoteWriteMeterRegistry create() {
        EnvironmentSettings settings = EnvironmentSettings.of(environment);
        try {
            return create(settings);
        } catch (PenstockConfigurationException e) {
            throw e;
        } catch (SettingException e) {
            say(settings, List.of(problem(e)));
        } catch (RuntimeException e) {
            // Whatever it is, the application is worth more than its metrics.
            LOG.warn("Metrics are not shipped: " + e, e);
        }
        return registry(SpringRemoteWriteConfig.off(), null, false);
    }

    private RemoteWriteMeterRegistry create(EnvironmentSettings settings) {
        RemoteWriteConnectionDetails details = connection.getIfAvailable();
        GroupSettings group = settings.remoteWrite();
        CheckedSettings checked = (details == null ? group : group.withUrl(details.getUrl())).check();
        if (!checked.problems().isEmpty()) {
            say(settings, checked.problems());
        }
        if (!checked.ships()) {
            return registry(SpringRemoteWriteConfig.off(), null, false);
        }
        String bundle = checked.sslBundle();
        return registry(
                SpringRemoteWriteConfig.of(values(checked, settings)),
                bundle == null ? null : tls(bundle),
                mayWait(checked, settings));
    }

    /**
     * Whether shipping may wait until the application has started: not where only the shipper finds out whether it can ship, nor
     * where nobody tells of that.
     */
    private boolean mayWait(CheckedSettings checked, EnvironmentSettings settings) {
        return !settings.strict()
                && !checked.values().containsKey("bufferDirectory")
                && checked.values().keySet().stream().noneMatch(name -> name.startsWith("tls."))
                && beans.containsBean(OF_SPRING_APPLICATION);
    }

    private static void say(EnvironmentSettings settings, List<SettingProblem> problems) {
        if (settings.strict()) {
            throw new PenstockConfigurationException(problems);
        }
        LOG.warn(SettingProblems.report(problems));
    }

    private static SettingProblem problem(SettingException e) {
        return new SettingProblem(
                e.setting(),
                String.valueOf(e.getMessage()),
                "metrics are not shipped",
                null,
                "Correct " + e.setting() + ".");
    }

    private Map<String, String> values(CheckedSettings checked, EnvironmentSettings settings) {
        Map<String, String> values = new LinkedHashMap<>(checked.values());
        ApplicationIdentity identity = ApplicationIdentity.of(environment, settings);
        if (identity.name() != null) {
            values.putIfAbsent("job", identity.name());
        }
        values.putIfAbsent("instance", identity.instance());
        return values;
    }

    /** Of the bean that the application may have added bundles to, else of the properties. */
    private SslBundles.Ssl tls(String name) {
        String property = SettingGroup.REMOTE_WRITE.property("ssl.bundle");
        org.springframework.boot.ssl.SslBundles registered = bundles.getIfAvailable();
        return registered != null && registered.getBundleNames().contains(name)
                ? SslBundles.of(registered.getBundle(name), property, name)
                : SslBundles.read(environment, property, name);
    }

    private RemoteWriteMeterRegistry registry(
            SpringRemoteWriteConfig config, SslBundles.@Nullable Ssl tls, boolean mayWait) {
        RemoteWriteMeterRegistry.Builder builder =
                RemoteWriteMeterRegistry.builder(config).clock(clock.getIfAvailable(() -> Clock.SYSTEM));
        exemplars.ifUnique(builder::exemplarContext);
        if (tls != null) {
            builder.sslContext(tls.context(), tls.trust());
        }
        if (mayWait) {
            builder.applicationStart(start);
        }
        return builder.build();
    }
}
