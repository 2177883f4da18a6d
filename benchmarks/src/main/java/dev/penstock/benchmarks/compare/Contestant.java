package dev.penstock.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of those that are compared.
 *
 * @param name as in the tables
 * @param folder its module in {@code benchmarks/contestants}
 * @param api see {@link LoggingApi#named}
 * @param configuration the file in its folder
 * @param options of its JVM, beyond those that all have
 * @param sends whether it sends to the receiver
 * @param logFile whether it writes a file
 */
record Contestant(
        String name,
        String folder,
        String api,
        String configuration,
        List<String> options,
        boolean sends,
        boolean logFile) {

    /** All there are, in the order of the tables. */
    static final List<Contestant> ALL = List.of(
            logback("penstock-logback", "penstock-logback"),
            logback("penstock-logback-block", "penstock-logback", "-Doverflow=block"),
            log4j2("penstock-log4j2", "penstock-log4j2", "log4j2"),
            log4j2("penstock-log4j2-gcfree", "penstock-log4j2", "log4j2-gcfree"),
            logback("loki4j", "loki4j"),
            logback("loki4j-json", "loki4j", "-DuseProtobufApi=false"),
            logback("tjahzi-logback", "tjahzi-logback"),
            log4j2("tjahzi-log4j2", "tjahzi-log4j2", "log4j2"),
            log4j2("tjahzi-log4j2-gcfree", "tjahzi-log4j2", "log4j2-gcfree"),
            logback("opentelemetry", "opentelemetry"),
            new Contestant("file", "logback", "logback", "file.xml", List.of(), false, true),
            new Contestant("noop-logback", "logback", "logback", "noop.xml", List.of(), false, false),
            new Contestant("noop-log4j2", "log4j2", "log4j2", "noop.xml", List.of(), false, false),
            new Contestant(
                    "noop-log4j2-gcfree",
                    "log4j2",
                    "log4j2-gcfree",
                    "noop.xml",
                    List.of("-Dlog4j2.garbagefreeThreadContextMap=true"),
                    false,
                    false));

    private static Contestant logback(String name, String folder, String... options) {
        return new Contestant(name, folder, "logback", "logback.xml", List.of(options), true, false);
    }

    private static Contestant log4j2(String name, String folder, String api) {
        List<String> options =
                api.endsWith("gcfree") ? List.of("-Dlog4j2.garbagefreeThreadContextMap=true") : List.of();
        return new Contestant(name, folder, api, "log4j2.xml", options, true, false);
    }

    /** Those that run when none is asked for by name. */
    static Stream<Contestant> byDefault() {
        return ALL.stream().filter(each -> !each.name().equals("loki4j-json"));
    }

    /** Whether its module has been built. */
    boolean isBuilt(Path benchmarks) {
        return Files.exists(classPathFile(benchmarks));
    }

    /** What its JVM is told, without the executable. */
    List<String> command(Path benchmarks, int receiverPort, Path runDirectory) throws IOException {
        Path module = benchmarks.resolve("contestants").resolve(folder);
        Path file = module.resolve(configuration).toAbsolutePath();
        List<String> command = new ArrayList<>(options);
        command.add("-Dreceiver.port=" + receiverPort);
        command.add("-Drun.directory=" + runDirectory);
        command.add((api.equals("logback") ? "-Dlogback.configurationFile=" : "-Dlog4j2.configurationFile=")
                + file.toUri());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                benchmarks.resolve("target/classes").toString(),
                module.resolve("target/classes").toString(),
                Files.readString(classPathFile(benchmarks)).strip()));
        command.add(ContestantMain.class.getName());
        command.add("api=" + api);
        return command;
    }

    private Path classPathFile(Path benchmarks) {
        return benchmarks.resolve("contestants").resolve(folder).resolve("target/classpath");
    }
}
