package dev.penstock.spring.settings;

import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The two things that are shipped, each with a prefix and settings of its own. */
public enum SettingGroup {

    /** Logs, to Loki. */
    LOKI("penstock.loki", "logs are not shipped to Loki"),

    /** Metrics, by remote write. */
    REMOTE_WRITE("penstock.remote-write", "metrics are not shipped");

    /** What the meter registry has beside the settings of remote write. */
    private static final List<String> OF_THE_REGISTRY = List.of("descriptions", "expiry");

    /** What Spring alone has. */
    private static final List<String> OF_SPRING = List.of("enabled", "ssl.bundle");

    /** Lines of {@code name = value}, or a map. */
    private static final Set<String> LINES = Set.of("labels", "structuredMetadata", "externalLabels", "headers");

    private static final Set<String> SECRET = Set.of("basicAuth.password", "bearerToken", "headers");

    /** Where to ship and as whom: nothing is shipped as long as one of them is wrong, for a default would be a guess. */
    private static final Set<String> DECISIVE =
            Set.of("url", "tenantId", "bearerToken", "bearerTokenFile", "proxyUrl", "headers");

    private final String prefix;
    private final String notShipped;

    SettingGroup(String prefix, String notShipped) {
        this.prefix = prefix;
        this.notShipped = notShipped;
    }

    /**
     * What all its properties begin with.
     *
     * @return such as {@code penstock.loki}
     */
    public String prefix() {
        return prefix;
    }

    /** What a wrong setting of where or as whom leads to. */
    String notShipped() {
        return notShipped;
    }

    /**
     * The settings of the appenders or of the registry: asked of those who read them, so that none is forgotten.
     *
     * @return names such as {@code batchWait} and {@code basicAuth.username}
     */
    public List<String> names() {
        List<String> names =
                new ArrayList<>(this == LOKI ? AppenderDefaults.names() : RemoteWriteSettingsBuilder.names());
        // One for both: penstock.config.
        names.remove("config");
        if (this == REMOTE_WRITE) {
            names.addAll(OF_THE_REGISTRY);
        }
        return names;
    }

    /**
     * All properties, those that only Spring has among them.
     *
     * @return such as {@code penstock.loki.batch-wait}
     */
    public List<String> properties() {
        List<String> properties = new ArrayList<>();
        OF_SPRING.forEach(each -> properties.add(property(each)));
        names().forEach(each -> properties.add(property(each)));
        return properties;
    }

    /**
     * The property of a setting.
     *
     * @param name such as {@code batchWait}
     * @return such as {@code penstock.loki.batch-wait}
     */
    public String property(String name) {
        return prefix + "." + kebab(name);
    }

    /**
     * A name in Spring's way of writing.
     *
     * @param name such as {@code basicAuth.passwordFile}
     * @return such as {@code basic-auth.password-file}
     */
    static String kebab(String name) {
        StringBuilder kebab = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                if (i > 0
                        && Character.isLetterOrDigit(name.charAt(i - 1))
                        && !Character.isUpperCase(name.charAt(i - 1))) {
                    kebab.append('-');
                }
                c = Character.toLowerCase(c);
            }
            kebab.append(c);
        }
        return kebab.toString();
    }

    static boolean isLines(String name) {
        return LINES.contains(name);
    }

    /** Whether a setting is one of those that say who this process is. */
    static boolean isCredential(String name) {
        return name.startsWith("basicAuth.") || name.startsWith("bearerToken");
    }

    static boolean isTls(String name) {
        return name.startsWith("tls.");
    }

    static boolean isSecret(String name) {
        return SECRET.contains(name);
    }

    static boolean isDecisive(String name) {
        return DECISIVE.contains(name)
                || name.startsWith("basicAuth.")
                || name.startsWith("tls.")
                || name.startsWith("ssl.");
    }
}
