package dev.penstock.spring;

import dev.penstock.identity.ProcessIdentity;
import dev.penstock.spring.settings.EnvironmentSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Who the application is, as Spring knows it: the same for its logs and its metrics.
 *
 * @param name {@code spring.application.name}; null when it has none
 * @param instance {@code penstock.instance}; else host and port of a web application whose port is fixed; else host and
 *     process
 * @param profiles the active profiles
 */
public record ApplicationIdentity(@Nullable String name, String instance, List<String> profiles) {

    private static final String[] WEB_SERVERS = {
        "org.springframework.boot.web.server.WebServer",
        "org.springframework.boot.web.server.servlet.WebServerFactory",
        "org.springframework.boot.web.server.WebServerFactory"
    };

    /** Copies. */
    public ApplicationIdentity {
        profiles = List.copyOf(profiles);
    }

    /**
     * Reads the environment.
     *
     * @param environment with the application's configuration
     * @param settings what stands in it under {@code penstock.}
     * @param web whether the application has a web server
     * @return the identity
     */
    public static ApplicationIdentity of(Environment environment, EnvironmentSettings settings, boolean web) {
        String configured = settings.instance();
        return new ApplicationIdentity(
                text(environment, "spring.application.name"),
                configured != null ? configured : instance(environment, web),
                List.of(environment.getActiveProfiles()));
    }

    /**
     * Reads the environment of an application of which nothing else is known.
     *
     * @param environment with the application's configuration
     * @param settings what stands in it under {@code penstock.}
     * @return the identity
     */
    public static ApplicationIdentity of(Environment environment, EnvironmentSettings settings) {
        return of(environment, settings, isWeb(environment));
    }

    /** Not a record's own, whose first use takes an application's start milliseconds; likewise {@link #hashCode}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApplicationIdentity that
                && Objects.equals(name, that.name)
                && instance.equals(that.instance)
                && profiles.equals(that.profiles);
    }

    @Override
    public int hashCode() {
        return instance.hashCode();
    }

    private static boolean isWeb(Environment environment) {
        String type = text(environment, "spring.main.web-application-type");
        if (type != null) {
            return !type.equalsIgnoreCase("none");
        }
        // The class of an environment tells what SpringApplication has found out, or was told.
        String kind = environment.getClass().getSimpleName();
        if (kind.contains("Servlet") || kind.contains("Reactive")) {
            return true;
        }
        return !kind.equals("ApplicationEnvironment") && hasWebServer();
    }

    private static boolean hasWebServer() {
        for (String each : WEB_SERVERS) {
            if (ClassUtils.isPresent(each, ApplicationIdentity.class.getClassLoader())) {
                return true;
            }
        }
        return false;
    }

    private static String instance(Environment environment, boolean web) {
        String host = HostName.get();
        if (web) {
            String port = text(environment, "server.port");
            if (port == null) {
                return host + ":8080";
            }
            if (port.matches("[1-9]\\d*")) {
                return host + ":" + port;
            }
        }
        return host + ":" + ProcessHandle.current().pid();
    }

    private static @Nullable String text(Environment environment, String property) {
        try {
            String value = environment.getProperty(property);
            return value == null || value.isBlank() ? null : value.strip();
        } catch (IllegalArgumentException e) {
            // A placeholder that there is not: Spring will say so.
            return null;
        }
    }

    /** The host's name, as far as it is known without asking the network. */
    private static final class HostName {

        private static @Nullable String known;

        static synchronized String get() {
            if (known == null) {
                known = find();
            }
            return known;
        }

        private static String find() {
            String found = ProcessIdentity.detectHost();
            if (found != null) {
                return found;
            }
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
    }
}
