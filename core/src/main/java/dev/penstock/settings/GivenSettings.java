package dev.penstock.settings;

import dev.penstock.settings.AppenderDefaults.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a shipper that an appender's own configuration gives as text, to be completed from
 * {@link AppenderDefaults} each time that it starts. Not thread-safe.
 */
public final class GivenSettings {

    private static final String URL = "url";
    private static final String BUFFER_DIRECTORY = "bufferdirectory";
    private static final String PIPELINE_FILE = "pipelinefile";
    private static final String CONFIG = "config";

    /** Names the agent's configuration where no other setting does. */
    private static final String CONFIG_VARIABLE = "PENSTOCK_CONFIG";

    /** Null for that of the process. */
    private final @Nullable Function<String, @Nullable String> environment;

    /** By normalised name. */
    private final Map<String, Given> own = new LinkedHashMap<>();

    /** Why the configuration's own pipeline cannot be used; null when nothing speaks against it. */
    private @Nullable String refusedPipeline;

    /** Nothing is given yet. */
    public GivenSettings() {
        environment = null;
    }

    /** For tests, with another environment. */
    GivenSettings(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Remembers a setting; the last value of each counts.
     *
     * @param name as in {@link ShipperSettingsBuilder#set}
     * @param value the text
     * @throws SettingException when there is no such setting or the text is not one of its values; it is not remembered
     *     then
     */
    public void set(String name, String value) {
        if (!SettingWords.isConfig(SettingWords.normalise(name))) {
            ShipperSettingsBuilder unused = ShipperSettings.builder().set(name, value);
        }
        own.put(SettingWords.normalise(name), new Given(name, value));
    }

    /**
     * Remembers that the pipeline cannot be used, because it refers to what the configuration does not have: records are
     * shipped as they are, and that is said.
     *
     * @param name as in {@link #set}
     * @param why what is wrong and what to do
     */
    public void refusePipeline(String name, String why) {
        set(name, "");
        refusedPipeline = why;
    }

    /**
     * The settings, where they are silent those of the defaults.
     *
     * @param defaults mostly {@link AppenderDefaults#current()}
     * @return checked settings
     * @throws SettingException naming the first setting that cannot be, and that it comes from the defaults if it does
     */
    public ShipperSettings build(AppenderDefaults defaults) {
        ShipperSettingsBuilder builder = ShipperSettings.builder();
        Map<String, Given> given = completed(defaults);
        Given config = config(given);
        if (config != null) {
            AgentConfiguration configuration = AgentConfigurations.read(config.name(), config.value());
            addMissing(given, defaults, configuration.logs(), config.value());
            if (!given.containsKey(URL) && !configuration.problems().isEmpty()) {
                throw new SettingException(
                        config.name(),
                        config.value(),
                        "an endpoint for logs that can be used, or a url beside it: "
                                + String.join("; ", configuration.problems()));
            }
            builder.configured(configuration);
        }
        for (Map.Entry<String, Given> each : given.entrySet()) {
            builder.set(each.getKey(), each.getValue().name(), each.getValue().value());
        }
        if (!given.containsKey(BUFFER_DIRECTORY)) {
            builder.applicationStart(defaults.applicationStart());
        }
        String refused = refusedPipeline;
        if (refused != null) {
            builder.refusePipeline(refused);
        }
        TlsContext context = sslContext(defaults);
        if (context != null) {
            builder.sslContext(context.context(), context.trust());
        }
        return builder.build();
    }

    /**
     * What {@link #build} would make settings of, as text: equal when nothing has changed, neither here nor in the file
     * that holds the pipeline. Holds secrets.
     *
     * @param defaults mostly {@link AppenderDefaults#current()}
     * @return values by name without dashes and capitals
     */
    public Map<String, String> texts(AppenderDefaults defaults) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, Given> given = completed(defaults);
        Given config = config(given);
        given.forEach((word, each) -> texts.put(word, each.value()));
        if (config != null) {
            texts.put(CONFIG, config.value() + '\n' + content(config.value()));
        }
        texts.computeIfPresent(PIPELINE_FILE, (word, file) -> file + '\n' + content(file));
        if (refusedPipeline != null) {
            texts.put("pipeline", "refused: " + refusedPipeline);
        }
        return texts;
    }

    private static String content(String file) {
        try {
            return file.isBlank() ? "" : Files.readString(Path.of(file.strip()));
        } catch (IOException | InvalidPathException e) {
            // Said when the settings are built.
            return "";
        }
    }

    /** Takes the agent's configuration out of the settings; that of the environment when they have none. */
    private @Nullable Given config(Map<String, Given> given) {
        Given written = given.remove(CONFIG);
        if (written != null && !written.value().isBlank()) {
            return written;
        }
        String variable = environment == null ? System.getenv(CONFIG_VARIABLE) : environment.apply(CONFIG_VARIABLE);
        return variable == null || variable.isBlank() ? null : new Given(CONFIG_VARIABLE, variable);
    }

    /** Credentials and TLS as a whole each, all else word by word. */
    private static void addMissing(
            Map<String, Given> given, AppenderDefaults defaults, Map<String, String> configured, String location) {
        boolean takesCredentials =
                given.keySet().stream().noneMatch(SettingWords::isCredential) && !hasUser(given.get(URL));
        boolean takesTls = given.keySet().stream().noneMatch(SettingWords::isTls) && defaults.sslContext() == null;
        configured.forEach((name, value) -> {
            String word = SettingWords.normalise(name);
            if ((takesCredentials || !SettingWords.isCredential(word)) && (takesTls || !SettingWords.isTls(word))) {
                Given there = given.get(word);
                if (there == null || there.value().isBlank()) {
                    given.put(word, new Given(name + " (from " + location.strip() + ")", value));
                }
            }
        });
    }

    private Map<String, Given> completed(AppenderDefaults defaults) {
        Map<String, Given> all = new LinkedHashMap<>();
        boolean takesCredentials = !givesCredentials();
        boolean takesTls = !givesTls();
        boolean takesPipeline = !givesPipeline();
        defaults.given().forEach((word, each) -> {
            if (SettingWords.isKnown(word)
                    && (takesCredentials || !SettingWords.isCredential(word))
                    && (takesTls || !SettingWords.isTls(word))
                    && (takesPipeline || !SettingWords.isPipeline(word))) {
                all.put(word, each);
            }
        });
        own.forEach((word, each) -> {
            // An empty url is none: <url>${LOKI_URL:-}</url> is how a configuration leaves it open.
            if (!word.equals(URL) || !each.value().isBlank() || !all.containsKey(URL)) {
                all.put(word, each);
            }
        });
        return all;
    }

    private @Nullable TlsContext sslContext(AppenderDefaults defaults) {
        return givesTls() ? null : defaults.sslContext();
    }

    private boolean givesTls() {
        return gives(SettingWords::isTls);
    }

    /** In either way: the defaults may have the other one. */
    private boolean givesPipeline() {
        return refusedPipeline != null || gives(SettingWords::isPipeline);
    }

    /** Also by a user in the URL, who would otherwise be passed over in favour of the defaults'. */
    private boolean givesCredentials() {
        return hasUser(own.get(URL)) || gives(SettingWords::isCredential);
    }

    private boolean gives(Predicate<String> kind) {
        if (own.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, Given> each : own.entrySet()) {
            if (kind.test(each.getKey()) && !each.getValue().value().isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasUser(@Nullable Given url) {
        // Without an @ there is none, and no parser has to be loaded to see it.
        HttpUrl parsed = url == null || url.value().indexOf('@') < 0
                ? null
                : HttpUrl.parse(url.value().strip());
        return parsed != null
                && !(parsed.username().isEmpty() && parsed.password().isEmpty());
    }
}
