package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.lint.Step.Read;
import dev.penstock.pipeline.lint.Step.Role;
import dev.penstock.pipeline.syntax.Problem;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values that a stage reads and nothing extracts. */
final class SourceLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        Set<String> told = new HashSet<>();
        for (Step step : flow.steps()) {
            for (Read read : step.reads) {
                if (!Misspelling.isThere(flow, step, read)) {
                    check(flow, step, read, told, out);
                }
            }
        }
    }

    private static void check(Flow flow, Step step, Read read, Set<String> told, Consumer<Problem> out) {
        String name = read.name();
        Step later = flow.writerAfter(step, name);
        String meant = Misspelling.meant(flow, step, read);
        Step labeller = flow.labellerBefore(step, name);
        if (meant != null) {
            out.accept(Problem.warning(
                    read.span(),
                    "nothing extracts '" + name + "', though something extracts '" + meant + "': " + effect(step, read)
                            + ". What to do: " + renamed(read, meant)));
        } else if (later != null && !later.writesAll) {
            out.accept(Problem.warning(
                    read.span(),
                    "'" + name + "' is only extracted after this, by " + Say.line(later) + ": " + effect(step, read)
                            + ". What to do: move " + step.name() + " behind " + later.name()));
        } else if (labeller != null) {
            out.accept(Problem.warning(
                    read.span(),
                    "'" + name + "' is a label that " + Say.line(labeller)
                            + " sets, and labels that stages set are not among"
                            + " the values that stages read: " + effect(step, read) + ". What to do: "
                            + (step.is("stage.tenant")
                                    ? "write label = " + Say.quoted(name) + " instead of source"
                                    : fromLabel(labeller, name))));
        } else if (!isLikelyOfEvent(flow, step, read) && told.add(name)) {
            unknown(flow, step, read, out);
        }
    }

    /** What appenders and tracing usually give an event. */
    private static boolean isLikelyOfEvent(Flow flow, Step step, Read read) {
        boolean traced = Words.isTrace(read.name())
                && (read.role() == Role.METADATA || read.role() == Role.LABEL)
                && flow.writtenBefore(step).isEmpty();
        return traced || Words.isUsualLabel(read.name()) || flow.openLabels();
    }

    /** Perhaps the event has it. */
    private static void unknown(Flow flow, Step step, Read read, Consumer<Problem> out) {
        String name = read.name();
        String first = name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : "";
        boolean path = !first.isEmpty() && flow.writerBefore(step, first) != null;
        // Who extracts some values hardly expects others from the MDC; and an agent's lines have none.
        boolean surely = path
                || read.role() == Role.TIMESTAMP
                || read.role() == Role.OUTPUT
                || flow.isOfAgent()
                || !flow.writtenBefore(step).isEmpty();
        String message = "nothing in this pipeline extracts '" + name
                + "'; fine if it is a key of the MDC, a key-value of the" + " event, or a label of the appender, else "
                + effect(step, read) + ". What to do: " + remedy(path, read);
        out.accept(surely ? Problem.warning(read.span(), message) : Problem.note(read.span(), message));
    }

    private static String remedy(boolean path, Read read) {
        String name = read.name();
        String extract = "extract it first, with stage.json { expressions = { " + Say.key(name.replace('.', '_'))
                + " = " + Say.quoted(name) + " } } where lines are JSON";
        if (path) {
            return "a source is a name, not a path; " + extract;
        }
        String event = Words.eventNameOf(name);
        return event == null ? extract : extract + "; the event's own " + what(event) + " is '" + event + "'";
    }

    private static String what(String event) {
        return event.startsWith("exception") ? "exception" : event.equals("timestamp") ? "time" : event;
    }

    private static String renamed(Read read, String meant) {
        return read.role() == Role.LABEL || read.role() == Role.METADATA
                ? "write " + Say.key(read.name()) + " = " + Say.quoted(meant) + " where the name is to stay, else "
                        + Say.key(meant) + " = \"\""
                : read.role() == Role.TEMPLATE
                        ? "write ." + meant + " in the template"
                        : "write " + Say.quoted(meant) + "; did you mean '" + meant + "'?";
    }

    private static String fromLabel(Step labeller, String name) {
        @Nullable String source = labeller.values.entries("values").stream()
                .filter(each -> labeller.is("stage.labels") && each.name().equals(name))
                .map(Entry::source)
                .findFirst()
                .orElse(null);
        return source != null && !source.equals(name)
                ? "read '" + source + "', of which the label is made"
                : "make a value of it with stage.template { source = " + Say.quoted(name)
                        + " … }, or read it in a stage.match," + " where labels are values again";
    }

    private static String effect(Step step, Read read) {
        return switch (read.role()) {
            case LABEL -> "the label is never set";
            case METADATA -> "this metadata is never sent";
            case TEMPLATE -> "the template finds no ." + read.name() + " and prints <no value>";
            case OUTPUT -> "the line stays as it is";
            case TIMESTAMP -> "the time of the event stays as it is";
            case OTHER ->
                step.is("stage.metrics")
                        ? "the metric never counts"
                        : step.is("stage.drop")
                                ? "the condition is tested against nothing"
                                : step.name() + " does nothing";
        };
    }
}
