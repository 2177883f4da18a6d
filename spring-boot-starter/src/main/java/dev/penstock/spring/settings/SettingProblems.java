package dev.penstock.spring.settings;

import java.util.List;
import java.util.stream.Collectors;

/** What is wrong, in the words and the form in which Spring Boot says why an application failed to start. */
public final class SettingProblems {

    private SettingProblems() {}

    /**
     * What is wrong.
     *
     * @param problems at least one
     * @return a line each
     */
    public static String description(List<SettingProblem> problems) {
        return "Penstock's configuration is not as it should be:\n\n"
                + problems.stream()
                        .map(each -> "    " + each.description()
                                + (each.origin() == null ? "" : "\n        Origin: " + each.origin()))
                        .collect(Collectors.joining("\n"));
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
     * All of it.
     *
     * @param problems at least one
     * @return a block of lines that begins with an empty one
     */
    public static String report(List<SettingProblem> problems) {
        return "\n\nDescription:\n\n" + description(problems) + "\n\nAction:\n\n" + action(problems)
                + "\n\nThe application goes on without it; with penstock.strict=true it would not start.\n";
    }
}
