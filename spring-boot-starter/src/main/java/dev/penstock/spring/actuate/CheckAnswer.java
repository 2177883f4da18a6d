package dev.penstock.spring.actuate;

import dev.penstock.check.CheckReport;
import dev.penstock.check.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports of checks in the endpoint's answer. */
final class CheckAnswer {

    private static final String NOTHING =
            "There is nothing to check, for nothing is shipped: set penstock.loki.url or penstock.remote-write.url";

    private CheckAnswer() {}

    static Map<String, Object> of(List<CheckReport> reports) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("passed", !reports.isEmpty() && reports.stream().allMatch(CheckReport::passed));
        answer.put("text", text(reports));
        answer.put("backends", reports.stream().map(CheckAnswer::backend).toList());
        return answer;
    }

    private static String text(List<CheckReport> reports) {
        return reports.isEmpty()
                ? NOTHING
                : reports.stream().map(CheckReport::toString).collect(Collectors.joining("\n\n"));
    }

    private static Map<String, Object> backend(CheckReport report) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Step each : report.steps()) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("name", each.name());
            step.put("status", ShipperReport.word(each.status()));
            step.put("message", each.message());
            step.put("remedy", each.remedy());
            steps.add(step);
        }
        Map<String, Object> backend = new LinkedHashMap<>();
        backend.put("backend", report.backend());
        backend.put("url", report.url());
        backend.put("passed", report.passed());
        backend.put("steps", steps);
        return backend;
    }
}
