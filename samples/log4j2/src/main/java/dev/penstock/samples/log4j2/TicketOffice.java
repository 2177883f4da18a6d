package dev.penstock.samples.log4j2;

import dev.penstock.ledger.Stats;
import dev.penstock.log4j2.LokiAppender;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.io.PrintStream;
import java.time.Duration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.jspecify.annotations.Nullable;

/**
 * Sells tickets for an evening, and says what became of what it logged.
 *
 * <p>Ships to {@code LOKI_URL} where this environment variable is set, else to an embedded backend.
 */
public final class TicketOffice {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TicketOffice() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        if (!run(System.getenv("LOKI_URL"), System.out)) {
            throw new IllegalStateException("not everything was delivered");
        }
    }

    /**
     * Sells, and reports.
     *
     * @param lokiUrl a real Loki; null or empty for the embedded backend
     * @param out takes the report
     * @return whether everything was delivered
     */
    static boolean run(@Nullable String lokiUrl, PrintStream out) {
        if (lokiUrl != null && !lokiUrl.isEmpty()) {
            return report(lokiUrl, sell(lokiUrl), out);
        }
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Stats stats = sell(backend.url());
            for (StoredEntry entry : backend.loki().entries()) {
                out.println("  " + entry.labels().get("level") + " " + entry.line() + " " + entry.structuredMetadata());
            }
            return report(backend.url(), stats, out);
        }
    }

    private static boolean report(String url, Stats stats, PrintStream out) {
        out.println("shipped to " + url + ": " + stats);
        return stats.delivered() == stats.accepted();
    }

    private static Stats sell(String url) {
        // log4j2.xml reads it.
        System.setProperty("loki.url", url);
        try (LoggerContext log4j = (LoggerContext) LogManager.getContext(TicketOffice.class.getClassLoader(), false)) {
            new Evening().sell();
            LokiAppender loki = log4j.getConfiguration().getAppender("LOKI");
            loki.flush(PATIENCE);
            return loki.stats();
        }
    }
}
