package dev.penstock.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about what an embedded Loki holds; those about entries wait, woken by each push, until they are true or the
 * time is over.
 *
 * <p>{@code tenant}, {@code stream}, {@code with...} narrow what the assertions behind them look at. A failure shows what is
 * stored and the last requests that were refused.
 */
public final class LokiAssert extends AbstractAssert<LokiAssert, EmbeddedBackend> {

    private Duration patience = Duration.ofSeconds(5);
    private @Nullable String tenant;
    private Predicate<StoredEntry> scope = entry -> true;
    private String scopeText = "";

    LokiAssert(EmbeddedBackend backend) {
        super(backend, LokiAssert.class);
    }

    /** How long to wait, 5 seconds by default; zero does not wait. */
    public LokiAssert within(Duration time) {
        patience = Objects.requireNonNull(time, "time");
        return this;
    }

    /** Looks at one tenant only. */
    public LokiAssert tenant(String name) {
        tenant = Objects.requireNonNull(name, "name");
        return narrow("tenant " + name, entry -> true);
    }

    /**
     * Looks at the streams that have these labels, and maybe others.
     *
     * @param labels name, value, name, value, …
     */
    public LokiAssert stream(String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("labels must be pairs of name and value, are " + labels.length);
        }
        for (int i = 0; i < labels.length; i += 2) {
            withLabel(labels[i], labels[i + 1]);
        }
        return this;
    }

    /** Looks at entries of streams with this label only. */
    public LokiAssert withLabel(String name, String value) {
        return narrow(
                "label " + name + "=" + value,
                entry -> value.equals(entry.labels().get(name)));
    }

    /** Looks at entries with this structured metadata only. */
    public LokiAssert withMetadata(String name, String value) {
        return narrow(
                "metadata " + name + "=" + value,
                entry -> value.equals(entry.structuredMetadata().get(name)));
    }

    /** There are exactly so many entries at some time within the limit. */
    public LokiAssert hasEntries(int count) {
        return eventually(() -> matching(scope) == count, count + " entries");
    }

    /** There are so many entries or more. */
    public LokiAssert hasAtLeastEntries(int count) {
        return eventually(() -> matching(scope) >= count, count + " entries or more");
    }

    /** There is such an entry. */
    public LokiAssert hasEntry(Predicate<? super StoredEntry> which) {
        return eventually(() -> matching(scope.and(which::test)) > 0, "an entry that fits the predicate");
    }

    /** There is an entry with exactly this line. */
    public LokiAssert hasLine(String line) {
        return eventually(() -> matching(scope.and(entry -> entry.line().equals(line))) > 0, "the line <" + line + ">");
    }

    /** There is an entry whose line contains this. */
    public LokiAssert hasLineContaining(String part) {
        return eventually(
                () -> matching(scope.and(entry -> entry.line().contains(part))) > 0,
                "a line containing <" + part + ">");
    }

    /** There is no entry now; does not wait. */
    public LokiAssert isEmpty() {
        isNotNull();
        if (matching(scope) > 0) {
            failWithMessage("%s", new FailureReport(actual, tenant).text("no entries" + scopeText, "at once"));
        }
        return this;
    }

    private LokiAssert narrow(String text, Predicate<StoredEntry> to) {
        scopeText += (scopeText.isEmpty() ? " with " : " and ") + text;
        scope = scope.and(to);
        return this;
    }

    private long matching(Predicate<StoredEntry> which) {
        boolean all = scopeText.isEmpty() && which == scope;
        return all ? actual.loki().count() : actual.loki().count(tenant, which);
    }

    private LokiAssert eventually(BooleanSupplier condition, String expected) {
        isNotNull();
        LokiStore store = actual.loki();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long version = store.version();
            if (condition.getAsBoolean()) {
                return this;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                failWithMessage(
                        "%s", new FailureReport(actual, tenant).text(expected + scopeText, "within " + patience));
                return this;
            }
            try {
                store.awaitChange(version, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failWithMessage("interrupted while waiting for %s", expected);
            }
        }
    }
}
