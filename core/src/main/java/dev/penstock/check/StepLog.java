package dev.penstock.check;

import dev.penstock.check.Step.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down what became of each step, without secrets. Not thread-safe. */
final class StepLog {

    /** In the order in which a request comes through them. */
    private static final List<String> NAMES =
            List.of("dns", "connect", "tls", "auth", "tenant", "path", "accepted", "queryable");

    private final Secrets secrets;
    private final Consumer<Step> listener;
    private final Map<String, Step> known = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private @Nullable String failed;

    /**
     * Nothing is known yet.
     *
     * @param secrets what is not to be printed
     * @param listener hears of each step as soon as it, and all before it, are known
     */
    StepLog(Secrets secrets, Consumer<Step> listener) {
        this.secrets = secrets;
        this.listener = listener;
    }

    void pass(String name, String message) {
        note(name, Status.PASSED, message, "");
    }

    void skip(String name, String message) {
        note(name, Status.SKIPPED, message, "");
    }

    void fail(String name, String message, String remedy) {
        failed = name;
        note(name, Status.FAILED, message, remedy);
    }

    boolean hasFailed() {
        return failed != null;
    }

    private void note(String name, Status status, String message, String remedy) {
        known.put(name, new Step(name, status, oneLine(message), oneLine(remedy)));
        tell();
    }

    private String oneLine(String text) {
        // Texts from elsewhere may hold what would garble a terminal.
        return secrets.hide(text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "\uFFFD"));
    }

    private void tell() {
        while (steps.size() < NAMES.size() && known.containsKey(NAMES.get(steps.size()))) {
            Step next = Objects.requireNonNull(known.get(NAMES.get(steps.size())));
            steps.add(next);
            listener.accept(next);
        }
    }

    /** All steps; those that nothing is known of were not reached. */
    List<Step> finished() {
        for (String name : NAMES) {
            if (!known.containsKey(name)) {
                skip(name, failed == null ? "not tried" : "not tried, for " + failed + " failed");
            }
        }
        return steps;
    }
}
