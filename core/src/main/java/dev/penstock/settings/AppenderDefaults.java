package dev.penstock.settings;

import dev.penstock.process.FieldLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What appenders take where their own configuration is silent: put by whoever knows the application before logging is
 * configured, such as Penstock's Spring Boot starter.
 *
 * <p>An appender asks when it starts; one that runs goes on as it is. Its own configuration always wins, word by word. But
 * credentials are one whole, and so is TLS: an appender that brings any part of them takes nothing of these from the
 * defaults.
 *
 * <p>One for the process, or rather for the class loader of Penstock. Immutable and thread-safe; never prints values, for
 * some are secrets.
 */
public final class AppenderDefaults {

    /** How the defaults are called in messages about a setting that they give. */
    private static final String ORIGIN = " (from the appender defaults)";

    private static final String LABELS = "labels";
    private static final String STRUCTURED_METADATA = "structuredMetadata";
    private static final String MESSAGE = "message";
    private static final String INCLUDE_CALLER_DATA = "includeCallerData";

    /** What appenders have beside the settings of a shipper. */
    private static final List<String> OF_APPENDERS = List.of(LABELS, STRUCTURED_METADATA, MESSAGE, INCLUDE_CALLER_DATA);

    /** Leave everything to the appender's own configuration. */
    public static final AppenderDefaults NONE = builder().build();

    private static volatile @Nullable AppenderDefaults inUse;

    /** A setting that was given: how it is called in messages, and its value. */
    record Given(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** By normalised name, in the order they were given. */
    private final Map<String, Given> given;

    private final @Nullable TlsContext tlsContext;
    private final @Nullable String serviceName;
    private final Map<String, String> resource;
    private final @Nullable ApplicationStart applicationStart;

    /** Log4j asks for each event. */
    private final boolean includesCallerData;

    private AppenderDefaults(Builder from) {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(from.given));
        tlsContext = from.tlsContext;
        serviceName = from.serviceName;
        resource = Collections.unmodifiableMap(new LinkedHashMap<>(from.resource));
        applicationStart = from.applicationStart;
        String callerData = value(INCLUDE_CALLER_DATA);
        includesCallerData = callerData != null && Refusals.flag(nameOf(INCLUDE_CALLER_DATA), callerData);
    }

    /**
     * Has appenders that start from now on take these.
     *
     * @param defaults the defaults; null for none any more
     */
    public static void use(@Nullable AppenderDefaults defaults) {
        inUse = defaults;
    }

    /**
     * What appenders take that start now.
     *
     * @return the defaults; null when there are none
     */
    public static @Nullable AppenderDefaults inUse() {
        return inUse;
    }

    /**
     * What an appender asks that starts now.
     *
     * @return {@link #inUse()}, or {@link #NONE}
     */
    public static AppenderDefaults current() {
        return Objects.requireNonNullElse(inUse, NONE);
    }

    /**
     * Defaults without any setting.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The settings that {@link Builder#set} knows: those of {@link ShipperSettingsBuilder#names()}, and those that only
     * appenders have.
     *
     * @return their names, such as {@code batchWait}, {@code basicAuth.username} and {@code labels}
     */
    public static List<String> names() {
        List<String> names = new ArrayList<>(ShipperSettingsBuilder.names());
        names.addAll(OF_APPENDERS);
        return names;
    }

    /**
     * A default as text.
     *
     * @param setting its name, such as {@code labels}
     * @return null when it is not given
     */
    public @Nullable String value(String setting) {
        Given found = given.get(SettingWords.normalise(setting));
        return found == null ? null : found.value();
    }

    /**
     * How a default is called in messages: as whoever gave it calls it.
     *
     * @param setting its name, such as {@code labels}
     * @return the name that the user knows
     */
    public String nameOf(String setting) {
        Given found = given.get(SettingWords.normalise(setting));
        return found == null ? setting : found.name();
    }

    /**
     * Whether the place in the source is found out of each event.
     *
     * @return false when it is not given
     */
    public boolean includesCallerData() {
        return includesCallerData;
    }

    /** All that are given, by normalised name. */
    Map<String, Given> given() {
        return given;
    }

    /**
     * The application's own TLS.
     *
     * @return null when there is none
     */
    public @Nullable TlsContext sslContext() {
        return tlsContext;
    }

    /**
     * The name of the service.
     *
     * @return null when it is left to what the surroundings tell
     */
    public @Nullable String serviceName() {
        return serviceName;
    }

    /**
     * What {@code %%resource} has before anything else.
     *
     * @return names and values, in the order they were given
     */
    public Map<String, String> resource() {
        return resource;
    }

    /**
     * The start of the application, whose end the first batch of an appender waits for that has no {@code bufferDirectory}.
     *
     * @return null when it waits for none
     */
    public @Nullable ApplicationStart applicationStart() {
        return applicationStart;
    }

    @Override
    public String toString() {
        return "AppenderDefaults[settings=" + given.values() + ", sslContext=" + tlsContext + ", serviceName="
                + serviceName + ", resource=" + resource.keySet() + "]";
    }

    /** Collects defaults. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Given> given = new LinkedHashMap<>();
        private final Map<String, String> resource = new LinkedHashMap<>();
        private @Nullable TlsContext tlsContext;
        private @Nullable String serviceName;
        private @Nullable ApplicationStart applicationStart;

        private Builder() {}

        /**
         * Gives a setting, in an appender's own words.
         *
         * @param setting such as {@code url}, {@code labels}, {@code structuredMetadata}, {@code tenantId},
         *     {@code basicAuth.username}, {@code includeCallerData}; {@code message} is a pattern of the logging framework
         * @param value its value as a configuration file has it; lines for labels, metadata and headers
         * @return this
         * @throws SettingException when there is no such setting or the value can never be one of it. Patterns, and what
         *     settings have to do with each other, are checked by the appender that starts with them
         */
        public Builder set(String setting, String value) {
            check(setting, setting, value);
            return put(setting, setting + ORIGIN, value);
        }

        /**
         * Gives a setting, as {@link #set(String, String)} does, that has another name for the user.
         *
         * @param setting an appender's own word, such as {@code batchWait}
         * @param value its value
         * @param name what it is called in messages, such as {@code penstock.loki.batch-wait}
         * @return this
         * @throws SettingException as {@link #set(String, String)}, with the name
         */
        public Builder set(String setting, String value, String name) {
            check(setting, name, value);
            return put(setting, name, value);
        }

        private Builder put(String setting, String name, String value) {
            String word = word(setting);
            given.remove(word);
            given.put(word, new Given(name, value));
            return this;
        }

        /** Log4j2's word for caller data is another. */
        private static String word(String setting) {
            String word = SettingWords.normalise(setting);
            return word.equals("includelocation") ? SettingWords.normalise(INCLUDE_CALLER_DATA) : word;
        }

        private static void check(String setting, String name, String value) {
            String word = word(setting);
            if (word.equals(SettingWords.normalise(INCLUDE_CALLER_DATA))) {
                boolean unused = Refusals.flag(name, value);
            } else if (word.equals(SettingWords.normalise(MESSAGE))) {
                if (value.isBlank()) {
                    throw new SettingException(name, value, "a pattern of the logging framework, such as %msg%n%ex");
                }
            } else if (word.equals(LABELS) || word.equals(SettingWords.normalise(STRUCTURED_METADATA))) {
                List<FieldLine> unused = FieldLine.parse(name, value);
            } else if (SettingWords.isConfig(word)) {
                if (value.isBlank()) {
                    throw new SettingException(name, value, "a path, or a location such as classpath:config.alloy");
                }
            } else if (!SettingWords.isKnown(word)) {
                throw SettingException.unknown(name, names());
            } else {
                ShipperSettings.builder().set(word, name, value).checkAlone();
            }
        }

        /**
         * Gives the application's own TLS; instead of the settings {@code tls.ca}, {@code tls.cert} and {@code tls.key}.
         *
         * @param context initialised with the trust manager
         * @param trust checks the backend's certificate
         * @return this
         */
        public Builder sslContext(SSLContext context, X509TrustManager trust) {
            tlsContext = new TlsContext(context, trust);
            return this;
        }

        /**
         * Gives the name of the service: the label {@code service_name}.
         *
         * @param name the name; blank leaves it to what the surroundings tell
         * @return this
         */
        public Builder serviceName(String name) {
            serviceName = name.isBlank() ? null : name.strip();
            return this;
        }

        /**
         * Adds to what {@code %%resource} tells of this process, before what the surroundings tell.
         *
         * @param name such as {@code instance}
         * @param value its value; blank adds nothing
         * @return this
         */
        public Builder resource(String name, String value) {
            Objects.requireNonNull(name, "name");
            if (!name.isBlank() && !value.isBlank()) {
                resource.put(name.strip(), value);
            }
            return this;
        }

        /**
         * Has the first batch wait for the end of the application's start.
         *
         * @param start whoever gives it ends it
         * @return this
         */
        public Builder applicationStart(ApplicationStart start) {
            applicationStart = start;
            return this;
        }

        /**
         * Checks what must go together: credentials, and TLS.
         *
         * @return the immutable defaults
         * @throws SettingException naming what does not go together
         */
        public AppenderDefaults build() {
            ShipperSettingsBuilder groups = ShipperSettings.builder();
            given.forEach((word, each) -> {
                if (SettingWords.isCredential(word) || SettingWords.isTls(word)) {
                    groups.set(word, each.name(), each.value());
                }
            });
            if (tlsContext != null) {
                groups.sslContext(tlsContext.context(), tlsContext.trust());
            }
            groups.checkGroups();
            return new AppenderDefaults(this);
        }
    }
}
