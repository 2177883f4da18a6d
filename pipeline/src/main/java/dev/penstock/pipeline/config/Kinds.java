package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of components that are not read: by their kinds. */
final class Kinds {

    static final String PROCESS = "loki.process";
    static final String RELABEL = "loki.relabel";
    static final String WRITE = "loki.write";
    static final String METRICS_RELABEL = "prometheus.relabel";
    static final String REMOTE_WRITE = "prometheus.remote_write";
    static final String SECRET_FILTER = "loki.secretfilter";

    /** What lines may go through after their source. */
    static final Set<String> OF_LOGS = Set.of(PROCESS, RELABEL, WRITE, SECRET_FILTER, "loki.enrich", "loki.echo");

    /** What samples may go through after their source. */
    static final Set<String> OF_METRICS =
            Set.of(METRICS_RELABEL, REMOTE_WRITE, "prometheus.enrich", "prometheus.echo", "prometheus.write.queue");

    /** Kinds whose names may be misspelt. */
    private static final List<String> READ = List.of(PROCESS, RELABEL, WRITE, METRICS_RELABEL, REMOTE_WRITE);

    /**
     * What becomes of a kind.
     *
     * @param outcome replaced or not taken over
     * @param message why, and what to do
     */
    record Fate(Outcome outcome, String message) {}

    /** By the beginning of the kind's name; the first that fits counts. */
    private static final Map<String, Fate> FATES = new LinkedHashMap<>();

    static {
        replaced("loki.source.", "replaced by the appender, which takes lines from the logging framework itself");
        replaced("local.file_match", "replaced by the appender: no files are read");
        replaced(
                "discovery.",
                "replaced by the appender and the registry, which are in the application and need not find it");
        replaced("prometheus.scrape", "replaced by the registry, which publishes the application's meters itself");
        replaced(
                "prometheus.exporter.",
                "replaced by the registry for what it has of the process; metrics of other systems need an exporter of"
                        + " their own. What to do: have penstock.jar scrape them, or leave the agent in place for them");
        replaced("prometheus.operator.", "replaced by the registry, which publishes the application's meters itself");
        lost(
                "prometheus.receive_http",
                "the application sends its own metrics; others' have no way in. What to do: leave the agent in place for"
                        + " those that write to it");
        lost("prometheus.enrich", "targets are not known in the application. What to do: set external labels");
        lost("prometheus.echo", "it prints metrics, for experiments");
        lost(
                "prometheus.write.queue",
                "remote write is read from prometheus.remote_write alone. What to do: write its endpoint as"
                        + " prometheus.remote_write");
        lost("prometheus.", "it has no part in sending the application's own metrics");
        lost(
                "loki.echo",
                "it prints lines, for experiments. What to do: penstock.jar dry-run shows what would be sent");
        lost("loki.enrich", "targets are not known in the application. What to do: set labels of the appender");
        lost("loki.rules.", "rules are kept by the backend. What to do: load them with lokitool or the agent");
        lost("mimir.", "rules and alerts are kept by the backend. What to do: load them with mimirtool or the agent");
        lost(
                "otelcol.",
                "OpenTelemetry's data takes another way, in which Penstock has no part. What to do: leave the agent in"
                        + " place for it, or use OpenTelemetry's own agent for Java");
        lost("pyroscope.", "profiles are not shipped. What to do: use the agent pyroscope.jar");
        lost(
                "faro.",
                "frontend telemetry does not come from this process. What to do: leave the agent in place for it");
        lost("beyla.", "eBPF needs an agent beside the application");
        lost("database_observability.", "databases are not watched from within the application");
        lost(
                "remote.",
                "the service that it asks is not asked. What to do: write its values as sys.env(\"NAME\") where they are"
                        + " used");
        lost("logging", "how the agent itself logs has no meaning here: Penstock says things through status messages");
        lost("tracing", "the agent's own traces have no meaning here");
        lost("http", "there is no server here");
        lost("livedebugging", "there is no agent to look into. What to do: penstock.jar dry-run shows what stages do");
        lost("remotecfg", "configuration is not fetched from elsewhere. What to do: give the file itself");
        lost(
                "import.",
                "modules are not loaded. What to do: copy the module's loki.process and loki.write into this file");
        lost("declare", "custom components are not taken over. What to do: write what stands in it where it is used");
        lost("argument", "there are no modules that arguments could be given to");
        lost("export", "there are no modules that could export something");
        lost("foreach", "it repeats components for many targets; here is one application");
    }

    private Kinds() {}

    private static void replaced(String beginning, String message) {
        FATES.put(beginning, new Fate(Outcome.REPLACED, message));
    }

    private static void lost(String beginning, String message) {
        FATES.put(beginning, new Fate(Outcome.NOT_TAKEN_OVER, message));
    }

    /** What becomes of a kind that is not read. */
    static Fate fate(String kind) {
        for (Map.Entry<String, Fate> each : FATES.entrySet()) {
            String beginning = each.getKey();
            if (beginning.endsWith(".") ? kind.startsWith(beginning) : kind.equals(beginning)) {
                return each.getValue();
            }
        }
        return new Fate(
                Outcome.NOT_TAKEN_OVER,
                "Penstock knows no such component. What to do: if it comes from a module, write here what stands there");
    }

    /** What components offer of the kinds that are read; none for others, of which it is not known. */
    static List<String> exports(String kind) {
        return switch (kind) {
            case PROCESS, WRITE, REMOTE_WRITE -> List.of("receiver");
            case RELABEL, METRICS_RELABEL -> List.of("receiver", "rules");
            case "local.file" -> List.of("content");
            default -> List.of();
        };
    }

    /** The kind that was probably meant; null when the name may be right. */
    static @Nullable String meant(String kind) {
        boolean known = OF_LOGS.contains(kind)
                || OF_METRICS.contains(kind)
                || FATES.keySet().stream()
                        .anyMatch(each -> !each.equals("prometheus.")
                                && (each.endsWith(".") ? kind.startsWith(each) : kind.equals(each)));
        return known || kind.equals("local.file") ? null : Names.closest(kind, READ);
    }

    /** Whether a component has data of its own, so that nobody need refer to it. */
    static boolean isSource(String kind) {
        return kind.startsWith("loki.source.")
                || kind.startsWith("prometheus.scrape")
                || kind.startsWith("prometheus.operator.")
                || kind.startsWith("prometheus.receive")
                || kind.startsWith("otelcol.")
                || kind.startsWith("pyroscope.")
                || kind.startsWith("faro.")
                || kind.startsWith("beyla.")
                || kind.startsWith("mimir.")
                || kind.startsWith("loki.rules.")
                || kind.startsWith("database_observability.");
    }
}
