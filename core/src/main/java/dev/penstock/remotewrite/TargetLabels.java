package dev.penstock.remotewrite;

import dev.penstock.settings.RemoteWriteSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the labels that are sent of those a metric has: the target's own are added, then external ones, then the rules
 * are applied. Thread-safe if the rules are.
 *
 * <p>Sources: prometheus/prometheus, scrape/scrape.go for {@code honor_labels}; storage/remote/queue_manager.go for the
 * order of external labels and rules.
 */
public final class TargetLabels {

    private static final String EXPORTED = "exported_";

    private final Map<String, String> target;
    private final boolean honorLabels;
    private final Map<String, String> external;
    private final @Nullable UnaryOperator<@Nullable Map<String, String>> rules;

    /**
     * The labels of one target.
     *
     * @param target labels of every series, such as {@code job} and {@code instance}; empty values are left out
     * @param settings external labels, {@code honor_labels} and rules
     */
    public TargetLabels(Map<String, String> target, RemoteWriteSettings settings) {
        this(target, settings, settings.writeRelabelRules());
    }

    private TargetLabels(
            Map<String, String> target,
            RemoteWriteSettings settings,
            @Nullable UnaryOperator<@Nullable Map<String, String>> rules) {
        this.target = new LinkedHashMap<>(target);
        this.target.values().removeIf(String::isEmpty);
        honorLabels = settings.honorLabels();
        external = settings.externalLabels();
        this.rules = rules;
    }

    /**
     * The target that settings describe.
     *
     * @param settings with {@code job} and {@code instance}
     * @return its labels
     */
    public static TargetLabels of(RemoteWriteSettings settings) {
        return new TargetLabels(jobAndInstance(settings), settings);
    }

    /**
     * The target that settings describe, whatever rules would make of it.
     *
     * @param settings with {@code job} and {@code instance}
     * @return its labels
     */
    public static TargetLabels withoutRules(RemoteWriteSettings settings) {
        return new TargetLabels(jobAndInstance(settings), settings, null);
    }

    private static Map<String, String> jobAndInstance(RemoteWriteSettings settings) {
        Map<String, String> target = new LinkedHashMap<>();
        target.put("job", settings.job());
        target.put("instance", settings.instance());
        return target;
    }

    /** The labels to send; null when a rule drops the series. */
    @Nullable Labels finish(String name, Labels own) {
        Map<String, String> map = own.toMap();
        target.forEach((label, value) -> {
            String exposed = map.get(label);
            if (exposed == null) {
                map.put(label, value);
            } else if (!honorLabels) {
                String free = EXPORTED + label;
                while (map.containsKey(free)) {
                    free = EXPORTED + free;
                }
                map.put(free, exposed);
                map.put(label, value);
            }
        });
        external.forEach(map::putIfAbsent);
        map.put(Labels.NAME, name);
        if (rules == null) {
            return Labels.of(map);
        }
        Map<String, String> changed = rules.apply(map);
        return changed == null || changed.isEmpty() ? null : Labels.of(changed);
    }
}
