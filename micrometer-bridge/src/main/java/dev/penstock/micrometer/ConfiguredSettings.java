package dev.penstock.micrometer;

import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.TlsContext;
import io.micrometer.core.instrument.config.validate.InvalidReason;
import io.micrometer.core.instrument.config.validate.Validated;
import io.micrometer.core.instrument.config.validate.ValidationException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A shipper's settings as a {@link RemoteWriteConfig} has them: what its methods return, else what its properties say. */
final class ConfiguredSettings {

    private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

    /** How an error message of a setting's goes on after the value. */
    private static final String EXPECTED = "; expected ";

    private ConfiguredSettings() {}

    /**
     * All settings.
     *
     * @param rules in the place of the configured ones; null to leave those
     * @param tls in the place of PEM files; null to leave those
     * @throws SettingException for one that cannot be
     */
    static RemoteWriteSettings of(
            RemoteWriteConfig config,
            @Nullable UnaryOperator<@Nullable Map<String, String>> rules,
            @Nullable TlsContext tls) {
        RemoteWriteSettingsBuilder builder = RemoteWriteSettings.builder();
        for (String name : RemoteWriteSettingsBuilder.names()) {
            String value = value(config, name);
            if (value != null) {
                builder.set(name, value);
            }
        }
        if (rules != null) {
            builder.writeRelabelRules(rules);
        }
        if (tls != null) {
            builder.sslContext(tls.context(), tls.trust());
        }
        return builder.build();
    }

    /** Null where the shipper's own default holds. */
    static @Nullable String value(RemoteWriteConfig config, String name) {
        String value = switch (name) {
            case "url" -> config.url();
            case "job" -> config.job();
            case "instance" -> config.instance();
            case "tenantId" -> config.tenantId();
            case "step" -> config.step().toNanos() + "ns";
            default -> config.get(config.prefix() + "." + name);
        };
        return value == null || value.isBlank() ? null : value;
    }

    static Validated<?> validate(RemoteWriteConfig config) {
        try {
            config.step();
        } catch (ValidationException e) {
            // Said already: the step is Micrometer's own property.
            return Validated.none();
        }
        Validated<?> all = expiry(config);
        for (String name : RemoteWriteSettingsBuilder.names()) {
            String value = value(config, name);
            if (value != null) {
                try {
                    RemoteWriteSettings.builder().set(name, value);
                } catch (SettingException e) {
                    all = all.and(invalid(config, name, value, e));
                }
            }
        }
        if (all.isValid()) {
            try {
                RemoteWriteSettings unused = of(config, null, null);
            } catch (SettingException e) {
                String value = e.setting().equals("step") ? config.step().toString() : value(config, e.setting());
                all = all.and(invalid(config, e.setting(), value == null ? "" : value, e));
            }
        }
        return all;
    }

    /** Windows are counted in milliseconds. */
    private static Validated<?> expiry(RemoteWriteConfig config) {
        String property = config.prefix() + ".expiry";
        try {
            Duration value = config.expiry();
            return value.toMillis() < 1
                    ? Validated.invalid(property, value, "must be at least 1ms, such as 1m", InvalidReason.MALFORMED)
                    : Validated.valid(property, value);
        } catch (ValidationException e) {
            return e.getValidation();
        }
    }

    private static Validated<?> invalid(RemoteWriteConfig config, String name, String value, SettingException e) {
        String message = String.valueOf(e.getMessage());
        int expected = message.indexOf(EXPECTED);
        return Validated.invalid(
                config.prefix() + "." + name,
                isSecret(name) ? "(hidden)" : USER_INFO.matcher(value).replaceAll("//…@"),
                expected < 0 ? message : "must be " + message.substring(expected + EXPECTED.length()),
                InvalidReason.MALFORMED,
                e);
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("token") || lower.contains("header");
    }
}
