package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.lint.Step.Read;
import dev.penstock.pipeline.lint.Step.Role;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.regex.NamedGroup;
import dev.penstock.pipeline.regex.RegexException;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.template.GoTemplate;
import dev.penstock.pipeline.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out which names each stage reads and writes. */
final class Steps {

    private static final String TENANT = "__tenant_id__";
    private static final Pattern CAPTURE = Pattern.compile("<([a-zA-Z][a-zA-Z0-9_]*|_[a-zA-Z0-9_]+)>");

    private final Evaluator evaluator;
    private final List<Step> steps = new ArrayList<>();

    private Steps(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The stages and rules of a body, those nested in {@code stage.match} behind it, in the order of the text. */
    static List<Step> of(List<? extends Statement> body, Evaluator evaluator) {
        Steps steps = new Steps(evaluator);
        steps.addAll(body, null);
        return List.copyOf(steps.steps);
    }

    static boolean isStep(Statement statement) {
        return statement instanceof Block
                && (statement.name().startsWith("stage.")
                        || statement.name().equals("rule")
                        || statement.name().equals("write_relabel_config"));
    }

    private void addAll(List<? extends Statement> body, @Nullable Step parent) {
        for (Statement each : body) {
            if (isStep(each) && each instanceof Block block) {
                Step step = new Step(steps.size(), new BlockValues(block, evaluator), parent);
                steps.add(step);
                describe(step);
                if (step.is("stage.match")) {
                    addAll(block.body(), step);
                }
            }
        }
    }

    private static void describe(Step step) {
        switch (step.name()) {
            case "stage.json" -> extraction(step, "expressions");
            case "stage.logfmt" -> extraction(step, "mapping");
            case "stage.regex" -> regex(step);
            case "stage.pattern" -> pattern(step);
            case "stage.template" -> template(step);
            case "stage.replace" -> replace(step);
            case "stage.labels", "stage.structured_metadata", "stage.static_labels" -> labels(step);
            case "stage.label_drop", "stage.label_keep" -> removals(step);
            case "stage.tenant" -> {
                source(step, Role.OTHER);
                step.labels.add(new Place(TENANT, step.block().span()));
            }
            case "stage.output" -> source(step, Role.OUTPUT);
            case "stage.timestamp" -> source(step, Role.TIMESTAMP);
            case "stage.drop" -> drop(step);
            case "stage.pack" -> pack(step);
            case "stage.metrics" -> metrics(step);
            case "rule", "write_relabel_config" -> Rules.describe(step);
            default -> others(step);
        }
    }

    private static void others(Step step) {
        source(step, Role.OTHER);
        switch (step.name()) {
            case "stage.truncate" ->
                step.writes.add(new Place("truncated", step.block().span()));
            case "stage.cri" -> written(step, "time", "stream", "flags", "content");
            case "stage.docker" -> written(step, "output", "stream", "timestamp");
            case "stage.eventlogmessage", "stage.windowsevent", "stage.geoip" -> step.writesAll = true;
            default -> {
                // Reads and writes nothing else.
            }
        }
    }

    private static void written(Step step, String... names) {
        for (String each : names) {
            step.writes.add(new Place(each, step.block().span()));
        }
        step.labels.add(new Place("stream", step.block().span()));
    }

    private static void source(Step step, Role role) {
        String source = step.values.text("source");
        if (!source.isEmpty()) {
            step.reads.add(new Read(source, step.values.span("source"), role));
        } else if (step.values.isUnknown("source")) {
            step.readsAll = true;
        }
    }

    private static void extraction(Step step, String map) {
        source(step, Role.OTHER);
        step.values.entries(map).forEach(each -> step.writes.add(each.place()));
        addPattern(step, "regex", step.writePatterns);
        step.writesAll = step.values.isUnknown(map) || step.values.isUnknown("regex");
    }

    private static void regex(Step step) {
        source(step, Role.OTHER);
        GoRegex regex = compile(step.values.text("expression"));
        step.writesAll = regex == null;
        if (regex != null) {
            groups(step, regex.namedGroups().stream().map(NamedGroup::name).toList(), step.values.span("expression"));
        }
    }

    private static void pattern(Step step) {
        source(step, Role.OTHER);
        List<String> names = new ArrayList<>();
        Matcher matcher = CAPTURE.matcher(step.values.text("pattern"));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        step.writesAll = step.values.isUnknown("pattern");
        groups(step, names, step.values.span("pattern"));
    }

    private static void groups(Step step, List<String> names, Span span) {
        boolean labels = step.values.isTrue("labels_from_groups");
        for (String each : names) {
            step.writes.add(new Place(each, span));
            if (labels) {
                step.labels.add(new Place(each, span));
            }
        }
    }

    private static void template(Step step) {
        String source = step.values.text("source");
        rendered(step, "template", source);
        if (!source.isEmpty()) {
            step.writes.add(new Place(source, step.values.span("source")));
        }
        step.writesAll |= step.values.isUnknown("source");
    }

    private static void replace(Step step) {
        source(step, Role.OTHER);
        rendered(step, "replace", "");
        GoRegex regex = compile(step.values.text("expression"));
        if (regex != null) {
            Span span = step.values.span("expression");
            regex.namedGroups().forEach(each -> step.writes.add(new Place(each.name(), span)));
        }
        String source = step.values.text("source");
        if (!source.isEmpty()) {
            step.writes.add(new Place(source, step.values.span("source")));
        }
    }

    /** What a template reads. The value of a name is what stands there as {@code .Value}. */
    private static void rendered(Step step, String attribute, String value) {
        Span span = step.values.span(attribute);
        try {
            GoTemplate template = GoTemplate.parse(step.values.text(attribute), mistake -> {});
            step.readsAll |= template.readsWholeData() || step.values.isUnknown(attribute);
            for (String each : template.fields()) {
                String name = each.equals("Value") ? value : each.equals("Entry") ? "" : each;
                if (!name.isEmpty()) {
                    step.reads.add(new Read(name, span, Role.TEMPLATE));
                }
            }
        } catch (TemplateException e) {
            step.readsAll = true;
        }
    }

    private static void labels(Step step) {
        List<Entry> entries = step.values.entries("values");
        boolean extracted = !step.values.text("source_type").equals("structured_metadata");
        boolean metadata = step.is("stage.structured_metadata");
        for (Entry each : entries) {
            if (!metadata) {
                step.labels.add(each.place());
            }
            if (extracted && !step.is("stage.static_labels")) {
                Place source = each.sourcePlace();
                step.reads.add(new Read(source.name(), source.span(), metadata ? Role.METADATA : Role.LABEL));
            }
        }
        step.readsAll = step.values.isUnknown("values") || step.values.isUnknown("regex");
        addPattern(step, "regex", step.readPatterns);
        if (metadata) {
            Set<String> sources = entries.stream().map(Entry::source).collect(Collectors.toSet());
            step.removesLabel = label ->
                    sources.contains(label) || step.readPatterns.stream().anyMatch(each -> each.find(label));
        }
    }

    private static void removals(Step step) {
        Set<String> names = names(step, "values");
        boolean keeps = step.is("stage.label_keep");
        boolean unknown = step.values.isUnknown("values");
        step.removesLabel = label -> unknown || names.contains(label) != keeps;
    }

    private static Set<String> names(Step step, String attribute) {
        return step.values.texts(attribute).stream().map(Place::name).collect(Collectors.toSet());
    }

    private static void drop(Step step) {
        String source = step.values.text("source");
        for (String each : source.split(",", -1)) {
            if (!each.isBlank()) {
                step.reads.add(new Read(each.strip(), step.values.span("source"), Role.OTHER));
            }
        }
        step.readsAll = step.values.isUnknown("source");
    }

    private static void pack(Step step) {
        for (Place each : step.values.texts("labels")) {
            step.reads.add(new Read(each.name(), each.span(), Role.OTHER));
        }
        Set<String> names = names(step, "labels");
        step.readsAll = step.values.isUnknown("labels");
        step.removesLabel = names::contains;
    }

    private static void metrics(Step step) {
        for (BlockValues each : step.values.blocks("metric.")) {
            if (each.isTrue("match_all")) {
                continue;
            }
            String attribute = each.text("source").isEmpty() ? "name" : "source";
            String name = each.text(attribute);
            if (!name.isEmpty()) {
                step.reads.add(new Read(name, each.span(attribute), Role.OTHER));
            }
            step.readsAll |= each.isUnknown(attribute);
        }
    }

    private static void addPattern(Step step, String attribute, List<GoRegex> patterns) {
        GoRegex regex = compile(step.values.text(attribute));
        if (regex != null) {
            patterns.add(regex);
        }
    }

    /** Null where there is none, or it is none of RE2's. */
    static @Nullable GoRegex compile(String text) {
        try {
            return text.isEmpty() ? null : GoRegex.compile(text);
        } catch (RegexException e) {
            return null;
        }
    }

    static Predicate<String> anchored(String text) {
        try {
            GoRegex regex = GoRegex.anchored(text);
            return regex::find;
        } catch (RegexException e) {
            return label -> true;
        }
    }
}
