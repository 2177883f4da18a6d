package dev.penstock.spring.logging;

import static dev.penstock.spring.logging.Applications.arguments;
import static dev.penstock.spring.logging.Applications.lines;
import static dev.penstock.spring.logging.Applications.loggingSystem;
import static dev.penstock.spring.logging.Applications.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.RunningShippers;
import dev.penstock.spring.LokiConnectionDetails;
import dev.penstock.spring.logging.Applications.Empty;
import dev.penstock.spring.settings.EnvironmentSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.LokiAssertions;
import dev.penstock.testkit.StoredEntry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications of which nothing is known but the starter and a URL. */
@ExtendWith(OutputCaptureExtension.class)
class LogShippingTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogShippingTest.class);

    private static final List<EmbeddedBackend> BACKENDS = new ArrayList<>();

    private EmbeddedBackend backend;

    @BeforeEach
    void startBackend() {
        if (!RunningShippers.all().isEmpty()) {
            // An application that failed to start goes on shipping, until the JVM ends or another one starts.
            shop().run().close();
        }
        await().until(() -> RunningShippers.all().isEmpty());
        backend = EmbeddedBackend.start();
        BACKENDS.add(backend);
    }

    /** Late, so that applications that have ended find somebody to take their last lines. */
    @AfterAll
    static void stopBackends() {
        BACKENDS.forEach(EmbeddedBackend::close);
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        @Bean
        Object broken() {
            throw new IllegalStateException("the cellar is flooded");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SayingGoodbye {
        @Bean
        DisposableBean goodbye() {
            return () -> LOG.info("goodbye");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Connected {

        static String url = "";

        @Bean
        LokiConnectionDetails loki() {
            return () -> url;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ConnectedToo {
        @Bean
        LokiConnectionDetails anotherLoki() {
            return () -> "http://127.0.0.1:1";
        }
    }

    private void awaitLine(String part) {
        LokiAssertions.assertThat(backend).within(Duration.ofSeconds(20)).hasLineContaining(part);
    }

    private long count(String part) {
        return lines(backend).stream().filter(each -> each.contains(part)).count();
    }

    private StoredEntry entry(String part) {
        return backend.loki().entries().stream()
                .filter(each -> each.line().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** Closes its context before it is ready. */
    @Configuration(proxyBeanMethods = false)
    static class Closing extends SayingGoodbye {
        @Bean
        CommandLineRunner close(ConfigurableApplicationContext context) {
            return arguments -> context.close();
        }
    }

    @Test
    void shipsFromTheVeryFirstLineOn() {
        try (ConfigurableApplicationContext context = shop().run(arguments(backend))) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(lines(backend).get(0)).startsWith("Starting ");
        assertThat(count("Starting ")).isEqualTo(1);
        assertThat(count("open")).isEqualTo(1);
    }

    @Configuration(proxyBeanMethods = false)
    static class Working {

        static Runnable arrival = () -> {};

        @Bean
        CommandLineRunner work() {
            return arguments -> arrival.run();
        }
    }

    @Test
    void aLongStartDoesNotKeepItsLines() {
        Working.arrival = () -> awaitLine("Started ");
        try (ConfigurableApplicationContext context = shop(Working.class)
                .run("--spring.application.name=shop", "--penstock.loki.url=" + backend.url())) {
            assertThat(lines(backend).get(0)).startsWith("Starting ");
        }
    }

    @Test
    void linesOfTheStartDoNotWaitForOthers() {
        try (ConfigurableApplicationContext context =
                shop().run(arguments(backend, "--penstock.loki.batch-wait=1h"))) {
            awaitLine("Started ");
        }
    }

    @Test
    void anErrorIsShippedWhileTheApplicationStarts() {
        Working.arrival = () -> {
            LOG.error("the till is stuck");
            awaitLine("the till is stuck");
        };
        try (ConfigurableApplicationContext context = shop(Working.class).run(arguments(backend))) {
            assertThat(lines(backend).get(0)).startsWith("Starting ");
        }
    }

    @Test
    void aFlushShipsWhatTheStartHasLogged() {
        Working.arrival = () -> {
            LOG.info("bread is in");
            assertThat(RunningShippers.flush(Duration.ofMinutes(2))).isTrue();
            assertThat(count("bread is in")).isEqualTo(1);
        };
        try (ConfigurableApplicationContext context = shop(Working.class).run(arguments(backend))) {
            assertThat(lines(backend).get(0)).startsWith("Starting ");
        }
    }

    @Test
    void aStartMayLogAsMuchAsItLikes() {
        Working.arrival = () -> {
            for (int i = 0; i < 10_000; i++) {
                LOG.info("crate {}", i);
            }
        };
        try (ConfigurableApplicationContext context = shop(Working.class).run(arguments(backend))) {
            LOG.info("open");
            awaitLine("open");
        }

        List<String> crates =
                lines(backend).stream().filter(each -> each.startsWith("crate ")).toList();
        assertThat(crates).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(crates.get(9_999)).isEqualTo("crate 9999");
    }

    @Test
    void aLineOfTheStartIsOfTheThreadThatLoggedIt() {
        StringBuilder crate = new StringBuilder("crate");
        Working.arrival = () -> {
            Thread helper = new Thread(
                    () -> {
                        MDC.put("shelf", "7");
                        LOG.info("put down: {}", crate);
                    },
                    "helper");
            helper.start();
            try {
                helper.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            crate.append(", emptied");
        };
        try (ConfigurableApplicationContext context = shop(Working.class).run(arguments(backend))) {
            awaitLine("put down");
        }

        StoredEntry entry = entry("put down");
        assertThat(entry.line()).isEqualTo("put down: crate");
        assertThat(entry.structuredMetadata()).containsEntry("thread", "helper").containsEntry("shelf", "7");
    }

    @Test
    void aLineOfTheStartIsOfThePlaceThatLoggedIt() {
        Working.arrival = () -> LOG.info("put down");
        try (ConfigurableApplicationContext context = shop(Working.class)
                .run(arguments(
                        backend,
                        "--penstock.loki.include-caller-data=true",
                        "--penstock.loki.structured-metadata=by = %method"))) {
            awaitLine("put down");
        }

        assertThat(entry("put down").structuredMetadata().get("by")).contains("aLineOfTheStartIsOfThePlace");
    }

    @Test
    void aLineOfTheStartIsAsItWasWhenItWasLogged() {
        Working.arrival = () -> {
            Object[] crates = {1, 2, 3};
            LOG.info("crates {} {} {}", crates);
            crates[0] = 9;
            org.apache.logging.log4j.Logger mapping = LogManager.getLogger(LogShippingTest.class);
            StringMapMessage seats = new StringMapMessage(Map.of("seat", "1"));
            mapping.info(seats);
            seats.put("seat", "2");
            mapping.info(seats);
            assertThat(RunningShippers.flush(Duration.ofMinutes(2))).isTrue();
        };
        try (ConfigurableApplicationContext context = shop(Working.class).run(arguments(backend))) {
            assertThat(count("crates 1 2 3")).isEqualTo(1);
            assertThat(count("seat=\"1\"")).isEqualTo(1);
            assertThat(count("seat=\"2\"")).isEqualTo(1);
        }
    }

    @Test
    void linesOfAnApplicationThatIsNotReadyAreNotThoseOfAnother() {
        try (ConfigurableApplicationContext mine = shop().run(arguments(backend))) {
            shop(Closing.class)
                    .run(arguments(backend, "--penstock.loki.external-labels=till = second"))
                    .close();
            LOG.info("mine again");
            awaitLine("mine again");
            awaitLine("goodbye");
        }

        assertThat(entry("goodbye").labels()).containsEntry("till", "second");
        assertThat(entry("mine again").labels()).doesNotContainKey("till");
    }

    @Test
    void aBeanOfAnotherApplicationDoesNotTakeLinesThatWait() {
        try (EmbeddedBackend other = EmbeddedBackend.start()) {
            Connected.url = other.url().toString();
            Working.arrival = () -> {
                LOG.info("till key");
                shop(Connected.class).run("--spring.application.name=stall").close();
            };
            try (ConfigurableApplicationContext context = shop(Working.class).run(arguments(backend))) {
                awaitLine("till key");
            }

            assertThat(lines(other)).noneMatch(each -> each.contains("till key"));
        }
    }

    @Test
    void anApplicationThatEndsBeforeItIsReadyShipsItsLines() {
        shop(Closing.class).run(arguments(backend)).close();

        awaitLine("goodbye");
        assertThat(count("Starting ")).isEqualTo(1);
    }

    @Test
    void knowsWhoTheApplicationIs() {
        try (ConfigurableApplicationContext context =
                shop().run(arguments(backend, "--spring.profiles.active=eu,blue", "--penstock.instance=till-7"))) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(entry("open").labels()).containsEntry("service_name", "shop");
        assertThat(entry("open").structuredMetadata())
                .containsEntry("instance", "till-7")
                .containsEntry("profiles", "eu,blue");
    }

    @Test
    void shipsWhatIsLoggedWhileTheContextClosesAndAfterwards() {
        shop(SayingGoodbye.class).run(arguments(backend)).close();
        LOG.info("lights out");

        awaitLine("goodbye");
        awaitLine("lights out");
        assertThat(count("goodbye")).isEqualTo(1);
        assertThat(count("lights out")).isEqualTo(1);
    }

    @Test
    void costsNoThreadsWhenTheApplicationHasEnded() {
        shop().run(arguments(backend)).close();

        await().until(() -> RunningShippers.all().isEmpty());
    }

    @Test
    void hasOneAppenderHoweverOftenItIsStarted() {
        for (int i = 0; i < 3; i++) {
            try (ConfigurableApplicationContext context = shop().run(arguments(backend))) {
                LOG.info("open " + i);
                awaitLine("open " + i);
                await().untilAsserted(() -> assertThat(RunningShippers.all()).hasSize(1));
            }
        }

        assertThat(count("open 2")).isEqualTo(1);
        assertThat(count("Starting ")).isEqualTo(3);
        await().until(() -> RunningShippers.all().isEmpty());
    }

    @Test
    void parentAndChildShareTheAppender() {
        ConfigurableApplicationContext context =
                shop().child(SayingGoodbye.class).web(org.springframework.boot.WebApplicationType.NONE).run(arguments(backend));
        try {
            LOG.info("open");
            awaitLine("open");
            await().untilAsserted(() -> assertThat(RunningShippers.all()).hasSize(1));
        } finally {
            context.close();
            ((ConfigurableApplicationContext) context.getParent()).close();
        }

        assertThat(count("open")).isEqualTo(1);
    }

    @Test
    void shipsEveryLineUpToTheFailureAndTheFailure() {
        assertThatThrownBy(() -> shop(Failing.class).run(arguments(backend)));

        awaitLine("the cellar is flooded");
        awaitLine("Application run failed");
        assertThat(count("Starting ")).isEqualTo(1);
    }

    @Test
    void startsWithoutABackend() {
        backend.stop();

        try (ConfigurableApplicationContext context = shop().run(arguments(backend))) {
            LOG.info("open");
            backend.restart();
            awaitLine("open");
        }

        assertThat(count("Starting ")).isEqualTo(1);
    }

    @Test
    void startsWithABackendThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1);
                ConfigurableApplicationContext context = shop().run(
                                "--penstock.loki.url=http://127.0.0.1:" + silent.getLocalPort(),
                                "--penstock.loki.drain-timeout=10ms")) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    /** Ahead of time a build runs the application's beginning; the property is put there by Spring. */
    @Test
    void buildShipsNothing() {
        try (ConfigurableApplicationContext context =
                shop().run(arguments(backend, "--spring.aot.processing=true"))) {
            LOG.info("built");
            await().until(() -> RunningShippers.all().isEmpty());
        }

        assertThat(lines(backend)).isEmpty();
    }

    @Test
    void shipsNothingWhenItIsSwitchedOff() {
        for (String property : new String[] {"penstock.enabled", "penstock.loki.enabled"}) {
            try (ConfigurableApplicationContext context = shop().run(
                            arguments(backend, "--" + property + "=false", config("own")))) {
                LOG.info("open");
                await().until(() -> RunningShippers.all().isEmpty());
            }
        }

        assertThat(lines(backend)).isEmpty();
    }

    @Test
    void shipsNothingAndSaysNothingWithoutAUrl(CapturedOutput output) {
        try (ConfigurableApplicationContext context = shop().run("--spring.application.name=shop")) {
            LOG.info("open");
            await().until(() -> RunningShippers.all().isEmpty());
        }

        assertThat(output).doesNotContain("Description:").doesNotContain("Penstock's");
    }

    @Test
    void saysWhatIsWrongAndGoesOn(CapturedOutput output) {
        try (ConfigurableApplicationContext context = shop().run(
                        arguments(backend, "--penstock.loki.batch-size=many", "--penstock.loki.bacth-wait=1s"))) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(output)
                .contains("Description:")
                .contains("penstock.loki.batch-size 'many' is not accepted; expected a size")
                .contains("there is no property 'penstock.loki.bacth-wait'; did you mean 'penstock.loki.batch-wait'?")
                .contains("Origin: \"penstock.loki.batch-size\" from property source \"commandLineArgs\"")
                .contains("Action:");
    }

    @Test
    void doesNotShipAsSomebodyElse(CapturedOutput output) {
        try (ConfigurableApplicationContext context =
                shop().run(arguments(backend, "--penstock.loki.basic-auth.username=me"))) {
            LOG.info("open");
            await().until(() -> RunningShippers.all().isEmpty());
        }

        assertThat(output).contains("penstock.loki.basic-auth.password").contains("logs are not shipped to Loki");
        assertThat(lines(backend)).isEmpty();
    }

    @Test
    void doesNotStartWhenItIsWrongAndStrict(CapturedOutput output) {
        assertThatThrownBy(() ->
                shop().run(arguments(backend, "--penstock.loki.batch-size=many", "--penstock.strict=true")));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("penstock.loki.batch-size 'many' is not accepted; expected a size");
    }

    @Test
    void sendsLinesThroughAPipeline() {
        String pipeline = """
                --penstock.loki.pipeline=stage.labels { values = { severity = "level", source = "logger" } }
                stage.drop { expression = `^secret` }
                stage.replace {
                  expression = `token=(\\w+)`
                  replace    = "***"
                }
                stage.template {
                  source   = "shown"
                  template = `{{ regexReplaceAll "([0-9])-([0-9])" .Entry "$2-${1}" }} of ${spring.application.name}`
                }
                stage.output { source = "shown" }
                """;
        try (ConfigurableApplicationContext context = shop().run(arguments(backend, pipeline))) {
            LOG.info("secret line");
            LOG.warn("token=abc 1-2");
            awaitLine("token=");
        }

        assertThat(count("secret line")).isZero();
        StoredEntry entry = entry("token=");
        assertThat(entry.line()).isEqualTo("token=*** 2-1 of shop");
        assertThat(entry.labels()).containsEntry("severity", "WARN").containsEntry("source", LOG.getName());
    }

    @Test
    void shipsLinesAsTheyAreWhenThePipelineIsWrong(CapturedOutput output) {
        try (ConfigurableApplicationContext context =
                shop().run(arguments(backend, "--penstock.loki.pipeline=stage.nosuch {"))) {
            LOG.info("unprocessed");
            awaitLine("unprocessed");
        }

        assertThat(output)
                .contains("penstock.loki.pipeline is refused as a whole")
                .contains("until then lines are shipped unprocessed");
        assertThat(lines(backend)).contains("unprocessed");
    }

    @Test
    void doesNotStartWithAWrongPipelineWhenItIsStrict(CapturedOutput output) {
        assertThatThrownBy(() -> shop().run(
                        arguments(backend, "--penstock.loki.pipeline=stage.nosuch {", "--penstock.strict=true")));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("penstock.loki.pipeline is refused as a whole");
    }

    @Test
    void saysThatAPatternIsWrong(CapturedOutput output) {
        try (ConfigurableApplicationContext context =
                shop().run(arguments(backend, "--penstock.loki.labels=level = %nosuchword"))) {
            LOG.info("open");
        }

        assertThat(output).contains("nosuchword").contains("Description:");
    }

    @Test
    void completesAnAppenderOfTheLoggingConfiguration() {
        try (ConfigurableApplicationContext context = shop().run(arguments(backend, config("own")))) {
            LOG.info("open");
            awaitLine("open");
            await().untilAsserted(() -> assertThat(RunningShippers.all()).hasSize(1));
        }

        assertThat(entry("open").labels()).containsEntry("mine", "yes");
        assertThat(count("open")).isEqualTo(1);
        assertThat(count("Starting ")).isEqualTo(1);
    }

    @Test
    void shipsToTheBackendThatABeanTellsOf() {
        Connected.url = backend.url();
        try (ConfigurableApplicationContext context = shop(Connected.class)
                .run("--penstock.loki.url=http://127.0.0.1:1", "--penstock.loki.batch-wait=10ms")) {
            LOG.info("open");
            awaitLine("open");
            await().untilAsserted(() -> assertThat(RunningShippers.all()).hasSize(1));
        }

        assertThat(lines(backend).get(0)).startsWith("Starting ");
    }

    @Test
    void completesAnAppenderWithTheBackendThatABeanTellsOf() {
        Connected.url = backend.url();
        try (ConfigurableApplicationContext context =
                shop(Connected.class).run("--penstock.loki.batch-wait=10ms", config("own"))) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(entry("open").labels()).containsEntry("mine", "yes");
        assertThat(lines(backend).get(0)).startsWith("Starting ");
        assertThat(count("open")).isEqualTo(1);
    }

    @Test
    void goesOnWhenLoggingIsConfiguredAnew() throws Exception {
        try (ConfigurableApplicationContext context = shop().run(arguments(backend, config("plain")))) {
            LOG.info("before");
            Reconfiguration.to("penstock-plain-" + loggingSystem() + ".xml");
            LOG.info("after");
            awaitLine("after");
            await().untilAsserted(() -> assertThat(RunningShippers.all()).hasSize(1));
            Reconfiguration.to("penstock-own-" + loggingSystem() + ".xml");
            LOG.info("own");
            awaitLine("own");
            await().untilAsserted(() -> assertThat(RunningShippers.all()).hasSize(1));
            Reconfiguration.to("penstock-plain-" + loggingSystem() + ".xml");
            LOG.info("plain");
            awaitLine("plain");
        }

        assertThat(count("before")).isEqualTo(1);
        assertThat(count("after")).isEqualTo(1);
        assertThat(count("own")).isEqualTo(1);
        assertThat(entry("own").labels()).containsEntry("mine", "yes");
        assertThat(count("plain")).isEqualTo(1);
    }

    @Test
    void shipsNothingInTestsOfSpringsTestFramework() {
        try (ConfigurableApplicationContext context = shop().run(arguments(
                        backend, "--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"))) {
            LOG.info("open");
            await().until(() -> RunningShippers.all().isEmpty());
        }

        assertThat(lines(backend)).isEmpty();
    }

    @Test
    void takesLabelsAsAMap() {
        try (ConfigurableApplicationContext context = shop()
                .properties(Collections.singletonMap("penstock.loki.labels.[team_name]", "eu"))
                .run(arguments(backend, "--penstock.loki.labels.level=%level"))) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(entry("open").labels()).containsEntry("team_name", "eu").containsEntry("level", "INFO");
    }

    @Test
    void anotherApplicationWithoutAUrlLeavesTheFirstOneAlone() {
        try (ConfigurableApplicationContext first = shop().run(arguments(backend));
                ConfigurableApplicationContext second = shop().run("--spring.application.name=tool")) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(count("open")).isEqualTo(1);
        assertThat(entry("open").labels()).containsEntry("service_name", "shop");
    }

    @Test
    void theFirstApplicationShipsAsItselfAgainWhenTheSecondOneHasEnded() {
        try (ConfigurableApplicationContext first = shop().run(arguments(backend))) {
            shop().run(arguments(backend, "--spring.application.name=till")).close();
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(entry("open").labels()).containsEntry("service_name", "shop");
        await().until(() -> RunningShippers.all().isEmpty());
    }

    @Test
    void parentsLastWordsLeaveNoShipperBehind() {
        ConfigurableApplicationContext child = shop(SayingGoodbye.class)
                .child(Empty.class)
                .web(org.springframework.boot.WebApplicationType.NONE)
                .run(arguments(backend));
        child.close();
        ((ConfigurableApplicationContext) child.getParent()).close();

        awaitLine("goodbye");
        assertThat(count("goodbye")).isEqualTo(1);
        await().until(() -> RunningShippers.all().isEmpty());
    }

    @Test
    void startsWhenAnyPropertyRefersToNothing(CapturedOutput output) {
        List<String> properties = EnvironmentSettings.properties().stream()
                .filter(each -> !each.startsWith("penstock.remote-write"))
                .toList();
        for (String property : properties) {
            try (ConfigurableApplicationContext context =
                    shop().run(arguments(backend, "--" + property + "=${such.a.thing}"))) {
                LOG.info("open");
            }
            assertThat(output)
                    .contains(
                            property
                                    + (property.equals("penstock.loki.pipeline")
                                            ? " is refused as a whole: ${such.a.thing} has no value"
                                            : " cannot be read: Could not resolve placeholder 'such.a.thing'"));
        }
    }

    @Test
    void saysThatThereAreTwoBackendsAndTakesTheOneOfTheProperty(CapturedOutput output) {
        Connected.url = "http://127.0.0.1:1";
        try (ConfigurableApplicationContext context =
                shop(Connected.class, ConnectedToo.class).run(arguments(backend))) {
            LOG.info("open");
            awaitLine("open");
        }

        assertThat(output).contains("the LokiConnectionDetails cannot be used: there are several");
    }

    private static String config(String name) {
        return "--logging.config=classpath:penstock-" + name + "-" + loggingSystem() + ".xml";
    }
}
