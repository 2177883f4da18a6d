package dev.penstock.spring.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot say what is wrong with the configuration when the application does not start because of it. */
final class PenstockFailureAnalyzer extends AbstractFailureAnalyzer<PenstockConfigurationException> {

    PenstockFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PenstockConfigurationException cause) {
        return new FailureAnalysis(
                SettingProblems.description(cause.problems()), SettingProblems.action(cause.problems()), cause);
    }
}
