package dev.penstock.samples.shop.embedded;

import dev.penstock.testkit.EmbeddedBackend;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Starts a Loki and a Prometheus in memory, runs the shop for a day, and shows what has arrived.
 *
 * <p>The shop itself knows nothing of it. Exit code 0: all is there; 1: something is missing, and what.
 */
public final class EmbeddedShop {

    private EmbeddedShop() {}

    /**
     * Runs it, and ends the JVM.
     *
     * @param args none
     * @throws IOException when the shop cannot be reached
     * @throws InterruptedException never, in a JVM of its own
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(out) ? 0 : 1);
    }

    static boolean run(PrintStream out) throws IOException, InterruptedException {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            out.println("the shop ships to the embedded backend at " + backend.url());
            ShopDay day = ShopDay.at(backend);
            Arrivals arrivals = new Arrivals(backend);
            new Report(out, arrivals).print(day);
            List<String> problems = Audit.of(day, arrivals);
            out.println();
            problems.forEach(problem -> out.println("MISSING: " + problem));
            out.println(problems.isEmpty() ? "all is there" : "not all is there");
            return problems.isEmpty();
        }
    }
}
