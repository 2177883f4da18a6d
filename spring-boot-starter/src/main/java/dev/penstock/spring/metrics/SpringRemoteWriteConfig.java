package dev.penstock.spring.metrics;

import dev.penstock.micrometer.RemoteWriteConfig;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import io.micrometer.core.instrument.config.validate.Validated;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * The registry's configuration from Spring's properties, by their names in camel case, once they are checked. They are read in
 * the ways in which Spring and Penstock write durations and flags, of which Micrometer knows fewer.
 */
final class SpringRemoteWriteConfig implements RemoteWriteConfig {

    static final String PREFIX = "penstock.remote-write";

    private static final String ANY_URL = "http://localhost";

    private final boolean enabled;
    private final Map<String, String> values;

    private SpringRemoteWriteConfig(boolean enabled, Map<String, String> values) {
        this.enabled = enabled;
        this.values = Map.copyOf(values);
    }

    static SpringRemoteWriteConfig of(Map<String, String> values) {
        return new SpringRemoteWriteConfig(true, values);
    }

    /** Of a registry that takes meters and publishes nothing. */
    static SpringRemoteWriteConfig off() {
        return new SpringRemoteWriteConfig(false, Map.of());
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public boolean enabled() {
        return enabled;
    }

    @Override
    public Duration step() {
        RemoteWriteSettingsBuilder settings = RemoteWriteSettings.builder().url(ANY_URL);
        String value = values.get("step");
        if (value != null) {
            settings.set("step", value);
        }
        return settings.build().step();
    }

    /** All is checked already but for an expiry; and Micrometer's way of checking takes a start its milliseconds. */
    @Override
    public Validated<?> validate() {
        return values.containsKey("expiry") ? RemoteWriteConfig.super.validate() : Validated.none();
    }

    @Override
    public Duration expiry() {
        String value = values.get("expiry");
        return value == null ? RemoteWriteConfig.super.expiry() : DurationStyle.detectAndParse(value.strip());
    }

    @Override
    public boolean descriptions() {
        String value = values.getOrDefault("descriptions", "true").strip().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "false", "off", "no", "0" -> false;
            default -> true;
        };
    }

    @Override
    public @Nullable String get(String key) {
        return values.get(key.substring(PREFIX.length() + 1));
    }
}
