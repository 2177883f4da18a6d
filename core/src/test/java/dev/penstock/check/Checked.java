package dev.penstock.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.check.Step.Status;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests of checks have in common. */
final class Checked {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Checked() {}

    static ShipperSettingsBuilder logs(String url) {
        return ShipperSettings.builder().url(url);
    }

    static RemoteWriteSettingsBuilder metrics(String url) {
        return RemoteWriteSettings.builder().url(url).job("shop").instance("one");
    }

    static CheckReport check(ShipperSettingsBuilder settings) {
        return run(BackendCheck.loki(settings.build()), TIMEOUT);
    }

    static CheckReport check(RemoteWriteSettingsBuilder settings) {
        return run(BackendCheck.remoteWrite(settings.build()), TIMEOUT);
    }

    static CheckReport run(BackendCheck check, Duration timeout) {
        List<Step> told = new ArrayList<>();
        CheckReport report = check.run(timeout, told::add);
        assertThat(told).isEqualTo(report.steps());
        assertThat(report.steps())
                .extracting(Step::name)
                .containsExactly("dns", "connect", "tls", "auth", "tenant", "path", "accepted", "queryable");
        assertThat(report.title()).isEqualTo(check.title());
        return report;
    }

    static Step step(CheckReport report, String name) {
        return report.steps().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The one step that failed, with nothing but skipped ones behind it. */
    static Step failed(CheckReport report, String name) {
        Step failed = step(report, name);
        assertThat(failed.status()).as(report.toString()).isEqualTo(Status.FAILED);
        assertThat(failed.remedy()).isNotEmpty();
        assertThat(report.passed()).isFalse();
        int at = report.steps().indexOf(failed);
        assertThat(report.steps().subList(0, at))
                .as(report.toString())
                .allMatch(each -> each.status() != Status.FAILED);
        assertThat(report.steps().subList(at + 1, report.steps().size()))
                .as(report.toString())
                .allMatch(each -> each.status() == Status.SKIPPED);
        return failed;
    }

    static void allPassed(CheckReport report) {
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.steps())
                .as(report.toString())
                .allMatch(each -> each.status() == Status.PASSED
                        || (each.name().equals("tls") && each.status() == Status.SKIPPED));
    }
}
