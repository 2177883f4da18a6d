package dev.penstock.settings;

import dev.penstock.settings.AppenderDefaults.Given;
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

    /** By normalised name. */
    private final Map<String, Given> own = new LinkedHashMap<>();

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
     * The settings, where they are silent those of the defaults.
     *
     * @param defaults mostly {@link AppenderDefaults#current()}
     * @return checked settings
     * @throws SettingException naming the first setting that cannot be, and that it comes from the defaults if it does
     */
    public ShipperSettings build(AppenderDefaults defaults) {
        ShipperSettingsBuilder builder = ShipperSettings.builder();
        completed(defaults).forEach((word, each) -> builder.set(word, each.name(), each.value()));
        TlsContext context = sslContext(defaults);
        if (context != null) {
            builder.sslContext(context.context(), context.trust());
        }
        return builder.build();
    }

    /**
     * What {@link #build} would make settings of, as text: equal when nothing has changed. Holds secrets.
     *
     * @param defaults mostly {@link AppenderDefaults#current()}
     * @return values by name without dashes and capitals
     */
    public Map<String, String> texts(AppenderDefaults defaults) {
        Map<String, String> texts = new TreeMap<>();
        completed(defaults).forEach((word, each) -> texts.put(word, each.value()));
        return texts;
    }

    private Map<String, Given> completed(AppenderDefaults defaults) {
        Map<String, Given> all = new LinkedHashMap<>();
        boolean takesCredentials = !givesCredentials();
        boolean takesTls = !givesTls();
        defaults.given().forEach((word, each) -> {
            if (SettingWords.isKnown(word)
                    && (takesCredentials || !SettingWords.isCredential(word))
                    && (takesTls || !SettingWords.isTls(word))) {
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

    /** Also by a user in the URL, who would otherwise be passed over in favour of the defaults'. */
    private boolean givesCredentials() {
        Given url = own.get(URL);
        HttpUrl parsed = url == null ? null : HttpUrl.parse(url.value().strip());
        return (parsed != null
                        && !(parsed.username().isEmpty() && parsed.password().isEmpty()))
                || own.entrySet().stream()
                        .anyMatch(each -> SettingWords.isCredential(each.getKey())
                                && !each.getValue().value().isBlank());
    }
}
