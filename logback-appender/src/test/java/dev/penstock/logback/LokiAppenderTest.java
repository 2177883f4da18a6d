package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.penstock.ledger.DropReason;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.ReceivedRequest;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

@ExtendWith(EmbeddedBackendExtension.class)
class LokiAppenderTest {

    private final EmbeddedBackend backend;

    LokiAppenderTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @AfterEach
    void noTestLeavesMdcBehind() {
        MDC.clear();
    }

    @Test
    void theTestsRunWithTheLogbackTheyAreMeantFor() {
        String expected = System.getProperty("expected.logback.version");

        assertThat(LoggerContext.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .contains(expected == null ? "logback-classic" : "logback-classic-" + expected);
    }

    @Test
    void theUrlAloneIsEnough() {
        try (Logs logs = Logs.with("<url>" + backend.lokiPushUrl() + "</url>")) {
            MDC.put("customer", "c-17");
            MDC.put("traceId", "abc123");
            MDC.put("spanId", "def456");
            logs.logger("shop.Orders").atInfo().addKeyValue("order", 4711).log("order placed");
            logs.flush();

            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings()).isEmpty();
        }

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("order placed");
        assertThat(stored.labels()).containsEntry("level", "INFO").containsKey("service_name");
        assertThat(stored.labels().get("service_name")).isNotIn("unknown_service", "");
        assertThat(stored.structuredMetadata())
                .contains(
                        entry("logger", "shop.Orders"),
                        entry("thread", Thread.currentThread().getName()),
                        entry("customer", "c-17"),
                        entry("order", "4711"),
                        entry("trace_id", "abc123"),
                        entry("span_id", "def456"))
                .doesNotContainKeys("traceId", "spanId");
    }

    @Test
    void theDocumentedSnippetWorks() {
        String elements = """
                <url>%s</url>
                <labels>
                  app = shop
                  level = %%level
                </labels>
                <structuredMetadata>
                  logger = %%logger
                  * = %%%%mdc
                  * = %%%%kvp
                </structuredMetadata>
                <message><pattern>%%msg %%ex</pattern></message>
                """.formatted(backend.lokiPushUrl());
        try (Logs logs = Logs.with(elements)) {
            MDC.put("customer", "c-17");
            logs.logger("shop.Orders").atWarn().addKeyValue("order", 4711).log("low stock");
            logs.flush();
        }

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("low stock ");
        assertThat(stored.labels())
                .containsOnly(entry("app", "shop"), entry("level", "WARN"), entry("service_name", "shop"));
        assertThat(stored.structuredMetadata())
                .contains(entry("logger", "shop.Orders"), entry("customer", "c-17"), entry("order", "4711"))
                .doesNotContainKeys("thread", "host");
    }

    @Test
    void aLabelWithTooManyValuesIsSentAsMetadata() {
        String elements = "<url>" + backend.lokiPushUrl() + "</url><maxLabelValues>10</maxLabelValues>"
                + "<maxStreams>500</maxStreams><labels>request = %X{request}</labels>";
        try (Logs logs = Logs.with(elements)) {
            for (int i = 0; i < 100; i++) {
                MDC.put("request", "r" + i);
                logs.logger("shop.Orders").info("line");
            }
            logs.flush();
            assertThat(logs.appender().stats().demotedLabels()).containsOnly(entry("request", 90L));
            assertThat(logs.warnings())
                    .filteredOn(each -> each.contains("label request"))
                    .hasSize(1);
        }

        assertThat(backend.loki().entries()).hasSize(100);
        assertThat(backend.loki().entries().stream().map(StoredEntry::labels).distinct())
                .hasSize(11);
    }

    @Test
    void bulkLinesTakePrefixesAndKeys() {
        String elements = """
                <url>%s</url>
                <labels>
                  // a comment
                  app=shop
                  * = %%%%mdc{vendor}
                </labels>
                <structuredMetadata>
                  mdc_* != %%%%mdc{vendor, secret}
                  kvp_* = %%%%kvp{a,b}
                </structuredMetadata>
                """.formatted(backend.lokiPushUrl());
        try (Logs logs = Logs.with(elements)) {
            MDC.put("vendor", "acme");
            MDC.put("secret", "hush");
            MDC.put("user", "kim");
            logs.logger("x")
                    .atInfo()
                    .addKeyValue("a", 1)
                    .addKeyValue("b", 2.5)
                    .addKeyValue("c", 3)
                    .log("line");
            logs.flush();
        }

        StoredEntry stored = onlyEntry();
        assertThat(stored.labels()).contains(entry("app", "shop"), entry("vendor", "acme"));
        assertThat(stored.structuredMetadata())
                .contains(entry("mdc_user", "kim"), entry("kvp_a", "1"), entry("kvp_b", "2.5"))
                .doesNotContainKeys("mdc_vendor", "mdc_secret", "kvp_c");
    }

    @Test
    void offMeansNoMetadata() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url><structuredMetadata>off</structuredMetadata>")) {
            logs.logger("x").info("INFO line");
            logs.flush();
        }

        assertThat(onlyEntry().structuredMetadata()).containsOnlyKeys("detected_level");
    }

    @Test
    void externalLabelsLoseAgainstTheEventsOwn() {
        String elements = """
                <url>%s</url>
                <labels>level = %%level</labels>
                <externalLabels>
                  level = none
                  region = eu
                </externalLabels>
                """.formatted(backend.url());
        try (Logs logs = Logs.with(elements)) {
            logs.logger("x").info("line");
            logs.flush();
        }

        assertThat(onlyEntry().labels()).contains(entry("level", "INFO"), entry("region", "eu"));
    }

    @Test
    void theTimestampIsTheEventsOwnToTheNanosecond() {
        Instant instant = Instant.now().minusSeconds(60).plusNanos(123);
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            Logger logger = logs.logger("x");
            LoggingEvent event = new LoggingEvent("fqcn", logger, Level.INFO, "line", null, new Object[0]);
            event.setInstant(instant);
            logger.callAppenders(event);
            logs.flush();
        }

        assertThat(onlyEntry().timestamp()).isEqualTo(instant);
    }

    @Test
    void eventsOfOneMillisecondKeepTheirOrderAndAreAllStored() {
        Instant millisecond = Instant.ofEpochMilli(Instant.now().toEpochMilli());
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            Logger logger = logs.logger("x");
            for (int i = 0; i < 100; i++) {
                LoggingEvent event = new LoggingEvent("fqcn", logger, Level.INFO, "line " + i, null, new Object[0]);
                event.setInstant(millisecond);
                logger.callAppenders(event);
            }
            logs.flush();
        }

        List<StoredEntry> stored = backend.loki().entries();
        assertThat(stored)
                .extracting(StoredEntry::line)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "line " + i).toList());
        assertThat(stored).extracting(StoredEntry::timestamp).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void exceptionsAreBelowTheMessageWithTheirCauses() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            logs.logger("x").error("it failed", new IllegalStateException("outer", new RuntimeException("inner")));
            logs.flush();
        }

        assertThat(onlyEntry().line())
                .startsWith("it failed\njava.lang.IllegalStateException: outer\n\tat ")
                .contains("Caused by: java.lang.RuntimeException: inner")
                .doesNotEndWith("\n");
    }

    @Test
    void messageTakesAnyLayoutOrEncoder() {
        assertThat(lineWith("<message><pattern>[%level] %msg%n</pattern></message>"))
                .isEqualTo("[INFO] line");
        assertThat(lineWith("<layout><pattern>%logger|%msg</pattern></layout>")).isEqualTo("x|line");
        assertThat(lineWith("<encoder><pattern>%msg!%n</pattern></encoder>")).isEqualTo("line!");
        assertThat(lineWith("<message class=\"ch.qos.logback.classic.encoder.JsonEncoder\"/>"))
                .startsWith("{")
                .endsWith("}")
                .contains("\"message\":\"line\"");
        assertThat(lineWith("<message class=\"" + ShoutingLayout.class.getName() + "\"/>"))
                .isEqualTo("LINE");
    }

    /** A user's own layout. */
    public static final class ShoutingLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return event.getFormattedMessage().toUpperCase(java.util.Locale.ROOT);
        }
    }

    private String lineWith(String element) {
        backend.clear();
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>" + element)) {
            logs.logger("x").info("line");
            logs.flush();
        }
        return onlyEntry().line();
    }

    @Test
    void emptyAndNullMessagesAreEntriesToo() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            logs.logger("x").info("");
            logs.logger("x").info((String) null);
            logs.flush();
        }

        assertThat(backend.loki().count()).isEqualTo(2);
    }

    @Test
    void anErrorIsSentWithoutWaitingForTheBatch() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url><batchWait>10m</batchWait>")) {
            logs.logger("x").info("before");
            logs.logger("x").error("now");
            await().until(() -> backend.loki().count() == 2);
        }
    }

    @Test
    void stoppingTheContextDeliversWhatIsLeft() {
        Logs logs = Logs.with("<url>" + backend.url() + "</url><batchWait>10m</batchWait>");
        LokiAppender appender = logs.appender();
        for (int i = 0; i < 1_000; i++) {
            logs.logger("x").info("line {}", i);
        }
        logs.context().stop();

        assertThat(backend.loki().count()).isEqualTo(1_000);
        assertThat(appender.stats().accepted()).isEqualTo(1_000);
        assertThat(appender.stats().delivered()).isEqualTo(1_000);
        assertThat(appender.stats().pending()).isZero();
    }

    @Test
    void anAppenderCanBeStartedAgain() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            LokiAppender appender = logs.appender();
            for (int i = 0; i < 20; i++) {
                logs.logger("x").info("line {}", i);
                appender.stop();
                appender.stop();
                assertThat(appender.stats().delivered()).isEqualTo(1);
                appender.start();
                appender.start();
            }
        }

        assertThat(backend.loki().count()).isEqualTo(20);
    }

    @Test
    void whatALayoutLogsIsNotShippedInTurn() {
        LoggingLayout.logger = null;
        try (Logs logs = Logs.with(
                "<url>" + backend.url() + "</url><message class=\"" + LoggingLayout.class.getName() + "\"/>")) {
            LoggingLayout.logger = logs.logger("layout");
            logs.logger("x").info("line");
            logs.flush();

            assertThat(logs.appender().stats().delivered()).isEqualTo(1);
            assertThat(logs.appender().stats().dropped(DropReason.INTERNAL_ERROR))
                    .isEqualTo(1);
        }
    }

    /** A layout that feeds the appender it works for. */
    public static final class LoggingLayout extends LayoutBase<ILoggingEvent> {
        static volatile Logger logger;

        @Override
        public String doLayout(ILoggingEvent event) {
            logger.info("I am formatting");
            return event.getFormattedMessage();
        }
    }

    @Test
    void aLayoutThatFailsCostsItsEventOnly() {
        try (Logs logs = Logs.with(
                "<url>" + backend.url() + "</url><message class=\"" + BrokenLayout.class.getName() + "\"/>")) {
            logs.logger("x").info("exception");
            logs.logger("x").info("error");
            logs.logger("x").info("fine");
            logs.flush();

            assertThat(logs.appender().stats().dropped(DropReason.INTERNAL_ERROR))
                    .isEqualTo(2);
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("could not be formatted"));
        }

        assertThat(onlyEntry().line()).isEqualTo("fine");
    }

    /** A layout that cannot do everything. */
    public static final class BrokenLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return switch (event.getMessage()) {
                case "exception" -> throw new IllegalStateException("no");
                case "error" -> throw new NoClassDefFoundError("none");
                case "evil" ->
                    throw new IllegalStateException() {
                        @Override
                        public String toString() {
                            throw new IllegalStateException("not even that");
                        }
                    };
                default -> event.getMessage();
            };
        }
    }

    @Test
    void anArgumentThatCannotBePrintedDoesNotReachTheApplication() {
        Object unprintable = new Object() {
            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        };
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            logs.logger("x").info("value {}", unprintable);
            logs.logger("x").info("next");
            logs.flush();

            assertThat(logs.errors()).isEmpty();
            assertThat(logs.appender().stats().pending()).isZero();
        }

        assertThat(backend.loki().entries()).extracting(StoredEntry::line).contains("next");
    }

    @Test
    void aKeyValueThatCannotBePrintedCostsItsPairOnly() {
        Object unprintable = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }
        };
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            logs.logger("x")
                    .atInfo()
                    .addKeyValue("bad", unprintable)
                    .addKeyValue("good", 1)
                    .log("line");
            logs.flush();
        }

        assertThat(onlyEntry().structuredMetadata()).contains(entry("bad", "[FAILED toString()]"), entry("good", "1"));
    }

    @Test
    void whatALayoutLogsBehindAnAsyncAppenderDoesNotGoRoundForEver() {
        try (Logs logs = Logs.ofFile("""
                <configuration>
                  <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                    <url>%s</url>
                    <message class="%s"/>
                  </appender>
                  <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender">
                    <appender-ref ref="LOKI"/>
                  </appender>
                  <root level="INFO"><appender-ref ref="ASYNC"/></root>
                </configuration>
                """.formatted(backend.url(), LoggingLayout.class.getName()))) {
            LoggingLayout.logger = logs.logger("layout");
            logs.logger("x").info("line");
            await().until(() -> backend.loki().count() == 1);
            logs.context().stop();

            assertThat(backend.loki().count()).isEqualTo(1);
        }
    }

    @Test
    void aLayoutThatStopsTheAppenderDoesNotWaitForItself() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url><drainTimeout>5m</drainTimeout>"
                + "<message class=\"" + StoppingLayout.class.getName() + "\"/>")) {
            StoppingLayout.appender = logs.appender();
            logs.logger("x").info("stop");
            await().until(() -> backend.loki().count() == 1);
        }
    }

    /** A layout that ends its appender. */
    public static final class StoppingLayout extends LayoutBase<ILoggingEvent> {
        static volatile LokiAppender appender;

        @Override
        public String doLayout(ILoggingEvent event) {
            appender.flush(Duration.ofMinutes(5));
            appender.stop();
            return event.getMessage();
        }
    }

    @Test
    void theLedgerCanBeReadWhileTheAppenderStopsAndAfter() throws InterruptedException {
        backend.faults().always(Fault.status(503));
        Logs logs = Logs.with("<url>" + backend.url() + "</url><drainTimeout>300ms</drainTimeout>");
        LokiAppender appender = logs.appender();
        logs.logger("x").info("line");
        Thread stopping = new Thread(logs.context()::stop);
        stopping.start();
        while (stopping.isAlive()) {
            assertThat(appender.stats().accepted()).isEqualTo(1);
        }
        stopping.join();

        assertThat(appender.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
        assertThat(appender.stats().pending()).isZero();
    }

    @Test
    void aWrongSettingCanBeMendedBeforeTheNextStart() {
        try (Logs logs = Logs.with("<batchWait>bogus</batchWait>")) {
            LokiAppender appender = logs.appender();
            assertThat(appender.isStarted()).isFalse();
            appender.setUrl(backend.url());
            appender.setBatchWait("50ms");
            appender.start();
            logs.logger("x").info("line");
            logs.flush();
        }
        assertThat(onlyEntry().line()).isEqualTo("line");
    }

    @Test
    void anAppenderMadeByHandWithoutNameAndContextWorks() {
        LokiAppender appender = new LokiAppender();
        appender.setUrl(backend.url());
        appender.start();
        Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger("by hand");
        logger.addAppender(appender);
        try {
            logger.info("line");
            assertThat(appender.flush(Duration.ofMinutes(2))).isTrue();
        } finally {
            logger.detachAppender(appender);
            appender.stop();
        }
        assertThat(onlyEntry().line()).isEqualTo("line");
    }

    @Test
    void aContextMadeByHandIsCompletedSoThatItsEventsCanBeShipped() {
        LoggerContext context = new LoggerContext();
        LokiAppender appender = new LokiAppender();
        appender.setContext(context);
        appender.setUrl(backend.url());
        appender.start();
        context.getLogger("shop").addAppender(appender);
        context.getLogger("shop.Payment").error("payment failed");
        assertThat(appender.flush(Duration.ofMinutes(2))).isTrue();
        context.stop();

        assertThat(onlyEntry().line()).isEqualTo("payment failed");
    }

    @Test
    void anEventThatCannotBeReadIsSaidWithItsCause() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url>")) {
            Logger logger = logs.logger("x");
            logs.appender().doAppend(new LoggingEvent("fqcn", logger, Level.INFO, "line", null, new Object[0]) {
                @Override
                public void prepareForDeferredProcessing() {
                    throw new IllegalStateException("no room for thought");
                }
            });
            await().until(() -> logs.warnings().stream().anyMatch(each -> each.contains("no room for thought")));

            assertThat(logs.appender().stats().dropped(DropReason.INTERNAL_ERROR))
                    .isEqualTo(1);
            assertThat(logs.errors()).isEmpty();
        }
    }

    @Test
    void theBudgetSeesMdcAndKeyValues() {
        backend.stop();
        try (Logs logs = Logs.with(
                "<url>" + backend.url() + "</url><bufferSize>64KiB</bufferSize><drainTimeout>0s</drainTimeout>")) {
            logs.logger("x").atInfo().addKeyValue("large", "x".repeat(100_000)).log("key-value");
            MDC.put("large", "x".repeat(100_000));
            logs.logger("x").info("mdc");

            assertThat(logs.appender().stats().dropped(DropReason.TOO_LARGE)).isEqualTo(2);
        }
    }

    @Test
    void credentialsTenantAndHeadersAreSent() {
        String elements = """
                <url>%s</url>
                <tenantId>shop</tenantId>
                <basicAuth><username>kim</username><password>s3cret</password></basicAuth>
                <headers>
                  X-Team = platform
                </headers>
                """;
        try (EmbeddedBackend guarded = EmbeddedBackend.builder()
                        .authEnabled(true)
                        .basicAuth("kim", "s3cret")
                        .start();
                Logs logs = Logs.with(elements.formatted(guarded.url()))) {
            logs.logger("x").info("line");
            logs.flush();

            assertThat(guarded.loki().entries("shop")).hasSize(1);
            ReceivedRequest request = guarded.requests().get(0);
            assertThat(request.header("X-Team")).isEqualTo("platform");
            assertThat(request.header("User-Agent")).startsWith("penstock/");
        }
    }

    @Test
    void anOutageIsReportedAsAWarningNeverAsAnError() {
        backend.stop();
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url><drainTimeout>0s</drainTimeout>"
                + "<minBackoff>1ms</minBackoff><batchWait>1ms</batchWait>")) {
            logs.logger("x").info("line");
            await().until(() -> logs.warnings().stream().anyMatch(warning -> warning.contains("ConnectException")));

            assertThat(logs.errors()).isEmpty();
        }
    }

    private StoredEntry onlyEntry() {
        List<StoredEntry> entries = backend.loki().entries();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }
}
