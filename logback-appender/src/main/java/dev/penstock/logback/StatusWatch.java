package dev.penstock.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusManager;
import dev.penstock.settings.SettingException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which elements of the configuration file were none of the appender's settings.
 *
 * <p>Logback passes over an unknown element with a status message and starts the appender all the same, so that a
 * misspelt setting goes unnoticed. Its message is all there is to see of it. Elements of an appender are read between
 * {@code setContext} and {@code start}, one appender after the other.
 */
final class StatusWatch {

    private static final Pattern UNKNOWN = Pattern.compile("Ignoring unknown property \\[(.+)] in \\[(.+)]");

    /** An element, and the class that has no setting of that name. */
    private record Unknown(String element, Class<?> owner) {}

    private @Nullable StatusManager statuses;
    private int seen;

    void begin(@Nullable Context context, Class<?> appender) {
        statuses = context == null ? null : context.getStatusManager();
        seen = unknownElements(appender).size();
    }

    /** What is wrong with the elements read since {@link #begin}. */
    List<String> unknownSettings(Class<?> appender) {
        List<Unknown> all = unknownElements(appender);
        return all.subList(Math.min(seen, all.size()), all.size()).stream()
                .map(each -> SettingException.unknown(each.element(), settingsOf(each.owner())))
                .map(problem -> String.valueOf(problem.getMessage()))
                .toList();
    }

    private static List<String> settingsOf(Class<?> owner) {
        List<String> names = new ArrayList<>();
        for (Method method : owner.getMethods()) {
            String name = method.getName();
            boolean own = method.getDeclaringClass().getPackage() == StatusWatch.class.getPackage();
            if (name.startsWith("set") && own && !name.equals("setContext")) {
                names.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
            }
        }
        Collections.sort(names);
        return names;
    }

    private List<Unknown> unknownElements(Class<?> appender) {
        List<Unknown> elements = new ArrayList<>();
        StatusManager manager = statuses;
        if (manager != null) {
            for (Status status : manager.getCopyOfStatusList()) {
                Matcher matcher = UNKNOWN.matcher(String.valueOf(status.getMessage()));
                Class<?> owner = matcher.find() ? owner(matcher.group(2), appender) : null;
                if (owner != null) {
                    elements.add(new Unknown(matcher.group(1), owner));
                }
            }
        }
        return elements;
    }

    /** Which of the appender's classes has that name; null when it is none of them. */
    private static @Nullable Class<?> owner(String className, Class<?> appender) {
        for (Class<?> each : List.of(appender, BasicAuth.class, TlsFiles.class)) {
            if (each.getName().equals(className)) {
                return each;
            }
        }
        return null;
    }
}
