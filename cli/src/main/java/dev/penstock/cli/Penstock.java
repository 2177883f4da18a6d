package dev.penstock.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command and says what was wrong. */
@Command(
        name = "penstock",
        mixinStandardHelpOptions = true,
        versionProvider = Penstock.Version.class,
        description = "Ships logs and metrics straight to Grafana Loki and Prometheus/Mimir, without an agent.",
        footer = {"", "Exit codes: 0 done; 1 failed; 2 wrong options.", "penstock COMMAND --help explains a command."})
public final class Penstock {

    private Penstock() {}

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "penstock "
                        + Objects.requireNonNullElse(Penstock.class.getPackage().getImplementationVersion(), "dev")
            };
        }
    }

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(System.in, out, err, StopSignal.ofProcess(), args));
    }

    static int run(InputStream in, PrintStream out, PrintStream err, StopSignal stop, String... args) {
        CommandLine commandLine = new CommandLine(new Penstock());
        commandLine.addSubcommand(new ScrapeCommand(out, new Console(err), stop));
        commandLine.addSubcommand(new CheckCommand(out, new Console(err)));
        commandLine.addSubcommand(new ValidateCommand(in, out, err));
        commandLine.addSubcommand(new DryRunCommand(in, out, err));
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((e, arguments) -> {
            err.println(usageError(e));
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((e, line, result) -> {
            err.println(line.getCommandSpec().qualifiedName() + ": failed: " + Console.oneLine(e.toString()));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine.execute(args);
    }

    private static String usageError(ParameterException e) {
        CommandLine line = e.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        StringBuilder text =
                new StringBuilder(name).append(": ").append(Console.oneLine(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched) {
            if (!line.getSubcommands().isEmpty()) {
                text.append("; expected one of the commands ")
                        .append(String.join(", ", line.getSubcommands().keySet()));
            } else if (unmatched.isUnknownOption()) {
                text.append("; expected one of ").append(String.join(", ", options(line)));
            }
        } else if (!line.getSubcommands().isEmpty()) {
            text.append("; expected one of ")
                    .append(String.join(", ", line.getSubcommands().keySet()));
        }
        return text.append(" (").append(name).append(" --help explains)").toString();
    }

    private static List<String> options(CommandLine line) {
        TreeSet<String> names = new TreeSet<>();
        line.getCommandSpec().options().forEach(option -> names.add(option.longestName()));
        return List.copyOf(names);
    }
}
