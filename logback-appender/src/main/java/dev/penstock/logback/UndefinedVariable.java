package dev.penstock.logback;

import dev.penstock.settings.SettingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the mark that Logback leaves where a variable is not set: {@code ${LOKI_URL}} becomes LOKI_URL_IS_UNDEFINED. */
final class UndefinedVariable {

    private static final Pattern MARK = Pattern.compile("[\\w.-]*_IS_UNDEFINED");

    private UndefinedVariable() {}

    /**
     * Refuses a value with such a mark in it.
     *
     * @throws SettingException which repeats the mark only, for the rest may be a secret
     */
    static void refuse(String setting, String value) {
        Matcher mark = MARK.matcher(value);
        if (mark.find()) {
            throw new SettingException(
                    setting, mark.group(), "a variable that is set, or a default as in ${NAME:-default}");
        }
    }
}
