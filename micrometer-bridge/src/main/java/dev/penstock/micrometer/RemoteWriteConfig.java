package dev.penstock.micrometer;

import static io.micrometer.core.instrument.config.MeterRegistryConfigValidator.checkAll;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getBoolean;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getDuration;

import dev.penstock.settings.RemoteWriteSettings;
import io.micrometer.core.instrument.config.validate.Validated;
import io.micrometer.core.instrument.push.PushRegistryConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of {@link RemoteWriteMeterRegistry}, in Micrometer's way: {@link #get} is asked for each setting by
 * {@link #prefix()}, a dot and its name, such as {@code penstock.metrics.url}; what it answers null to has a default. The
 * names are those of {@link RemoteWriteSettings}, such as {@code basicAuth.username} or {@code bufferDirectory}; the most
 * common ones are methods as well, to be overridden.
 */
public interface RemoteWriteConfig extends PushRegistryConfig {

    /** All defaults: to a Prometheus on this machine. */
    RemoteWriteConfig DEFAULT = key -> null;

    @Override
    default String prefix() {
        return "penstock.metrics";
    }

    /**
     * How often to publish.
     *
     * @return 15 seconds unless configured
     */
    @Override
    default Duration step() {
        return getDuration(this, "step").orElse(Duration.ofSeconds(15));
    }

    /**
     * Where to push.
     *
     * @return that of a Prometheus on this machine, {@code http://localhost:9090/api/v1/write}, unless configured
     */
    default String url() {
        String url = setting("url");
        return url == null ? "http://localhost:9090/api/v1/write" : url;
    }

    /**
     * The label {@code job} of all series.
     *
     * @return null for what the environment tells
     */
    default @Nullable String job() {
        return setting("job");
    }

    /**
     * The label {@code instance} of all series.
     *
     * @return null for what the environment tells
     */
    default @Nullable String instance() {
        return setting("instance");
    }

    /**
     * The tenant, sent as {@code X-Scope-OrgID}.
     *
     * @return null for none
     */
    default @Nullable String tenantId() {
        return setting("tenantId");
    }

    /**
     * Whether the descriptions of meters are sent, as Prometheus' help texts.
     *
     * @return true unless configured
     */
    default boolean descriptions() {
        return getBoolean(this, "descriptions").orElse(true);
    }

    /**
     * How long one of the three windows is over which maxima and percentiles are taken; what
     * {@code PrometheusConfig.step()} is for the Prometheus registry.
     *
     * @return a minute, or the step when that is longer, unless configured
     */
    default Duration expiry() {
        return getDuration(this, "expiry").orElseGet(() -> {
            Duration minute = Duration.ofMinutes(1);
            return step().compareTo(minute) > 0 ? step() : minute;
        });
    }

    private @Nullable String setting(String name) {
        String value = get(prefix() + "." + name);
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    default Validated<?> validate() {
        return checkAll(this, config -> PushRegistryConfig.validate(config), ConfiguredSettings::validate);
    }
}
