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

    private @Nullable StatusManager statuses;
    private int seen;

    void begin(@Nullable Context context, Class<?> appender) {
        statuses = context == null ? null : context.getStatusManager();
        seen = unknownElements(appender).size();
    }

    /** What is wrong with the elements read since {@link #begin}. */
    List<String> unknownSettings(Class<?> appender) {
        List<String> all = unknownElements(appender);
        List<String> problems = new ArrayList<>();
        for (String element : all.subList(Math.min(seen, all.size()), all.size())) {
            problems.add(SettingException.unknown(element, settingsOf(appender)).getMessage());
        }
        return problems;
    }

    private static List<String> settingsOf(Class<?> appender) {
        List<String> names = new ArrayList<>();
        for (Method method : appender.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set")
                    && method.getDeclaringClass() == LokiAppender.class
                    && !name.equals("setContext")) {
                names.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
            }
        }
        Collections.sort(names);
        return names;
    }

    private List<String> unknownElements(Class<?> appender) {
        List<String> elements = new ArrayList<>();
        StatusManager manager = statuses;
        if (manager != null) {
            for (Status status : manager.getCopyOfStatusList()) {
                Matcher matcher = UNKNOWN.matcher(String.valueOf(status.getMessage()));
                if (matcher.find() && isOurs(matcher.group(2), appender)) {
                    elements.add(matcher.group(1));
                }
            }
        }
        return elements;
    }

    private static boolean isOurs(String className, Class<?> appender) {
        return className.equals(appender.getName())
                || className.equals(BasicAuth.class.getName())
                || className.equals(TlsFiles.class.getName());
    }
}
