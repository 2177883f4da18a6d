package dev.penstock.spring.settings;

import java.util.List;

/** The configuration is wrong, and {@code penstock.strict} says that the application shall not start then. */
public final class PenstockConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<SettingProblem> problems;

    /**
     * An exception.
     *
     * @param problems at least one
     */
    public PenstockConfigurationException(List<SettingProblem> problems) {
        super(SettingProblems.description(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one
     */
    public List<SettingProblem> problems() {
        return problems;
    }
}
