package dev.penstock.spring.metrics;

import static dev.penstock.testkit.MetricAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.spring.RemoteWriteConnectionDetails;
import dev.penstock.testkit.EmbeddedBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry among Boot's registries, in whole applications. */
class MetricShippingTest {

    private EmbeddedBackend backend;

    @BeforeEach
    void startBackend() {
        backend = EmbeddedBackend.start();
    }

    @AfterEach
    void stopBackend() {
        backend.close();
    }

    @Test
    void metersArriveWithJobAndInstance() {
        try (ConfigurableApplicationContext context =
                run("--penstock.instance=shop-1", "--management.metrics.tags.region=eu")) {
            context.getBean(MeterRegistry.class).counter("orders").increment(3);

            assertThat(backend)
                    .hasSeries("jvm_memory_used_bytes{job=\"shop\", instance=\"shop-1\", region=\"eu\", area=\"heap\"}")
                    .hasSeries("process_uptime_seconds{job=\"shop\"}")
                    .hasSeries("logback_events_total{job=\"shop\"}".replace(
                            "logback", expectedLogging().equals("logback") ? "logback" : "log4j2"))
                    .hasSeries("prometheus_remote_storage_samples_total{job=\"shop\"}")
                    .hasValue("orders_total{job=\"shop\", instance=\"shop-1\", region=\"eu\"}", 3)
                    .hasNoViolations();
        }
    }

    @Test
    void filtersOfTheApplicationCount() {
        try (ConfigurableApplicationContext context = run(Filtered.class)) {
            context.getBean(MeterRegistry.class).counter("orders").increment();
            context.getBean(MeterRegistry.class).counter("secret").increment();

            assertThat(backend).hasSeries("orders_total{shop=\"berlin\"}").hasNoSeries("secret_total");
        }
    }

    @Test
    void isTheOnlyRegistryWhereThereIsNoOther() {
        try (ConfigurableApplicationContext context = run()) {
            assertThat(context.getBeansOfType(MeterRegistry.class).values())
                    .singleElement()
                    .isInstanceOf(RemoteWriteMeterRegistry.class);
            assertThat(Metrics.globalRegistry.getRegistries()).contains(context.getBean(MeterRegistry.class));
        }
    }

    @Test
    void theLastValuesArriveAndTheSeriesEnd() {
        ConfigurableApplicationContext context = run("--penstock.remote-write.step=1h");
        RemoteWriteMeterRegistry registry = context.getBean(RemoteWriteMeterRegistry.class);
        registry.counter("orders").increment(7);
        context.close();

        assertThat(registry.isClosed()).isTrue();
        assertThat(Metrics.globalRegistry.getRegistries()).doesNotContain(registry);
        assertThat(backend).isStale("orders_total").hasNoViolations();
        assertThat(backend.metrics().select("orders_total"))
                .singleElement()
                .satisfies(series -> assertThat(series.samples().stream()
                                .map(each -> each.value())
                                .filter(each -> !Double.isNaN(each)))
                        .contains(7.0));
        assertThat(backend.metrics().select("orders_total").get(0).samples().stream()
                        .filter(each -> Double.isNaN(each.value())))
                .as("stale markers")
                .hasSize(1);
        assertThat(backend.metrics().duplicateCount()).isZero();
    }

    @Test
    void contextsThatFollowEachOtherShipEachTheirOwn() {
        for (int i = 1; i <= 2; i++) {
            try (ConfigurableApplicationContext context = run("--penstock.instance=shop-" + i)) {
                context.getBean(MeterRegistry.class).counter("orders").increment(i);
                assertThat(backend).hasValue("orders_total{instance=\"shop-" + i + "\"}", i);
            }
        }
        assertThat(backend).isStale("orders_total{instance=\"shop-1\"}").isStale("orders_total{instance=\"shop-2\"}");
    }

    @Test
    void serviceConnectionWinsOverTheProperty() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(each -> each.getBeanFactory()
                        .registerSingleton("connection", (RemoteWriteConnectionDetails) backend::remoteWriteUrl))
                .run(
                        "--spring.application.name=shop",
                        "--penstock.remote-write.url=http://localhost:1",
                        "--penstock.remote-write.step=200ms")) {
            assertThat(context.getBeansOfType(RemoteWriteMeterRegistry.class)).hasSize(1);
            assertThat(backend).hasSeries("jvm_memory_used_bytes{job=\"shop\"}");
        }
    }

    @Test
    void nothingIsShippedWithoutUrlOrWhereItIsSwitchedOff() {
        for (String off : List.of(
                "--penstock.remote-write.url=",
                "--penstock.enabled=false",
                "--penstock.remote-write.enabled=false",
                "--management.defaults.metrics.export.enabled=false")) {
            try (ConfigurableApplicationContext context = run(off)) {
                assertThat(context.getBeansOfType(RemoteWriteMeterRegistry.class)).as(off).isEmpty();
            }
        }
        assertThat(backend.metricRequests()).isEmpty();
    }

    @Test
    void itsOwnPropertyWinsOverTheOneOfAllExporters() {
        try (ConfigurableApplicationContext context =
                run("--management.defaults.metrics.export.enabled=false", "--penstock.remote-write.enabled=true")) {
            assertThat(context.getBeansOfType(RemoteWriteMeterRegistry.class)).hasSize(1);
        }
    }

    @Test
    void aWrongPropertyDoesNotStopTheApplication() {
        try (ConfigurableApplicationContext context =
                run("--penstock.remote-write.url=ftp://nowhere", "--penstock.remote-write.step=often")) {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            registry.counter("orders").increment();

            assertThat(registry.counter("orders").count()).isEqualTo(1);
            assertThat(context.getBean(RemoteWriteMeterRegistry.class).shipper()).isNull();
        }
    }

    @Test
    void whatIsWrongWithoutMatteringHasItsDefault() {
        try (ConfigurableApplicationContext context = run("--penstock.remote-write.max-samples-per-send=many")) {
            assertThat(context.getBeansOfType(RemoteWriteMeterRegistry.class)).hasSize(1);
            assertThat(backend).hasSeries("jvm_memory_used_bytes{job=\"shop\"}");
        }
    }

    @Test
    void anUnreachableReceiverDoesNotDelayTheStart() {
        backend.stop();
        try (ConfigurableApplicationContext context = run()) {
            assertThat(context.isRunning()).isTrue();
            backend.restart();
            assertThat(backend).hasSeries("jvm_memory_used_bytes{job=\"shop\"}");
        }
    }

    private ConfigurableApplicationContext run(String... arguments) {
        return run(App.class, arguments);
    }

    private ConfigurableApplicationContext run(Class<?> application, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.main.banner-mode=off",
                "--management.otlp.metrics.export.enabled=false",
                "--penstock.remote-write.url=" + backend.url(),
                "--penstock.remote-write.step=200ms"));
        for (String each : arguments) {
            all.removeIf(other -> other.startsWith(each.substring(0, each.indexOf('=') + 1)));
        }
        all.addAll(Arrays.asList(arguments));
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(all.toArray(String[]::new));
    }

    private static String expectedLogging() {
        return System.getProperty("expected.logging.system");
    }

    @Configuration
    @EnableAutoConfiguration
    static class App {}

    @Configuration
    @EnableAutoConfiguration
    static class Filtered {

        @Bean
        MeterFilter denied() {
            return MeterFilter.denyNameStartsWith("secret");
        }

        @Bean
        MeterFilter tagged() {
            return MeterFilter.commonTags(List.of(Tag.of("shop", "berlin")));
        }
    }
}
