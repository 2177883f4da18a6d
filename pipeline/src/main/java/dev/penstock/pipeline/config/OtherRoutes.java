package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Tells of ways that are not taken over, where each leaves the one that is. */
final class OtherRoutes {

    private final List<Component> chosen;
    private final List<Finding> findings;
    private final Set<Component> told;
    private final Function<List<Component>, String> description;

    /**
     * Nothing is told yet.
     *
     * @param chosen the way that is taken over
     * @param findings gets what there is to say
     * @param told gets the components of which something is said
     * @param description why a way is not taken over, and what to do
     */
    OtherRoutes(
            List<Component> chosen,
            List<Finding> findings,
            Set<Component> told,
            Function<List<Component>, String> description) {
        this.chosen = chosen;
        this.findings = findings;
        this.told = told;
        this.description = description;
    }

    void tell(List<Component> path) {
        List<Component> own = path.stream().filter(each -> !told.contains(each)).toList();
        String way = String.join(" → ", path.stream().map(Component::id).toList());
        if (own.isEmpty()) {
            Component last = path.get(path.size() - 1);
            if (!path.equals(chosen)) {
                findings.add(path.get(0)
                        .finding(
                                Outcome.NOT_TAKEN_OVER,
                                "also the way " + way + ": "
                                        + (chosen.contains(last) ? shared() : description.apply(path))));
            }
            return;
        }
        for (Component each : own) {
            told.add(each);
            findings.add(each.finding(
                    Outcome.NOT_TAKEN_OVER, "it is on another way, " + way + ": " + description.apply(path)));
        }
    }

    private static String shared() {
        return "an application's lines take one way. What to do: if the other one is meant, remove the first from the file";
    }
}
