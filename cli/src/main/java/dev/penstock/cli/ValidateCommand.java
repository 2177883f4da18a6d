package dev.penstock.cli;

import dev.penstock.pipeline.config.Finding.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock validate}: says what of an agent's configuration is taken over, and what is wrong with it. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        versionProvider = Penstock.Version.class,
        sortOptions = false,
        description = {
            "Reads the configuration of an agent (config.alloy) and says what of it Penstock takes over, what the appender"
                    + " and the registry replace, what is not taken over and why, and what is wrong or hardly meant so, each"
                    + " with file and line and what to do. A file with stages alone is read as a pipeline."
        },
        footer = {
            "",
            "Exit codes: 0 usable; 1 usable with warnings, under --strict; 2 not usable, or wrong options.",
            "Example: penstock validate config.alloy"
        })
final class ValidateCommand implements Callable<Integer> {

    private static final int NOT_USABLE = 2;
    private static final int WITH_WARNINGS = 1;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Configurations: files, directories whose files *.alloy are read together, or - for standard input.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--strict", description = "Warnings are a failure, too.")
    private boolean strict;

    @Option(
            names = "--pipeline",
            description = "The files have stages alone, as a pipeline has them. Without it, that is found out.")
    private boolean pipeline;

    @Option(names = "--json", description = "Write one JSON document for machines.")
    private boolean json;

    ValidateCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        int worst = 0;
        List<Object> documents = new ArrayList<>();
        String separator = "";
        for (String name : names) {
            try {
                Configuration configuration = Configuration.read(name, pipeline, in);
                worst = Math.max(worst, exitCode(configuration));
                if (json) {
                    documents.add(ReportText.json(configuration));
                } else {
                    out.print(separator + ReportText.text(configuration));
                    separator = "\n";
                }
            } catch (IOException | InvalidPathException e) {
                worst = NOT_USABLE;
                String message = Console.oneLine(String.valueOf(e.getMessage()));
                err.println("validate: " + message);
                documents.add(ReportText.unreadable(name, message));
            }
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("usable", worst < NOT_USABLE);
            document.put("exitCode", worst);
            document.put("configurations", documents);
            out.println(JsonText.of(document));
        }
        return worst;
    }

    private int exitCode(Configuration configuration) {
        if (!configuration.report().isUsable()) {
            return NOT_USABLE;
        }
        return strict && !configuration.report().of(Outcome.WARNING).isEmpty() ? WITH_WARNINGS : 0;
    }
}
