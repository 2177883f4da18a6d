package dev.penstock.spring.settings;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is wrong, in the words and the form in which Spring Boot says why an application failed to start. */
public final class SettingProblems {

    private static final String SUMMARY = "Penstock's configuration is not as it should be";

    private SettingProblems() {}

    /**
     * What is wrong.
     *
     * @param problems at least one
     * @return a line each
     */
    public static String description(List<SettingProblem> problems) {
        return SUMMARY + ":\n\n" + list(problems, SettingProblem::description);
    }

    private static String list(List<SettingProblem> problems, Function<SettingProblem, String> text) {
        return problems.stream()
                .map(each ->
                        "    " + text.apply(each) + (each.origin() == null ? "" : "\n        Origin: " + each.origin()))
                .collect(Collectors.joining("\n"));
    }

    private static String withConsequence(SettingProblem problem) {
        return problem.consequence() == null
                ? problem.description()
                : problem.description() + "; until then " + problem.consequence();
    }

    /**
     * What to do about it.
     *
     * @param problems at least one
     * @return a line each
     */
    public static String action(List<SettingProblem> problems) {
        return problems.stream().map(SettingProblem::action).distinct().collect(Collectors.joining("\n"));
    }

    /**
     * All of it, and what comes of it.
     *
     * @param problems at least one
     * @return a block of lines
     */
    public static String report(List<SettingProblem> problems) {
        return SUMMARY + "\n\nDescription:\n\n" + list(problems, SettingProblems::withConsequence) + "\n\nAction:\n\n"
                + action(problems)
                + "\n\nThe application goes on without it; with penstock.strict=true it would not start.\n";
    }
}
