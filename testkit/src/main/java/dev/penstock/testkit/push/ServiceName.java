package dev.penstock.testkit.push;

import dev.penstock.testkit.store.Labels;
import java.util.List;
import java.util.Map;

/** Gives every stream a {@code service_name}, as Loki's discovery does (its default list and order). */
final class ServiceName {

    static final String LABEL = "service_name";

    private static final List<String> SOURCES = List.of(
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

    private ServiceName() {}

    static Labels discover(Labels labels) {
        if (labels.containsKey(LABEL)) {
            return labels;
        }
        for (String source : SOURCES) {
            String value = labels.get(source);
            if (value != null) {
                return labels.plus(Labels.of(Map.of(LABEL, value)));
            }
        }
        return labels.plus(Labels.of(Map.of(LABEL, "unknown_service")));
    }
}
