package dev.penstock.spring.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a yes or no as Spring does. */
final class Flags {

    private Flags() {}

    /** Null when it is not given, or is neither, which is a problem. */
    static @Nullable Boolean read(PropertyReader reader, String property, List<SettingProblem> problems) {
        String value;
        try {
            value = reader.text(property);
        } catch (RuntimeException e) {
            problems.add(Unresolved.problem(property, reader.origin(property), e));
            return null;
        }
        Boolean flag = value == null ? null : parse(value);
        if (flag == null && value != null && !value.isBlank()) {
            problems.add(new SettingProblem(
                    property,
                    property + " '" + value + "' is not accepted; expected true or false",
                    reader.origin(property),
                    "Set " + property + " to true or false."));
        }
        return flag;
    }

    static @Nullable Boolean parse(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> null;
        };
    }
}
