package dev.penstock.spring.metrics;

import static dev.penstock.testkit.MetricAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.micrometer.PenstockMetrics;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.spring.settings.PenstockConfigurationException;
import dev.penstock.testkit.EmbeddedBackend;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The registry in an application that has Micrometer, and no actuator. */
class StandaloneMetricsTest {

    private EmbeddedBackend backend;
    private ApplicationContextRunner runner;

    @BeforeEach
    void start() {
        backend = EmbeddedBackend.start();
        runner = new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .withConfiguration(AutoConfigurations.of(
                        ExemplarsAutoConfiguration.class,
                        RemoteWriteAutoConfiguration.class,
                        SelfMetricsAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "penstock.instance=shop-1",
                        "penstock.remote-write.url=" + backend.url(),
                        "penstock.remote-write.step=200ms");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void whatTheJvmTheProcessAndLoggingAreDoingArrives() {
        runner.run(context -> assertThat(backend)
                .hasSeries("jvm_memory_used_bytes{job=\"shop\", instance=\"shop-1\"}")
                .hasSeries("jvm_threads_live_threads")
                .hasSeries("jvm_gc_memory_allocated_bytes_total")
                .hasSeries("process_uptime_seconds")
                .hasSeries("system_cpu_count")
                .hasSeries("process_files_open_files")
                .hasSeries("logback_events_total")
                .hasSeries("prometheus_remote_storage_samples_total")
                .hasNoViolations());
    }

    @Test
    void whatIsCountedInTheGlobalRegistryArrives() {
        runner.run(context -> {
            Metrics.counter("orders.of.all").increment(2);
            assertThat(backend).hasValue("orders_of_all_total{job=\"shop\"}", 2);
        });
    }

    @Test
    void itIsClosedWithTheContextAfterItsLastValues() {
        AtomicReference<RemoteWriteMeterRegistry> registry = new AtomicReference<>();
        runner.withPropertyValues("penstock.remote-write.step=1h").run(context -> {
            registry.set(context.getBean(RemoteWriteMeterRegistry.class));
            Metrics.counter("orders.at.last").increment(5);
        });

        assertThat(registry.get().isClosed()).isTrue();
        assertThat(Metrics.globalRegistry.getRegistries()).doesNotContain(registry.get());
        assertThat(backend).isStale("orders_at_last_total");
        assertThat(backend.metrics().select("orders_at_last_total").get(0).samples())
                .anySatisfy(sample -> assertThat(sample.value()).isEqualTo(5))
                .filteredOn(sample -> sample.isStale())
                .hasSize(1);
    }

    @Test
    void whatABeanMeasuresIsAmongTheLastValues() {
        runner.withPropertyValues("penstock.remote-write.step=1h")
                .withBean(Stock.class)
                .run(context -> {});

        assertThat(backend.metrics().select("stock").get(0).samples())
                .filteredOn(sample -> !sample.isStale())
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.value()).isEqualTo(12));
        assertThat(backend.metrics()
                        .select("prometheus_remote_storage_samples_total")
                        .get(0)
                        .samples())
                .anySatisfy(sample -> assertThat(sample.isStale()).isFalse());
    }

    @Test
    void lazyApplicationShipsAllTheSame() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(backend).hasSeries("jvm_memory_used_bytes"));
    }

    @Test
    void registryOfTheApplicationsOwnIsTheOneThatIsInjected() {
        runner.withBean("own", SimpleMeterRegistry.class).run(context -> {
            assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(SimpleMeterRegistry.class);
            assertThat(context).hasSingleBean(RemoteWriteMeterRegistry.class);
            assertThat(backend).hasSeries("jvm_memory_used_bytes");
        });
    }

    @Test
    void remoteWriteRegistryOfTheApplicationsOwnIsEnough() {
        runner.withBean(
                        "own",
                        RemoteWriteMeterRegistry.class,
                        () -> new RemoteWriteMeterRegistry(SpringRemoteWriteConfig.off()))
                .run(context -> assertThat(context)
                        .hasSingleBean(RemoteWriteMeterRegistry.class)
                        .doesNotHaveBean(ProcessMetrics.class));
    }

    @Test
    void selfMetricsAreInARegistryThatSomebodyElseReads() {
        runner.withBean("own", SimpleMeterRegistry.class)
                .withPropertyValues("penstock.remote-write.url=")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(RemoteWriteMeterRegistry.class);
                    RemoteWriteMeterRegistry shipper = new RemoteWriteMeterRegistry(
                            SpringRemoteWriteConfig.of(Map.of("url", backend.remoteWriteUrl())));
                    assertThat(context.getBean(SimpleMeterRegistry.class).getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .anyMatch(name -> name.startsWith("prometheus.remote.storage.samples"));
                    shipper.close();
                });
    }

    @Test
    void withoutMicrometerThereIsNothing() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("remoteWriteMeterRegistry")
                        .doesNotHaveBean("penstockMetrics"));
    }

    @Test
    void withoutTracingThereAreNoExemplars() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(TracerExemplars.class)
                        .hasSingleBean(RemoteWriteMeterRegistry.class));
    }

    @Test
    void testsOfSpringBootShipNothingUnlessAsked() {
        ApplicationContextRunner test = runner.withPropertyValues(
                "org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true",
                "management.defaults.metrics.export.enabled=false");

        test.run(context -> assertThat(context).doesNotHaveBean(RemoteWriteMeterRegistry.class));
        test.withPropertyValues("penstock.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(RemoteWriteMeterRegistry.class));
        test.withPropertyValues("penstock.enabled=true", "penstock.remote-write.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RemoteWriteMeterRegistry.class));
    }

    @Test
    void strictApplicationDoesNotStartWithAWrongProperty() {
        runner.withPropertyValues("penstock.remote-write.step=often")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("penstock.remote-write.step=often", "penstock.strict=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("penstock.remote-write.step")
                        .hasMessageContaining("often"));
    }

    @Test
    void sslBundleThatThereIsNotIsSaidAndShipsNothing() {
        runner.withPropertyValues("penstock.remote-write.ssl.bundle=mine").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(RemoteWriteMeterRegistry.class).shipper())
                    .isNull();
        });
    }

    @Test
    void sslBundleThatCannotBeReadIsSaidByItsPropertyAsAnyOther() {
        ApplicationContextRunner broken = runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(
                        "penstock.remote-write.ssl.bundle=mine",
                        "spring.ssl.bundle.pem.mine.truststore.certificate=/there/is/none.pem");

        broken.run(context -> assertThat(context).hasNotFailed());
        broken.withPropertyValues("penstock.strict=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(PenstockConfigurationException.class)
                        .hasMessageContaining("penstock.remote-write.ssl.bundle 'mine'")
                        .hasMessageContaining("none.pem"));
    }

    @Test
    void selfMetricsAreOneBean() {
        runner.withBean("mine", PenstockMetrics.class)
                .run(context -> assertThat(context).hasSingleBean(PenstockMetrics.class));
    }

    @Test
    void durationsAreReadAsSpringReadsThem() {
        runner.withPropertyValues(
                        "penstock.remote-write.step=PT1M30S",
                        "penstock.remote-write.expiry=PT2M",
                        "penstock.remote-write.descriptions=off")
                .run(context -> {
                    assertThat(context.getBean(RemoteWriteMeterRegistry.class).shipper())
                            .isNotNull();
                });
    }

    /** Has nothing any more once it is destroyed. */
    private static final class Stock implements DisposableBean {

        private volatile double pieces = 12;

        Stock(RemoteWriteMeterRegistry registry) {
            Gauge.builder("stock", this, stock -> stock.pieces).register(registry);
        }

        @Override
        public void destroy() {
            pieces = 0;
        }
    }
}
