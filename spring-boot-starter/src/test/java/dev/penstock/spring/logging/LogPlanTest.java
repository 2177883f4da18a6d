package dev.penstock.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.spring.ApplicationIdentity;
import dev.penstock.spring.settings.EnvironmentSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class LogPlanTest {

    private static LogPlan plan(String setting, String value) {
        MockEnvironment environment = new MockEnvironment();
        return new LogPlan(
                Map.of("url", "http://localhost:3100", setting, value),
                null,
                ApplicationIdentity.of(environment, EnvironmentSettings.of(environment)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%msg%n",
                "level = %level",
                "logger = %logger{36}",
                "%-5p %c{1} %m",
                "thread = %thread",
                "%marker %mdc %kvp",
                "100 %"
            })
    void aStartMayWaitWithUsualPatterns(String pattern) {
        assertThat(plan("labels", pattern).mayWait()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"at = %line", "%C.%M", "%-20.30class{0}", "%msg %L", "(%F:%L)", "%l", "%location", "%caller{1}"})
    void aStartDoesNotWaitWithPatternsForPlaces(String pattern) {
        assertThat(plan("structuredMetadata", pattern).mayWait()).isFalse();
    }

    @Test
    void aStartDoesNotWaitWithADirectoryOrALevelOfItsOwn() {
        assertThat(plan("bufferDirectory", "buffer").mayWait()).isFalse();
        assertThat(plan("flushLevel", "WARN").mayWait()).isFalse();
        assertThat(plan("batchWait", "5s").mayWait()).isTrue();
    }

    @Test
    void onlyPlansThatAreTheSameInAllShareAShipper() {
        Map<String, String> settings = Map.of("url", "http://localhost:3100");
        ApplicationIdentity shop = new ApplicationIdentity("shop", "host:8080", List.of("prod"));
        LogPlan plan = new LogPlan(settings, "bundle", shop);
        LogPlan same = new LogPlan(
                Map.copyOf(settings), "bundle", new ApplicationIdentity("shop", "host:8080", List.of("prod")));

        assertThat(same).isEqualTo(plan).hasSameHashCodeAs(plan);
        assertThat(List.of(
                        new LogPlan(Map.of("url", "http://localhost:3101"), "bundle", shop),
                        new LogPlan(settings, null, shop),
                        new LogPlan(settings, "bundle", new ApplicationIdentity(null, "host:8080", List.of("prod"))),
                        new LogPlan(settings, "bundle", new ApplicationIdentity("shop", "host:8081", List.of("prod"))),
                        new LogPlan(settings, "bundle", new ApplicationIdentity("shop", "host:8080", List.of()))))
                .doesNotContain(plan);
    }
}
