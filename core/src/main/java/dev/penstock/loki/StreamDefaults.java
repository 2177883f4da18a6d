package dev.penstock.loki;

import java.util.List;
import java.util.Map;

/**
 * The labels that every stream gets besides its own.
 *
 * @param labels names and values; a stream's own label of the same name wins
 * @param serviceName the value of {@code service_name} for streams that do not name their service
 */
public record StreamDefaults(Map<String, String> labels, String serviceName) {

    private static final String SERVICE_NAME = "service_name";

    /**
     * Labels out of which Loki makes {@code service_name} when that is missing; a stream that has one of them names its
     * service. Source: grafana/loki, pkg/validation/limits.go, {@code discover_service_name}.
     */
    private static final List<String> NAMES_OF_SERVICES = List.of(
            SERVICE_NAME,
            "service",
            "app",
            "application",
            "app_name",
            "name",
            "app_kubernetes_io_name",
            "container",
            "container_name",
            "k8s_container_name",
            "component",
            "workload",
            "job",
            "k8s_job_name");

    /** Copies the map. */
    public StreamDefaults {
        labels = Map.copyOf(labels);
    }

    /**
     * How many of these labels count against Loki's limit.
     *
     * @return all but {@code service_name}
     */
    public int limitedLabels() {
        return labels.size() - (labels.containsKey(SERVICE_NAME) ? 1 : 0);
    }

    /** Adds what is missing. */
    void complete(Map<String, String> streamLabels) {
        labels.forEach((name, value) -> {
            if (!value.isEmpty()) {
                streamLabels.putIfAbsent(name, value);
            }
        });
        if (NAMES_OF_SERVICES.stream().noneMatch(streamLabels::containsKey)) {
            streamLabels.put(SERVICE_NAME, serviceName);
        }
    }
}
