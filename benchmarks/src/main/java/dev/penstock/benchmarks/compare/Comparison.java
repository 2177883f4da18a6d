package dev.penstock.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs all contestants in all modes, one after the other, round for round, and writes tables and a chart.
 *
 * <p>Options, each with a value: {@code --contestants a,b}, {@code --modes paced,saturate-1,saturate-2}, {@code --rounds 3},
 * {@code --java} (a JDK's folder), {@code --warmup 200000}, {@code --benchmarks} (this module's folder), {@code --write no}
 * (leaves README.md and the chart as they are), {@code --render file} (runs nothing, takes the figures of an earlier one).
 */
public final class Comparison {

    private static final Set<String> OPTIONS =
            Set.of("contestants", "modes", "rounds", "java", "warmup", "benchmarks", "write", "render");

    /** Longer than tjahzi waits with a batch. */
    private static final Duration QUIET = Duration.ofSeconds(7);

    private Comparison() {}

    /**
     * Runs once.
     *
     * @param args see above
     * @throws Exception when a run could not be made
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, OPTIONS);
        Path benchmarks = options.benchmarks();
        List<Contestant> contestants = options.contestants(benchmarks, Contestant.byDefault());
        List<Mode> modes = options.list("modes", "paced,saturate-1,saturate-2").stream()
                .map(Mode::named)
                .toList();
        String render = options.get("render");
        Results results = render == null ? run(options, benchmarks, contestants, modes) : Results.read(Path.of(render));
        String text = new ComparisonReport(results, contestants).text(modes);
        System.out.println(text);
        if (options.writes()) {
            String picture = "\n![four figures of each contestant](../docs/comparison.svg)\n";
            MarkedSection.replace(benchmarks.resolve("README.md"), "comparison", picture + text);
            Files.writeString(
                    benchmarks.resolve("../docs/comparison.svg").normalize(),
                    new ComparisonChart(results, contestants).svg());
        }
    }

    private static Results run(Options options, Path benchmarks, List<Contestant> contestants, List<Mode> modes)
            throws IOException, InterruptedException {
        Path target = benchmarks.resolve("target/comparison");
        Path java = ChildJvm.executable(options.get("java"));
        int warmUp = options.number("warmup", 200_000);
        Results results = new Results();
        for (Mode mode : modes) {
            for (int round = 1; round <= options.number("rounds", 3); round++) {
                for (Contestant each : contestants) {
                    Path directory = target.resolve(mode.name() + "-" + each.name() + "-" + round);
                    Run run = new Run(java, benchmarks, directory, each, mode, warmUp, QUIET);
                    System.err.println(mode.name() + " " + round + " " + each.name() + ": " + run(run, results));
                    results.write(target.resolve("results.tsv"));
                }
            }
        }
        return results;
    }

    /** What became of it, in a few words. */
    private static String run(Run run, Results results) throws IOException, InterruptedException {
        Map<String, String> figures = run.execute(Run.UNDISTURBED);
        results.add(run.mode().name(), run.contestant().name(), figures);
        return figures.getOrDefault("failed", "") + " lost " + figures.getOrDefault("lost", "-") + ", of "
                + figures.getOrDefault("checked", "0") + " lines checked " + figures.getOrDefault("wrong", "0")
                + " wrong " + figures.getOrDefault("first.wrong", "");
    }
}
