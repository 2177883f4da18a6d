package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import java.util.List;

/**
 * What becomes of each part of a configuration. Immutable.
 *
 * @param findings in the order of files and lines
 */
public record Report(List<Finding> findings) {

    /** A report that does not change. */
    public Report {
        findings = List.copyOf(findings);
    }

    /**
     * The findings with one outcome.
     *
     * @param outcome the outcome
     * @return in the order of files and lines
     */
    public List<Finding> of(Outcome outcome) {
        return findings.stream().filter(each -> each.outcome() == outcome).toList();
    }

    /**
     * Whether a configuration can be used as it is.
     *
     * @return false when there is an error
     */
    public boolean isUsable() {
        return of(Outcome.ERROR).isEmpty();
    }

    /** A finding in each line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Finding each : findings) {
            text.append(each.outcome()).append(": ").append(each).append('\n');
        }
        return text.toString();
    }
}
