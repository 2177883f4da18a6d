package dev.penstock.cli;

import dev.penstock.pipeline.config.Finding;
import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what becomes of a configuration, for people and for machines. */
final class ReportText {

    private static final Map<Outcome, String> TITLES = titles();

    private ReportText() {}

    private static Map<Outcome, String> titles() {
        Map<Outcome, String> titles = new LinkedHashMap<>();
        titles.put(Outcome.TAKEN_OVER, "Taken over");
        titles.put(Outcome.REPLACED, "Replaced");
        titles.put(Outcome.NOT_TAKEN_OVER, "Not taken over");
        titles.put(Outcome.NOTE, "Notes");
        titles.put(Outcome.WARNING, "Warnings");
        titles.put(Outcome.ERROR, "Errors");
        return titles;
    }

    /** The report as lines. */
    static String text(Configuration configuration) {
        StringBuilder out = new StringBuilder();
        TITLES.forEach((outcome, title) -> {
            List<Finding> findings = configuration.report().of(outcome);
            if (!findings.isEmpty()) {
                out.append(title).append(":\n");
                for (Finding each : findings) {
                    out.append(outcome == Outcome.ERROR ? "\n" + error(configuration, each) : "  " + line(each) + "\n");
                }
                out.append('\n');
            }
        });
        return out.append(configuration.name())
                .append(": ")
                .append(verdict(configuration))
                .append('\n')
                .toString();
    }

    private static String verdict(Configuration configuration) {
        int errors = configuration.report().of(Outcome.ERROR).size();
        int warnings = configuration.report().of(Outcome.WARNING).size();
        List<String> counts = new ArrayList<>();
        if (errors > 0) {
            counts.add(counted(errors, "error"));
        }
        if (warnings > 0) {
            counts.add(counted(warnings, "warning"));
        }
        return (errors > 0 ? "not usable" : "usable") + (counts.isEmpty() ? "" : ", " + String.join(", ", counts));
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String line(Finding finding) {
        return Console.oneLine(finding.toString());
    }

    /** An error with the lines it is about. */
    static String error(Configuration configuration, Finding finding) {
        Span span = finding.span();
        String text = configuration.texts().get(finding.file());
        if (span == null || text == null) {
            return "Error: " + line(finding) + "\n";
        }
        String subject = finding.subject().isEmpty() ? "" : finding.subject() + ": ";
        String snippet = Problem.error(span, subject + finding.message()).snippet(HiddenSecrets.in(text));
        int lineEnd = snippet.indexOf('\n');
        return "Error: " + line(finding) + (lineEnd < 0 ? "" : snippet.substring(lineEnd)) + "\n";
    }

    /** The report of what could not be read at all, as one JSON document. */
    static Map<String, Object> unreadable(String name, String message) {
        Map<String, Object> finding = new LinkedHashMap<>();
        finding.put("outcome", "error");
        finding.put("file", name);
        finding.put("message", message);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("usable", false);
        document.put("errors", 1);
        document.put("warnings", 0);
        document.put("findings", List.of(finding));
        return document;
    }

    /** The report as one JSON document. */
    static Map<String, Object> json(Configuration configuration) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Finding each : configuration.report().findings()) {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("outcome", each.outcome().name().toLowerCase(Locale.ROOT));
            finding.put("file", each.file());
            Span span = each.span();
            if (span != null) {
                finding.put("line", span.line());
                finding.put("column", span.column());
            }
            if (!each.subject().isEmpty()) {
                finding.put("component", each.subject());
            }
            finding.put("message", each.message());
            findings.add(finding);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", configuration.name());
        document.put("usable", configuration.report().isUsable());
        document.put("errors", configuration.report().of(Outcome.ERROR).size());
        document.put("warnings", configuration.report().of(Outcome.WARNING).size());
        document.put("findings", findings);
        return document;
    }
}
