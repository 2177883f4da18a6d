package dev.penstock.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.logback.LokiAppender;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EnvironmentSettingsTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private EnvironmentSettings properties(Map<String, Object> properties) {
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        ConfigurationPropertySources.attach(environment);
        return EnvironmentSettings.of(environment);
    }

    private EnvironmentSettings variables(Map<String, Object> variables) {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);
        return EnvironmentSettings.of(environment);
    }

    private static String messages(List<SettingProblem> problems) {
        return problems.stream().map(SettingProblem::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void hasEverySettingThatAnAppenderHas() {
        Set<String> notText = Set.of("encoder", "layout", "listener", "context", "name", "basicAuth", "tls", "config");
        List<String> setters = Stream.of(LokiAppender.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(each -> each.startsWith("set") && each.length() > 3)
                .map(each -> each.substring(3, 4).toLowerCase(Locale.ROOT) + each.substring(4))
                .filter(each -> !notText.contains(each))
                .toList();

        assertThat(SettingGroup.LOKI.names()).containsAll(setters);
    }

    @Test
    void variablesAreUnderstoodWithAndWithoutUnderscores() {
        assertThat(variables(Map.of("PENSTOCK_LOKI_BATCHWAIT", "2s")).loki().value("batchWait"))
                .isEqualTo("2s");
        EnvironmentSettings settings = variables(Map.of(
                "PENSTOCK_LOKI_BATCH_WAIT", "3s",
                "PENSTOCK_REMOTE_WRITE_URL", "http://prometheus:9090",
                "PENSTOCK_LOKI_BASIC_AUTH_USERNAME", "me",
                "PENSTOCK_PORT", "tcp://10.0.0.1:80",
                "PENSTOCK_LOKI_SERVICE_HOST", "10.0.0.1",
                "PENSTOCK_HOME", "/opt"));

        assertThat(settings.loki().value("batchWait")).isEqualTo("3s");
        assertThat(settings.remoteWrite().url()).isEqualTo("http://prometheus:9090");
        assertThat(settings.loki().value("basicAuth.username")).isEqualTo("me");
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void propertiesAreUnderstoodInAllWaysOfWriting() {
        EnvironmentSettings settings = properties(Map.of(
                "penstock.loki.batchWait", "2s",
                "penstock.loki.tenant_id", "eu",
                "penstock.loki.tls.insecure-skip-verify", "true",
                "penstock.remoteWrite.step", "5s"));

        assertThat(settings.loki().value("batchWait")).isEqualTo("2s");
        assertThat(settings.loki().value("tenantId")).isEqualTo("eu");
        assertThat(settings.loki().value("tls.insecureSkipVerify")).isEqualTo("true");
        assertThat(settings.remoteWrite().value("step")).isEqualTo("5s");
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void linesMayBeTextOrMap() {
        assertThat(properties(Map.of("penstock.loki.labels", "app = shop\nlevel = %level"))
                        .loki()
                        .value("labels"))
                .isEqualTo("app = shop\nlevel = %level");

        assertThat(properties(Map.of(
                                "penstock.loki.structured-metadata.*", "%%mdc",
                                "penstock.loki.structured-metadata[prefix_*]", "%%kvp",
                                "penstock.loki.structured-metadata.trace_id", "%X{traceId}"))
                        .loki()
                        .value("structuredMetadata")
                        .lines())
                .containsExactlyInAnyOrder("* = %%mdc", "prefix_* = %%kvp", "trace_id = %X{traceId}");
    }

    @Test
    void linesMayBeAList() {
        assertThat(properties(Map.of(
                                "penstock.loki.labels[0]", "app = shop", "penstock.loki.labels[1]", "level = %level"))
                        .loki()
                        .value("labels")
                        .lines())
                .containsExactlyInAnyOrder("app = shop", "level = %level");
    }

    @Test
    void variablesMayBeAMap() {
        assertThat(variables(Map.of("PENSTOCK_LOKI_EXTERNALLABELS_ENV", "prod"))
                        .loki()
                        .value("externalLabels"))
                .isEqualTo("env = prod\n");
    }

    @Test
    void unknownPropertiesAreSaidWithWhatWasProbablyMeant() {
        EnvironmentSettings settings = properties(Map.of(
                "penstock.loki.batch-wiat", "1s",
                "penstock.url", "http://localhost:3100",
                "penstock.metrics.url", "http://localhost:9090",
                "penstock.zebra", "yes"));

        assertThat(messages(settings.problems()))
                .contains("'penstock.loki.batch-wiat'; did you mean 'penstock.loki.batch-wait'?")
                .contains("'penstock.url'; did you mean 'penstock.loki.url'?")
                .contains("'penstock.metrics.url'; did you mean 'penstock.remote-write.url'?")
                .contains("there is no property 'penstock.zebra'")
                .doesNotContain("penstock.zebra'; did");
    }

    @Test
    void aWrongValueIsLeftOutAndSaid() {
        CheckedSettings checked = properties(Map.of(
                        "penstock.loki.url", "http://localhost:3100",
                        "penstock.loki.batch-wait", "soon",
                        "penstock.loki.max-backoff", "1ms"))
                .loki()
                .check();

        assertThat(checked.ships()).isTrue();
        assertThat(checked.values()).containsOnlyKeys("url");
        assertThat(messages(checked.problems()))
                .contains("penstock.loki.batch-wait 'soon' is not accepted; expected a duration")
                .contains("penstock.loki.max-backoff '1ms' is not accepted")
                .contains("from property source \"test\"");
    }

    @Test
    void nothingIsShippedWhenItIsNotKnownAsWhom() {
        CheckedSettings checked = properties(Map.of(
                        "penstock.remote-write.url", "http://localhost:9090",
                        "penstock.remote-write.basic-auth.username", "me"))
                .remoteWrite()
                .check();

        assertThat(checked.ships()).isFalse();
        assertThat(messages(checked.problems())).contains("penstock.remote-write.basic-auth.password");
        assertThat(SettingProblems.report(checked.problems())).contains("; until then metrics are not shipped");
        // Where the application does not start because of it, nothing comes of it.
        assertThat(SettingProblems.description(checked.problems())).doesNotContain("until then");
    }

    @Test
    void secretsAreNeverSaid() {
        EnvironmentSettings settings = properties(Map.of(
                "penstock.loki.url", "http://me:hidden1@",
                "penstock.loki.bearer-token", "hidden2\u0001",
                "penstock.loki.headers", "X-Key: hidden3",
                "penstock.loki.proxy-url", "https://me:hidden4@proxy",
                "penstock.remote-write.basic-auth.password", "hidden5"));
        CheckedSettings loki = settings.loki().check();
        CheckedSettings metrics = settings.remoteWrite().check();

        assertThat(loki.problems()).isNotEmpty();
        assertThat(messages(loki.problems()) + messages(metrics.problems()) + loki + metrics + settings.problems())
                .doesNotContain("hidden");
    }

    @Test
    void springsOwnWaysOfWritingDurationsAreUnderstood() {
        CheckedSettings checked = properties(Map.of("penstock.loki.max-age", "2d", "penstock.loki.batch-wait", "PT2S"))
                .loki()
                .check();

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.values()).containsEntry("maxAge", "172800000ms").containsEntry("batchWait", "2000ms");
    }

    @Test
    void aPlaceholderThatThereIsNotIsSaid() {
        CheckedSettings checked = properties(Map.of("penstock.loki.url", "${NO_SUCH_VARIABLE}"))
                .loki()
                .check();

        assertThat(checked.ships()).isFalse();
        assertThat(messages(checked.problems())).contains("penstock.loki.url").contains("NO_SUCH_VARIABLE");
    }

    @Test
    void anEmptyUrlIsNone() {
        CheckedSettings checked = properties(Map.of("penstock.loki.url", "${NO_SUCH_VARIABLE:}"))
                .loki()
                .check();

        assertThat(checked.ships()).isFalse();
        assertThat(checked.problems()).isEmpty();
    }

    @Test
    void testsShipNothingUnlessAsked() {
        assertThat(properties(Map.of(EnvironmentSettings.IN_TESTS, "true")).enabled())
                .isFalse();
        assertThat(properties(Map.of(EnvironmentSettings.IN_TESTS, "true", "penstock.enabled", "true"))
                        .enabled())
                .isTrue();
        assertThat(properties(Map.of("penstock.enabled", "false")).switchedOff())
                .isTrue();
    }
}
