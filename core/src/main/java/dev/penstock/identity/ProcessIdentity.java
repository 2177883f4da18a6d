package dev.penstock.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is, from what its surroundings tell: service, namespace, host, pod, container.
 *
 * <p>Reads the environment once, at start; asks no network. Immutable.
 */
public final class ProcessIdentity {

    /** What is the same for all instances of a service: good labels, for they make no new streams. */
    private final Map<String, String> labels = new LinkedHashMap<>();

    /** What tells one instance from another: metadata, for as labels they would multiply streams. */
    private final Map<String, String> resource = new LinkedHashMap<>();

    private final String serviceName;

    private ProcessIdentity(Surroundings around) {
        Map<String, String> attributes = otelAttributes(around.env("OTEL_RESOURCE_ATTRIBUTES"));
        serviceName = serviceName(around, attributes);
        put(labels, "service_namespace", attributes.remove("service.namespace"));
        put(
                labels,
                "deployment_environment",
                first(attributes.remove("deployment.environment.name"), attributes.remove("deployment.environment")));
        put(labels, "namespace", first(attributes.remove("k8s.namespace.name"), kubernetesNamespace(around)));
        put(resource, "host", host(around, attributes));
        put(resource, "pod", first(attributes.remove("k8s.pod.name"), podName(around)));
        put(resource, "node", first(attributes.remove("k8s.node.name"), env(around, "K8S_NODE_NAME", "NODE_NAME")));
        put(resource, "container_id", first(attributes.remove("container.id"), containerId(around)));
        attributes.forEach((name, value) -> put(resource, name.replace('.', '_'), value));
    }

    /**
     * The identity of this process.
     *
     * @return read anew
     */
    public static ProcessIdentity detect() {
        return of(Surroundings.real());
    }

    /**
     * The host of this process alone, as it is in {@link #resource()}: without asking for all the rest.
     *
     * @return null when nothing tells
     */
    public static @Nullable String detectHost() {
        return hostOf(Surroundings.real());
    }

    static @Nullable String hostOf(Surroundings around) {
        Map<String, String> attributes = otelAttributes(around.env("OTEL_RESOURCE_ATTRIBUTES"));
        return first(attributes.get("host"), host(around, attributes));
    }

    static ProcessIdentity of(Surroundings around) {
        return new ProcessIdentity(around);
    }

    private ProcessIdentity(ProcessIdentity detected, @Nullable String name, Map<String, String> more) {
        serviceName = name == null || name.isBlank() ? detected.serviceName : name.strip();
        labels.putAll(detected.labels);
        resource.putAll(more);
        detected.resource.forEach(resource::putIfAbsent);
    }

    /**
     * This identity, where somebody knows better than the surroundings.
     *
     * @param name the name of the service; null leaves it as it is
     * @param more comes first in {@link #resource()}, and wins there
     * @return another identity
     */
    public ProcessIdentity with(@Nullable String name, Map<String, String> more) {
        return new ProcessIdentity(this, name, more);
    }

    /**
     * The name of the service: {@code spring.application.name}, {@code OTEL_SERVICE_NAME}, {@code service.name} in
     * {@code OTEL_RESOURCE_ATTRIBUTES}, else the main class or jar, else Loki's own {@code unknown_service}.
     *
     * @return never empty
     */
    public String serviceName() {
        return serviceName;
    }

    /**
     * What is the same for all instances of the service: namespace, deployment environment.
     *
     * @return label names and values, mostly none
     */
    public Map<String, String> labels() {
        return Collections.unmodifiableMap(labels);
    }

    /**
     * What tells this instance from others: host, pod, node, container, and the rest of
     * {@code OTEL_RESOURCE_ATTRIBUTES}.
     *
     * @return metadata names and values
     */
    public Map<String, String> resource() {
        return Collections.unmodifiableMap(resource);
    }

    private static String serviceName(Surroundings around, Map<String, String> attributes) {
        String fromAttributes = attributes.remove("service.name");
        String known = first(
                around.property("spring.application.name"),
                around.env("SPRING_APPLICATION_NAME"),
                around.env("OTEL_SERVICE_NAME"),
                fromAttributes,
                mainClass(around.property("sun.java.command")));
        return known == null ? "unknown_service" : known;
    }

    /** The main class, or the name of the jar: {@code /opt/shop-1.2.jar --port 80} is {@code shop-1.2}. */
    private static @Nullable String mainClass(@Nullable String command) {
        if (command == null || command.isBlank()) {
            return null;
        }
        String main = command.strip().split("\\s", 2)[0];
        int jar = command.indexOf(".jar");
        if (jar > 0 && (main.contains("/") || main.contains("\\")) && !main.endsWith(".jar")) {
            // A path with a blank in it, which nothing sets apart from the arguments.
            main = command.strip().substring(0, jar + ".jar".length());
        }
        if (main.endsWith(".jar")) {
            String file = main.substring(Math.max(main.lastIndexOf('/'), main.lastIndexOf('\\')) + 1);
            return file.substring(0, file.length() - ".jar".length());
        }
        // java -m module/class
        return main.substring(main.indexOf('/') + 1);
    }

    /** {@code key=value,key=value}, percent-encoded. Source: OpenTelemetry specification, Resource SDK. */
    private static Map<String, String> otelAttributes(@Nullable String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (text == null) {
            return attributes;
        }
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                put(
                        attributes,
                        pair.substring(0, equals).strip(),
                        percentDecoded(pair.substring(equals + 1).strip()));
            }
        }
        return attributes;
    }

    private static String percentDecoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static @Nullable String host(Surroundings around, Map<String, String> attributes) {
        return first(attributes.remove("host.name"), hostName(around));
    }

    private static @Nullable String hostName(Surroundings around) {
        // Not InetAddress.getLocalHost(), which can hang for seconds where DNS is broken.
        return first(
                around.env("HOSTNAME"),
                around.firstLine("/proc/sys/kernel/hostname"),
                around.firstLine("/etc/hostname"),
                around.env("COMPUTERNAME"));
    }

    private static boolean inKubernetes(Surroundings around) {
        return around.env("KUBERNETES_SERVICE_HOST") != null;
    }

    /** The names that manifests commonly give to the downward API's fields; without one, a pod's host name is its own. */
    private static @Nullable String podName(Surroundings around) {
        String named = env(around, "POD_NAME", "K8S_POD_NAME", "KUBERNETES_POD_NAME", "MY_POD_NAME");
        return named == null && inKubernetes(around) ? around.env("HOSTNAME") : named;
    }

    private static @Nullable String kubernetesNamespace(Surroundings around) {
        String named = env(
                around,
                "POD_NAMESPACE",
                "K8S_NAMESPACE",
                "K8S_POD_NAMESPACE",
                "KUBERNETES_NAMESPACE",
                "MY_POD_NAMESPACE");
        return first(named, around.firstLine("/var/run/secrets/kubernetes.io/serviceaccount/namespace"));
    }

    /** 64 hexadecimal digits in cgroup v1's path, or in cgroup v2's mount of the container's hostname file. */
    private static @Nullable String containerId(Surroundings around) {
        String cgroup = match("([0-9a-f]{64})(?:\\.scope)?\\s*$", around.text("/proc/self/cgroup"));
        if (cgroup != null) {
            return cgroup;
        }
        String mounts = around.text("/proc/self/mountinfo");
        // Outside of containers there is nothing to search for, and the start of the application need not wait for it.
        return mounts != null && (mounts.contains("/containers/") || mounts.contains("/sandboxes/"))
                ? match("/(?:containers|sandboxes)/([0-9a-f]{64})/", mounts)
                : null;
    }

    private static @Nullable String match(String regex, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static @Nullable String env(Surroundings around, String... names) {
        for (String name : names) {
            String value = first(around.env(name));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private static void put(Map<String, String> target, String name, @Nullable String value) {
        if (value != null && !value.isBlank() && !name.isBlank()) {
            target.put(name, value);
        }
    }
}
