package dev.penstock.samples.quickstart;

import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: ships a small shop's log, or any text, and shows what the backend stored. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        version = "quickstart of Penstock",
        description = {
            "Ships log events through SLF4J, Logback and Penstock to a Loki, and metrics through Micrometer and Penstock to a"
                    + " Prometheus, asks both what they stored, and prints a summary.",
            "Without options: a small shop's log and metrics, to an embedded backend."
        },
        footer = {
            "",
            "Exit codes: 0 everything was delivered and found stored; 1 something is missing; 2 wrong options.",
            "With Maven: ./mvnw -q -Pquickstart -Dquickstart.args=\"--file app.log\""
        })
public final class Quickstart implements Callable<Integer> {

    private final PrintStream out;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PATH",
            description = "Ship this file, each line as one event; - is standard input. Can be repeated.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"-l", "--loki"},
            paramLabel = "URL",
            defaultValue = "${env:LOKI_URL}",
            description = "Ship to this Loki instead of the embedded backend, such as http://localhost:3100."
                    + " The environment variable LOKI_URL does the same.")
    private @Nullable String loki;

    @Option(
            names = {"-p", "--prometheus"},
            paramLabel = "URL",
            defaultValue = "${env:PROMETHEUS_URL}",
            description = "Write metrics to this Prometheus or Mimir instead of the embedded backend, such as"
                    + " http://localhost:9090. The environment variable PROMETHEUS_URL does the same.")
    private @Nullable String prometheus;

    @Option(
            names = "--tenant",
            paramLabel = "ID",
            description = "The tenant (X-Scope-OrgID), where the Loki, or the Mimir, has several.")
    private @Nullable String tenant;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the deliveries, and again for the query. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    private Quickstart(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the sample and ends the JVM with its exit code.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Thread.currentThread().setName("main");
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(out, System.err, args));
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        CommandLine commandLine = new CommandLine(new Quickstart(out));
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setParameterExceptionHandler((e, arguments) -> {
            err.println("quickstart: " + e.getMessage() + " (--help explains)");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((e, line, result) -> {
            err.println("quickstart: " + e);
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine.execute(args);
    }

    @Override
    public Integer call() throws Exception {
        @Nullable String problem = problem();
        if (problem != null) {
            System.err.println("quickstart: " + problem);
            return CommandLine.ExitCode.USAGE;
        }
        List<TextSource> sources = files.stream().map(TextSource::of).toList();
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        try (Destination destination = loki == null || loki.isBlank()
                        ? Destination.embedded()
                        : Destination.loki(loki.strip(), tenant);
                MetricsDestination metrics = prometheus == null || prometheus.isBlank()
                        ? MetricsDestination.embedded(destination)
                        : MetricsDestination.prometheus(prometheus.strip(), tenant)) {
            out.println("shipping " + (sources.isEmpty() ? "a small shop's log" : sources.size() + " text(s)") + " to "
                    + destination.name());
            out.println("writing metrics to " + metrics.name());
            return new Run(destination, metrics, timeout, out).ship(sources) ? 0 : 1;
        }
    }

    /** What is wrong with the options; null when nothing is. */
    private @Nullable String problem() {
        if (timeoutSeconds < 1) {
            return "--timeout '" + timeoutSeconds + "' is not accepted; expected seconds, at least 1";
        }
        for (String file : files) {
            String problem = file.equals("-") ? null : problem(file);
            if (problem != null) {
                return problem;
            }
        }
        if (loki != null && !loki.isBlank()) {
            try {
                ShipperSettings.builder().url(loki).tenantId(tenant).build();
            } catch (SettingException e) {
                return problem(e, "--loki");
            }
        }
        if (prometheus != null && !prometheus.isBlank()) {
            try {
                RemoteWriteSettings.builder().url(prometheus).tenantId(tenant).build();
            } catch (SettingException e) {
                return problem(e, "--prometheus");
            }
        }
        return null;
    }

    private static String problem(SettingException e, String urlOption) {
        String option = e.setting().equals("url") ? urlOption : "--tenant";
        return option
                + Objects.requireNonNull(e.getMessage()).substring(e.setting().length());
    }

    private static @Nullable String problem(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.exists(path)) {
                return "cannot read " + file + ": there is no such file";
            }
            if (Files.isDirectory(path)) {
                return "cannot read " + file + ": it is a directory";
            }
            return Files.isReadable(path) ? null : "cannot read " + file + ": permission denied";
        } catch (InvalidPathException e) {
            return "cannot read " + file + ": not a file name";
        }
    }
}
