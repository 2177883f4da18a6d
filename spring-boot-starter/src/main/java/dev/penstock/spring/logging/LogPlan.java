package dev.penstock.spring.logging;

import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.ApplicationStart;
import dev.penstock.settings.SettingException;
import dev.penstock.spring.ApplicationIdentity;
import dev.penstock.spring.settings.CheckedSettings;
import dev.penstock.spring.settings.SettingGroup;
import dev.penstock.spring.settings.SettingProblem;
import dev.penstock.spring.settings.SslBundles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * How an application's logs are to be shipped. Two that are equal can share a shipper.
 *
 * @param settings by name, such as {@code batchWait}; may be without a URL
 * @param sslBundle the name of the SSL bundle, or null
 * @param identity who the application is
 */
record LogPlan(Map<String, String> settings, @Nullable String sslBundle, ApplicationIdentity identity) {

    /** Class, file, line, method or all of them, in the patterns of Logback and Log4j2. */
    private static final Pattern PLACE =
            Pattern.compile("%[-.0-9]*(?:[CFLM]|class|file|location|line|method|caller|l(?![A-Za-z]))");

    static LogPlan of(CheckedSettings settings, ApplicationIdentity identity) {
        return new LogPlan(settings.values(), settings.sslBundle(), identity);
    }

    boolean hasUrl() {
        return settings.containsKey("url");
    }

    /** The same, of which it is not known yet where to. */
    LogPlan withoutUrl() {
        Map<String, String> others = new HashMap<>(settings);
        others.remove("url");
        return new LogPlan(Map.copyOf(others), sslBundle, identity);
    }

    boolean isOnDisk() {
        return settings.containsKey("bufferDirectory");
    }

    /**
     * Whether the lines of a start may wait until it is over: not where they are to be on disk, where others than errors are to
     * be sent at once, where whoever logs waits for room, or where only the opened appender knows that they need the place they
     * come from.
     */
    boolean mayWait() {
        return !isOnDisk()
                && !settings.containsKey("flushLevel")
                && !settings.containsKey("overflow")
                && !asksForPlaces();
    }

    private boolean asksForPlaces() {
        for (String value : settings.values()) {
            if (value.indexOf('%') >= 0 && PLACE.matcher(value).find()) {
                return true;
            }
        }
        return false;
    }

    /** For appenders; what cannot be used is a problem, and is left out. Null when nothing can be shipped that way. */
    @Nullable AppenderDefaults toDefaults(Environment environment, ApplicationStart start, Consumer<SettingProblem> problems) {
        SettingGroup group = SettingGroup.LOKI;
        AppenderDefaults.Builder builder = AppenderDefaults.builder();
        try {
            settings.forEach((name, value) -> builder.set(name, value, group.property(name)));
            if (sslBundle != null) {
                SslBundles.Ssl ssl = SslBundles.read(environment, group.property("ssl.bundle"), sslBundle);
                builder.sslContext(ssl.context(), ssl.trust());
            }
            if (identity.name() != null) {
                builder.serviceName(identity.name());
            }
            builder.resource("instance", identity.instance());
            List<String> profiles = identity.profiles();
            if (!profiles.isEmpty()) {
                builder.resource("profiles", String.join(",", profiles));
            }
            return builder.applicationStart(start).build();
        } catch (SettingException e) {
            problems.accept(new SettingProblem(
                    e.setting(),
                    String.valueOf(e.getMessage()),
                    "logs are not shipped to Loki",
                    null,
                    "Correct " + e.setting() + "."));
            return null;
        }
    }

    /** Not a record's own, whose first use takes an application's start milliseconds; likewise {@link #hashCode}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogPlan that
                && settings.equals(that.settings)
                && Objects.equals(sslBundle, that.sslBundle)
                && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    /** Names only: some values are secrets. */
    @Override
    public String toString() {
        return "LogPlan" + settings.keySet();
    }
}
