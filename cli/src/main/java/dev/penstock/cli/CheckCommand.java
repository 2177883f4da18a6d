package dev.penstock.cli;

import dev.penstock.check.BackendCheck;
import dev.penstock.check.CheckReport;
import dev.penstock.diagnostics.DiagnosticListener.Severity;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.transport.HttpTransport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock check}: sends a log line and a sample, reads them back, and says which step failed. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Penstock.Version.class,
        sortOptions = false,
        description = {
            "Sends one log line to Loki and one sample to Prometheus, Mimir or another receiver of remote write, as the"
                    + " appenders and registries do, and reads them back by query. Says step by step what is well, which step"
                    + " failed, and what to do: dns, connect, tls, auth, tenant, path, accepted, queryable."
        },
        footer = {
            "",
            "What is stored: a line in the stream {service_name=\"penstock-check\"}, and a sample of penstock_check.",
            "Exit codes: 0 no step failed; 1 a step failed; 2 wrong options.",
            "Example: penstock check --loki http://localhost:3100 --prometheus http://localhost:9090"
        })
final class CheckCommand implements Callable<Integer> {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final PrintStream out;
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--loki",
            paramLabel = "URL",
            description = "Where logs are pushed to, such as http://localhost:3100; with user:password@ if need be."
                    + " Without a path, Loki's /loki/api/v1/push is taken.")
    private @Nullable String loki;

    @Option(
            names = {"--prometheus", "--remote-write"},
            paramLabel = "URL",
            description = "Where metrics are written to, such as http://localhost:9090 or"
                    + " http://mimir:9009/api/v1/push; with user:password@ if need be. Without a path, Prometheus'"
                    + " /api/v1/write is taken.")
    private @Nullable String prometheus;

    @Option(
            names = "--loki-query",
            paramLabel = "URL",
            description =
                    "Where Loki answers queries, if that is elsewhere; with user:password@ for other credentials.")
    private @Nullable String lokiQuery;

    @Option(
            names = "--prometheus-query",
            paramLabel = "URL",
            description = "Where queries for metrics are answered, if that is elsewhere, such as"
                    + " http://mimir:9009/prometheus; with user:password@ for other credentials.")
    private @Nullable String prometheusQuery;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "10s",
            description = "The longest time for each step, and three times as long to read back: 10ms to 10m. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(10);

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    CheckCommand(PrintStream out, Console console) {
        this.out = out;
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean passed = true;
        String separator = "";
        for (BackendCheck each : planned()) {
            out.println(separator + each.title());
            CheckReport report = each.run(timeout, out::println);
            passed &= report.passed();
            separator = System.lineSeparator();
        }
        return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<BackendCheck> planned() {
        if (loki == null && prometheus == null) {
            throw usage("nothing to check; expected --loki URL, --prometheus URL or both", null);
        }
        if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw usage("--timeout is not accepted; expected a duration from 10ms to 10m", null);
        }
        unused("--loki-query", lokiQuery, "--loki", loki);
        unused("--prometheus-query", prometheusQuery, "--prometheus", prometheus);
        Map<String, String> options = ConnectionOptions.options();
        try {
            List<BackendCheck> planned = new ArrayList<>();
            knowsAll();
            if (loki != null) {
                planned.add(planned(logs(options, loki), options));
            }
            if (prometheus != null) {
                planned.add(planned(metrics(options, prometheus), options));
            }
            return planned;
        } catch (SettingException e) {
            throw usage(ConnectionOptions.inWordsOfOptions(e, options), e);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()), e);
        }
    }

    private BackendCheck planned(ShipperSettings settings, Map<String, String> options) {
        usable(settings);
        options.put("queryUrl", "--loki-query");
        return BackendCheck.loki(settings).queryUrl(lokiQuery);
    }

    private BackendCheck planned(RemoteWriteSettings settings, Map<String, String> options) {
        usable(settings.delivery());
        options.put("queryUrl", "--prometheus-query");
        return BackendCheck.remoteWrite(settings).queryUrl(prometheusQuery);
    }

    /** Files that cannot be used are wrong options, and no finding about a backend. */
    private void usable(ShipperSettings settings) {
        new HttpTransport(settings).close();
        settings.warnings().forEach(each -> console.onMessage(Severity.WARN, "check: " + each));
    }

    private ShipperSettings logs(Map<String, String> options, String url) {
        ShipperSettingsBuilder builder = ShipperSettings.builder();
        others(ShipperSettingsBuilder.names(), builder::set, options);
        options.put("url", "--loki");
        builder.url(url);
        connection.apply(
                new ConnectionOptions.Target(builder::set, builder::externalLabels, builder::headers), options);
        return builder.build();
    }

    private RemoteWriteSettings metrics(Map<String, String> options, String url) {
        RemoteWriteSettingsBuilder builder = RemoteWriteSettings.builder();
        others(RemoteWriteSettingsBuilder.names(), builder::set, options);
        options.put("url", "--prometheus");
        builder.url(url);
        connection.apply(WriteOptions.target(builder), options);
        return builder.build();
    }

    /** Sets a setting from text. */
    private interface Setter {
        Object set(String name, String value);
    }

    /** A setting of logs alone does not concern metrics, and the other way round. */
    private void others(List<String> names, Setter setter, Map<String, String> options) {
        connection.others().forEach((name, value) -> {
            if (isOneOf(name, names)) {
                options.put(name, "--set " + name);
                Object unused = setter.set(name, value);
            }
        });
    }

    private void knowsAll() {
        List<String> names = new ArrayList<>();
        if (loki != null) {
            names.addAll(ShipperSettingsBuilder.names());
        }
        if (prometheus != null) {
            RemoteWriteSettingsBuilder.names().stream()
                    .filter(each -> !names.contains(each))
                    .forEach(names::add);
        }
        connection.others().keySet().forEach(name -> {
            if (!isOneOf(name, names)) {
                throw SettingException.unknown(name, names);
            }
        });
    }

    private static boolean isOneOf(String name, List<String> names) {
        return names.stream().anyMatch(each -> normalised(each).equals(normalised(name)));
    }

    private static String normalised(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    private void unused(String option, @Nullable String value, String of, @Nullable String checked) {
        if (value != null && checked == null) {
            throw usage(option + " is without effect; expected " + of + " URL beside it", null);
        }
    }

    private ParameterException usage(String message, @Nullable Exception cause) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        return cause == null ? new ParameterException(line, message) : new ParameterException(line, message, cause);
    }
}
