package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import dev.penstock.pipeline.syntax.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of components that are on no way, of those that nobody refers to, and of references that lead nowhere. */
final class Bystanders {

    /** What scraping and reading files need of a target, and what is no label. */
    private static final String INTERNAL = "__";

    private final Components components;
    private final Exports exports;
    private final Evaluator evaluator;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Component> referenced;

    Bystanders(Components components, Exports exports, Set<Component> told) {
        this.components = components;
        this.exports = exports;
        evaluator = exports.evaluator();
        referenced = new LinkedHashSet<>(components.referenced());
        for (Component each : components.all()) {
            danglingReferences(each);
            if (!told.contains(each)) {
                tell(each);
            }
        }
    }

    List<Finding> findings() {
        return findings;
    }

    private void tell(Component component) {
        String kind = component.kind();
        String meant = Kinds.meant(kind);
        if (meant != null && (kind.startsWith("loki.") || kind.startsWith("prometheus."))) {
            findings.add(component.finding(
                    Outcome.ERROR, "there is no component " + kind + "; did you mean " + meant + "?"));
            return;
        }
        boolean hasLabel = component.block().label() != null;
        boolean unreferenced =
                hasLabel && !referenced.contains(component) && !Kinds.isSource(kind) && kind.contains(".");
        if (kind.equals("local.file")) {
            if (!unreferenced) {
                findings.add(component.finding(Outcome.TAKEN_OVER, "read for the settings that use it"));
            }
        } else if (kind.equals(Kinds.RELABEL) && !unreferenced) {
            findings.add(component.finding(
                    Outcome.REPLACED,
                    "replaced by the appender: its rules make labels of what a source knows of a line, which the appender"
                            + " knows itself"));
        } else if (Kinds.OF_LOGS.contains(kind) || Kinds.OF_METRICS.contains(kind)) {
            if (!unreferenced) {
                findings.add(component.finding(Outcome.NOT_TAKEN_OVER, "nothing comes to it that could be sent on"));
            }
        } else {
            Kinds.Fate fate = Kinds.fate(kind);
            findings.add(component.finding(fate.outcome(), fate.message() + lostLabels(component)));
        }
        if (unreferenced && !kind.startsWith("import.") && !kind.equals("declare")) {
            findings.add(component.finding(
                    Outcome.WARNING,
                    "nothing refers to it, so it has no effect. What to do: remove it; if another file refers to it, give the"
                            + " directory with both"));
        }
    }

    private void danglingReferences(Component component) {
        if (component.kind().equals("declare") || component.kind().startsWith("import.")) {
            return;
        }
        for (Reference each : components.references(component)) {
            Component target = components.named(each.path());
            if (each.forwards() && target == null) {
                findings.add(component.finding(Outcome.WARNING, each.span(), exports.missing(each.path())));
            } else if (target != null) {
                unknownExport(component, each, target);
            }
        }
    }

    /** A component that offers something else than what is asked for. */
    private void unknownExport(Component component, Reference reference, Component target) {
        List<String> offered = Kinds.exports(target.kind());
        String rest = reference.path().substring(target.id().length());
        String asked = rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
        if (!offered.isEmpty() && !offered.contains(asked)) {
            findings.add(component.finding(
                    Outcome.ERROR,
                    reference.span(),
                    Names.unknown("value of " + target.id() + " called", asked, offered)));
        }
    }

    /** Labels that come from a source or from what it reads: here they are the appender's business. */
    private String lostLabels(Component component) {
        Set<String> names = new LinkedHashSet<>();
        for (Statement each : component.block().body()) {
            if (each instanceof Attribute attribute && isLabels(attribute.name())) {
                try {
                    collect(evaluator.evaluate(attribute.value()), names);
                } catch (SyntaxException e) {
                    // What is read elsewhere is none of this component's labels.
                }
            } else if (each instanceof Block rule && rule.name().equals("rule")) {
                target(rule, names);
            }
        }
        return names.isEmpty()
                ? ""
                : ". What to do: if queries ask for its labels (" + String.join(", ", names)
                        + "), set them as labels of the appender";
    }

    private static boolean isLabels(String attribute) {
        return attribute.equals("labels") || attribute.equals("targets") || attribute.equals("path_targets");
    }

    private static void collect(Value value, Set<String> names) {
        if (value instanceof Value.Elements list) {
            list.elements().forEach(each -> collect(each, names));
        } else if (value instanceof Value.Fields fields) {
            for (Map.Entry<String, Value> each : fields.fields().entrySet()) {
                if (!each.getKey().startsWith(INTERNAL) && each.getValue() instanceof Value.Text text) {
                    names.add(each.getKey() + "=\"" + text.value() + "\"");
                }
            }
        }
    }

    private void target(Block rule, Set<String> names) {
        for (Statement each : rule.body()) {
            if (each instanceof Attribute attribute && attribute.name().equals("target_label")) {
                try {
                    if (evaluator.evaluate(attribute.value()) instanceof Value.Text text
                            && !text.value().startsWith(INTERNAL)) {
                        names.add(text.value());
                    }
                } catch (SyntaxException e) {
                    // A rule that is not taken over need not be right.
                }
            }
        }
    }
}
