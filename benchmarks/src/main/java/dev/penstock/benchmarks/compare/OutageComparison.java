package dev.penstock.benchmarks.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs all contestants through outages in which connections are refused, all at the same time because they have little to
 * do, each with a receiver of its own.
 *
 * <p>Options, each with a value: {@code --contestants a,b}, {@code --outages 10,60,300,burst}, {@code --java} (a JDK's
 * folder), {@code --benchmarks} (this module's folder), {@code --write no} (leaves README.md as it is), {@code --render file}
 * (runs nothing, takes the figures of an earlier one).
 */
public final class OutageComparison {

    private static final Set<String> OPTIONS =
            Set.of("contestants", "outages", "java", "benchmarks", "write", "render");
    private static final int WARM_UP = 20_000;

    /** Longer than the longest pause between two attempts that any of them has by default, which is a minute. */
    private static final Duration QUIET = Duration.ofSeconds(65);

    private OutageComparison() {}

    /**
     * Runs once.
     *
     * @param args see above
     * @throws Exception when a run could not be made
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args, OPTIONS);
        Path benchmarks = options.benchmarks();
        List<Contestant> contestants = options.contestants(
                benchmarks,
                Contestant.byDefault()
                        .filter(each -> each.sends() && !each.name().endsWith("gcfree")));
        List<Outage> outages = options.list("outages", "10,60,300,burst").stream()
                .map(Outage::named)
                .toList();
        String render = options.get("render");
        Results results = render == null ? new Results() : Results.read(Path.of(render));
        if (render == null) {
            for (Outage each : outages) {
                run(each, options, contestants, results);
            }
        }
        String text = table(results, contestants, outages);
        System.out.println(text);
        if (options.writes()) {
            MarkedSection.replace(benchmarks.resolve("README.md"), "outage", text);
        }
    }

    private static void run(Outage outage, Options options, List<Contestant> contestants, Results results)
            throws Exception {
        Path benchmarks = options.benchmarks();
        Path target = benchmarks.resolve("target/outages");
        Path java = ChildJvm.executable(options.get("java"));
        ExecutorService all = Executors.newFixedThreadPool(contestants.size());
        try {
            List<Future<Map<String, String>>> runs = new ArrayList<>();
            for (Contestant each : contestants) {
                Path directory = target.resolve(outage.mode().name() + "-" + each.name());
                Run run = new Run(java, benchmarks, directory, each, outage.mode(), WARM_UP, QUIET);
                runs.add(all.submit(() -> run.execute(outage)));
            }
            for (int i = 0; i < runs.size(); i++) {
                results.add(outage.mode().name(), contestants.get(i).name(), figures(runs.get(i), contestants.get(i)));
            }
        } finally {
            all.shutdownNow();
        }
        results.write(target.resolve("results.tsv"));
    }

    /** A contestant that cannot be run leaves the others' figures as they are. */
    private static Map<String, String> figures(Future<Map<String, String>> run, Contestant contestant)
            throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            System.err.println(contestant.name() + ": " + e.getCause());
            return Map.of();
        }
    }

    private static String table(Results results, List<Contestant> contestants, List<Outage> outages) {
        List<String> header = new ArrayList<>(List.of("lost"));
        for (Outage each : outages) {
            header.add(each.title());
            header.add("said so");
        }
        MarkdownTable table = new MarkdownTable(header);
        for (Contestant contestant : contestants) {
            List<String> cells = new ArrayList<>(List.of(contestant.name()));
            for (Outage each : outages) {
                double lost = results.median(each.mode().name(), contestant.name(), "lost");
                boolean failed = Double.isNaN(lost);
                cells.add(failed ? results.title(each.mode().name(), contestant.name()) : MarkdownTable.number(lost));
                cells.add(
                        lost > 0
                                ? results.complaint(each.mode().name(), contestant.name())
                                        .text()
                                : "–");
            }
            table.row(cells);
        }
        return "\n" + table + "\n";
    }
}
