package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.logql.LabelMatcher;
import dev.penstock.pipeline.logql.LabelMatcher.MatchOp;
import dev.penstock.pipeline.logql.LineFilter;
import dev.penstock.pipeline.logql.LineFilter.FilterOp;
import dev.penstock.pipeline.logql.SelectorException;
import dev.penstock.pipeline.logql.StreamSelector;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Selectors of {@code stage.match}: on what is no label, and with regular expressions where a text is looked for as it is. */
final class SelectorLint implements Lint {

    /** Escapes and wildcards that no line has as they stand, or hardly one. */
    private static final Pattern REGEX = Pattern.compile(
            "\\\\(?:[dDwWsSbB](?![A-Za-z0-9_])|[.\\[\\](){}+*?|^$])|\\.[*+]|\\(\\?[a-zA-Z:]|\\[[a-z0-9]-[a-z0-9]\\]");

    private static final Pattern ALTERNATIVES = Pattern.compile("\\(?\\w+(\\|\\w+)+\\)?");

    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.match")) {
                try {
                    StreamSelector selector = StreamSelector.parse(step.values.text("selector"));
                    Span span = step.values.span("selector");
                    selector.matchers().forEach(each -> label(flow, step, each, span, out));
                    selector.filters().forEach(each -> filter(each, span, out));
                } catch (SelectorException e) {
                    // Cannot be used at all, which others say.
                    continue;
                }
            }
        }
    }

    private static void label(Flow flow, Step step, LabelMatcher matcher, Span span, Consumer<Problem> out) {
        String name = matcher.name();
        if (flow.labellerBefore(step, name) != null || flow.otherLabels().test(name)) {
            return;
        }
        if (!isAboutPresence(matcher)) {
            Step writer = flow.writerBefore(step, name);
            Step later = flow.labellerAfter(step, name);
            String label = Say.values("stage.labels", List.of(name));
            if (writer != null && !writer.writesAll) {
                out.accept(Problem.warning(
                        span,
                        "'" + name + "' is extracted by " + Say.line(writer)
                                + ", but never made a label, and a selector knows"
                                + " labels only: " + outcome(matcher) + ". What to do: put " + label
                                + " before stage.match"
                                + (Words.hasManyValues(name) ? ", and remove the label again behind it" : "")));
            } else if (later != null && !later.isWithin(step)) {
                out.accept(Problem.warning(
                        span,
                        "the label '" + name + "' is only set after this, by " + Say.line(later) + ": "
                                + outcome(matcher) + ". What to do: move stage.match behind " + later.name()));
            } else if (!Words.isUsualLabel(name) && !flow.openLabels()) {
                out.accept(Problem.note(
                        span,
                        "nothing here sets a label '" + name + "'; fine if the appender sets it, else "
                                + outcome(matcher)
                                + ". What to do"
                                + (Words.isOfEvent(name)
                                        ? ""
                                        : ", where '" + name + "' is a key of the MDC or a key-value")
                                + ": put " + label + " before stage.match"));
            }
        }
        level(matcher, span, out);
    }

    /** Whether a label that is not there matches: then nothing may be wrong. */
    private static boolean isAboutPresence(LabelMatcher matcher) {
        return switch (matcher.op()) {
            case EQUAL, NOT_EQUAL -> matcher.value().isEmpty();
            case REGEX -> GoRegex.anchored(matcher.value()).find("");
            case NOT_REGEX -> false;
        };
    }

    private static String outcome(LabelMatcher matcher) {
        boolean negative = matcher.op() == MatchOp.NOT_EQUAL || matcher.op() == MatchOp.NOT_REGEX;
        return negative ? "every entry meets " + matcher : "no entry ever meets " + matcher;
    }

    /** Only where the label is the event's own: what is extracted may be written in any way. */
    private static void level(LabelMatcher matcher, Span span, Consumer<Problem> out) {
        boolean equal = matcher.op() == MatchOp.EQUAL || matcher.op() == MatchOp.NOT_EQUAL;
        if (equal && matcher.name().equals("level") && LEVELS.contains(matcher.value())) {
            String upper = matcher.value().toUpperCase(Locale.ROOT);
            out.accept(Problem.note(
                    span,
                    "Logback and Log4j write the level in capitals, and so is the label level of the appender: "
                            + outcome(matcher) + ". What to do: compare with \"" + upper
                            + "\", or in either way with level=~\"(?i)" + matcher.value() + "\""));
        }
    }

    private static void filter(LineFilter filter, Span span, Consumer<Problem> out) {
        if (filter.op() != FilterOp.CONTAINS && filter.op() != FilterOp.NOT_CONTAINS) {
            return;
        }
        String regex = filter.op() == FilterOp.CONTAINS ? "|~" : "!~";
        String remedy = ". What to do: write " + regex + " " + Say.quoted(filter.text())
                + " where a regular expression is meant";
        String what = filter.op() + " looks for " + Say.quoted(filter.text())
                + " letter for letter, not as a regular expression: ";
        String outcome =
                filter.op() == FilterOp.CONTAINS ? "hardly a line has that" : "hardly a line is kept out by that";
        if (REGEX.matcher(filter.text()).find()) {
            out.accept(Problem.warning(span, what + outcome + remedy + ", else leave the backslashes out"));
        } else if (ALTERNATIVES.matcher(filter.text()).matches()) {
            out.accept(Problem.note(span, what + outcome + remedy));
        }
    }
}
