package dev.penstock.log4j2;

import dev.penstock.settings.SettingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a lookup that Log4j left as it was, because there is no such value: {@code ${env:LOKI_URL}}. */
final class UnresolvedLookup {

    private static final Pattern LOOKUP = Pattern.compile("\\$\\{[^}]*}?");

    private UnresolvedLookup() {}

    /**
     * Refuses a value with a lookup in it.
     *
     * @throws SettingException which repeats the lookup only, for the rest may be a secret
     */
    static void refuse(String setting, String value) {
        Matcher lookup = LOOKUP.matcher(value);
        if (lookup.find()) {
            throw new SettingException(
                    setting, lookup.group(), "a lookup that has a value, or a default as in ${env:NAME:-default}");
        }
    }
}
