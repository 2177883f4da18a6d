package dev.penstock.settings;

import dev.penstock.settings.AppenderDefaults.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a shipper that an appender's own configuration gives as text, to be completed from
 * {@link AppenderDefaults} each time that it starts. Not thread-safe.
 */
public final class GivenSettings {

    private static final String URL = "url";
    private static final String PIPELINE_FILE = "pipelinefile";

    /** By normalised name. */
    private final Map<String, Given> own = new LinkedHashMap<>();

    /** Why the configuration's own pipeline cannot be used; null when nothing speaks against it. */
    private @Nullable String refusedPipeline;

    /** Nothing is given yet. */
    public GivenSettings() {}

    /**
     * Remembers a setting; the last value of each counts.
     *
     * @param name as in {@link ShipperSettingsBuilder#set}
     * @param value the text
     * @throws SettingException when there is no such setting or the text is not one of its values; it is not remembered
     *     then
     */
    public void set(String name, String value) {
        ShipperSettingsBuilder unused = ShipperSettings.builder().set(name, value);
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
        completed(defaults).forEach((word, each) -> builder.set(word, each.name(), each.value()));
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
        completed(defaults).forEach((word, each) -> texts.put(word, each.value()));
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
        return own.entrySet().stream()
                .anyMatch(each -> SettingWords.isTls(each.getKey())
                        && !each.getValue().value().isBlank());
    }

    /** In either way: the defaults may have the other one. */
    private boolean givesPipeline() {
        return refusedPipeline != null
                || own.entrySet().stream()
                        .anyMatch(each -> SettingWords.isPipeline(each.getKey())
                                && !each.getValue().value().isBlank());
    }

    /** Also by a user in the URL, who would otherwise be passed over in favour of the defaults'. */
    private boolean givesCredentials() {
        Given url = own.get(URL);
        HttpUrl parsed = url == null || url.value().indexOf('@') < 0
                ? null
                : HttpUrl.parse(url.value().strip());
        return (parsed != null
                        && !(parsed.username().isEmpty() && parsed.password().isEmpty()))
                || own.entrySet().stream()
                        .anyMatch(each -> SettingWords.isCredential(each.getKey())
                                && !each.getValue().value().isBlank());
    }
}
