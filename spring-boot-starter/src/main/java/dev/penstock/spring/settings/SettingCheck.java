package dev.penstock.spring.settings;

import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Tries settings out, each by itself and then all together, on those who will read them. */
final class SettingCheck {

    static final String SOME_URL = "http://localhost";

    private final SettingGroup group;
    private final GroupSettings given;
    private final Map<String, String> good = new LinkedHashMap<>();
    private final List<SettingProblem> problems = new ArrayList<>();
    private boolean usable;

    SettingCheck(GroupSettings given) {
        this.given = given;
        group = given.group();
        problems.addAll(given.readingProblems());
        usable = !given.decisivelyWrong();
    }

    CheckedSettings run() {
        given.values().forEach((name, setting) -> checkAlone(setting));
        new PipelineCheck(given, problems::add).run(good);
        SettingException wrong = together();
        while (wrong != null) {
            String name = nameOf(wrong.setting());
            refuse(name, wrong);
            wrong = usable && good.remove(name) != null ? together() : null;
        }
        return new CheckedSettings(group, usable, good, given.sslBundle(), problems);
    }

    private void checkAlone(SettingValue setting) {
        try {
            tryAlone(setting.name(), setting.value());
            good.put(setting.name(), setting.value());
        } catch (SettingException e) {
            String rewritten = duration(setting.value());
            if (rewritten != null && accepts(setting.name(), rewritten)) {
                good.put(setting.name(), rewritten);
            } else {
                refuse(setting.name(), e);
            }
        }
    }

    private boolean accepts(String name, String value) {
        try {
            tryAlone(name, value);
            return true;
        } catch (SettingException e) {
            return false;
        }
    }

    /** {@code PT1M30S} and {@code 1d} are durations to Spring, too. */
    private static @Nullable String duration(String value) {
        try {
            Duration duration = DurationStyle.detectAndParse(value.strip());
            return value.strip().matches("\\d+") || duration.isNegative() ? null : duration.toMillis() + "ms";
        } catch (IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private void tryAlone(String name, String value) {
        String property = group.property(name);
        if (group == SettingGroup.LOKI) {
            AppenderDefaults.builder().set(name, value, property);
        } else if (name.equals("descriptions")) {
            if (Flags.parse(value) == null) {
                throw new SettingException(property, value, "true or false");
            }
        } else if (name.equals("expiry")) {
            if (duration(value) == null) {
                throw new SettingException(property, value, "a duration such as 1m");
            }
        } else {
            RemoteWriteSettings.builder().set(name, value);
        }
    }

    /** What is wrong when all are set, or null. */
    private @Nullable SettingException together() {
        try {
            if (group == SettingGroup.LOKI) {
                ShipperSettingsBuilder builder = ShipperSettings.builder().url(SOME_URL);
                forEachGood(ShipperSettingsBuilder.names(), builder::set);
                builder.build();
            } else {
                RemoteWriteSettingsBuilder builder =
                        RemoteWriteSettings.builder().url(SOME_URL);
                forEachGood(RemoteWriteSettingsBuilder.names(), builder::set);
                builder.build();
            }
            return null;
        } catch (SettingException e) {
            return e;
        }
    }

    private void forEachGood(List<String> known, BiConsumer<String, String> action) {
        good.forEach((name, value) -> {
            if (known.contains(name)) {
                action.accept(name, value);
            }
        });
    }

    /** The setting that an exception is about, in whatever way it is written there. */
    private String nameOf(String written) {
        return group.names().stream()
                .filter(each -> each.equals(written) || group.property(each).equals(written))
                .findFirst()
                .orElse(written);
    }

    private void refuse(String name, SettingException why) {
        String property = group.property(name);
        SettingValue setting = given.values().get(name);
        boolean decisive = SettingGroup.isDecisive(name);
        usable &= !decisive;
        problems.add(new SettingProblem(
                property,
                springNames(why.setting(), property, String.valueOf(why.getMessage())),
                decisive ? group.notShipped() : "its default counts",
                setting == null ? null : setting.origin(),
                "Correct " + property + "."));
    }

    /** The message in the names that the user has written. */
    private String springNames(String written, String property, String message) {
        String text = message.startsWith(written) ? property + message.substring(written.length()) : message;
        for (String name : group.names()) {
            // Plain words such as url may be just words.
            if (!name.equals(SettingGroup.kebab(name)) || name.contains(".")) {
                text = text.replaceAll("(?<![\\w.-])" + name.replace(".", "\\.") + "(?![\\w-])", group.property(name));
            }
        }
        return text;
    }
}
