package dev.penstock.cli;

import dev.penstock.pipeline.config.Finding;
import dev.penstock.pipeline.config.Finding.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock dry-run}: shows for each line what would be sent. */
@Command(
        name = "dry-run",
        mixinStandardHelpOptions = true,
        versionProvider = Penstock.Version.class,
        sortOptions = false,
        description = {
            "Sends each line of standard input through the stages of a configuration, and shows what would be shipped:"
                    + " stream, structured metadata, time and line, or the stage that dropped it. Nothing is sent anywhere.",
            "Each line is an event of its own, now, with the line as its message. stage.limit does not wait here: it"
                    + " lets through what it would hold up."
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 the configuration has warnings, under --strict; 2 its stages cannot be used, or wrong"
                    + " options.",
            "Example: penstock dry-run config.alloy --label app=shop --value level=INFO < lines.txt"
        })
final class DryRunCommand implements Callable<Integer> {

    private static final int NOT_USABLE = 2;
    private static final long NANOS = 1_000_000_000L;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A configuration: a file, or a directory whose files *.alloy are read together.")
    private @Nullable String config;

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = "A file with stages alone, in place of a configuration.")
    private @Nullable String pipeline;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A label that lines have before the first stage. Can be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--value",
            paramLabel = "NAME=VALUE",
            description =
                    "What events have by themselves, such as level=INFO, logger=shop.Orders, or a name of the MDC."
                            + " Can be repeated.")
    private List<String> values = new ArrayList<>();

    @Option(
            names = "--timestamp",
            paramLabel = "TIME",
            description =
                    "The time of all events, such as 2026-03-01T12:00:00Z, or nanoseconds since 1970. Default: now.")
    private @Nullable String timestamp;

    @Option(names = "--strict", description = "Warnings about the configuration are a failure, too.")
    private boolean strict;

    @Option(
            names = "--json",
            description = "Write a JSON object in each line, with labels, structuredMetadata, timestamp and line, or"
                    + " droppedBy and reason.")
    private boolean json;

    DryRunCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> givenLabels = pairs("--label", labels);
        Map<String, String> givenValues = pairs("--value", values);
        Long time = timestamp == null ? null : nanos(timestamp);
        Configuration configuration = configuration();
        if (configuration == null) {
            return NOT_USABLE;
        }
        boolean warned = complain(configuration);
        if (configuration.isPipelineRefused()
                || (configuration.pipeline() == null && !configuration.report().isUsable())) {
            return NOT_USABLE;
        }
        DryRun run = new DryRun(
                configuration.pipeline(),
                givenLabels,
                givenValues,
                configuration.externalLabels(),
                json ? new JsonResults(out) : new TextResults(out));
        InputLines lines = new InputLines(in);
        for (String line = lines.next(); line != null; line = lines.next()) {
            run.send(line, time == null ? now() : time);
        }
        out.flush();
        return strict && warned ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private @Nullable Configuration configuration() {
        if ((config == null) == (pipeline == null)) {
            throw usage("expected either a configuration or --pipeline FILE");
        }
        String name = Objects.requireNonNull(config == null ? pipeline : config);
        if (name.equals(Configuration.STDIN)) {
            throw usage("standard input has the lines; expected a file");
        }
        try {
            return Configuration.read(name, pipeline != null, in);
        } catch (IOException | InvalidPathException e) {
            err.println("dry-run: " + Console.oneLine(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** Says what is wrong, and returns whether there are warnings. */
    private boolean complain(Configuration configuration) {
        for (Finding each : configuration.report().of(Outcome.WARNING)) {
            err.println("Warning: " + Console.oneLine(each.toString()));
        }
        for (Finding each : configuration.report().of(Outcome.ERROR)) {
            err.print(ReportText.error(configuration, each));
        }
        return !configuration.report().of(Outcome.WARNING).isEmpty();
    }

    private Map<String, String> pairs(String option, List<String> texts) {
        try {
            return Pairs.parse(option, texts);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS + now.getNano();
    }

    private long nanos(String text) {
        String value = text.strip();
        try {
            if (value.matches("-?\\d+")) {
                return Long.parseLong(value);
            }
            Instant time = OffsetDateTime.parse(value).toInstant();
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw usage("--timestamp '" + value
                    + "' is not accepted; expected a time such as 2026-03-01T12:00:00Z, or nanoseconds since 1970");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
