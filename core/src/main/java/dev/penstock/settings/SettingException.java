package dev.penstock.settings;

import java.util.List;

/** A setting has a value it cannot have. The message names the setting, the value and what is accepted. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The longest value repeated in a message. */
    private static final int VALUE_SHOWN = 200;

    private final String setting;

    /**
     * An exception about one setting.
     *
     * @param setting its name as the user wrote it
     * @param value its value as the user wrote it; never a secret
     * @param accepted what would have been accepted, such as {@code a duration such as 1s}
     */
    public SettingException(String setting, String value, String accepted) {
        super(setting
                + (value.isBlank() ? " is missing or empty" : " '" + shorten(value) + "' is not accepted")
                + "; expected "
                + accepted);
        this.setting = setting;
    }

    private SettingException(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /**
     * An exception about a setting that there is not.
     *
     * @param setting its name as the user wrote it
     * @param accepted the names there are
     * @return the exception
     */
    public static SettingException unknown(String setting, List<String> accepted) {
        return new SettingException(
                setting,
                "there is no setting '" + shorten(setting) + "'; expected one of " + String.join(", ", accepted));
    }

    /**
     * The setting's name.
     *
     * @return as the user wrote it
     */
    public String setting() {
        return setting;
    }

    private static String shorten(String value) {
        String oneLine = value.strip().replaceAll("\\s*\\R\\s*", " ⏎ ");
        return oneLine.length() <= VALUE_SHOWN ? oneLine : oneLine.substring(0, VALUE_SHOWN) + "…";
    }
}
