package dev.penstock.check;

import java.util.List;
import java.util.Objects;

/**
 * What a check found. Holds no secrets.
 *
 * @param backend what was checked: {@code Loki} or {@code remote write}
 * @param url where it is, without user, password and query
 * @param steps all eight steps, in their order: dns, connect, tls, auth, tenant, path, accepted, queryable
 */
public record CheckReport(String backend, String url, List<Step> steps) {

    /** Copies the list. */
    public CheckReport {
        Objects.requireNonNull(backend);
        Objects.requireNonNull(url);
        steps = List.copyOf(steps);
    }

    /**
     * Whether no step failed. What was skipped is no failure: with a token that may write and not read, nobody can tell
     * whether what was accepted is found by a query.
     *
     * @return true when all is well as far as it can be known
     */
    public boolean passed() {
        return steps.stream().noneMatch(step -> step.status() == Step.Status.FAILED);
    }

    /** The report for people: the backend, then a line for each step. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(title());
        steps.forEach(step -> text.append('\n').append(step));
        return text.toString();
    }

    /**
     * What was checked.
     *
     * @return such as {@code Loki at http://localhost:3100/loki/api/v1/push}
     */
    public String title() {
        return backend + " at " + url;
    }
}
