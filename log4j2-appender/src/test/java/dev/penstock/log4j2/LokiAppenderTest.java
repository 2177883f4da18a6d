package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.penstock.ledger.DropReason;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedBackendExtension.class)
class LokiAppenderTest {

    private final EmbeddedBackend backend;

    LokiAppenderTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @AfterEach
    void noTestLeavesContextBehind() {
        ThreadContext.clearAll();
    }

    private Logs logs(String attributes, String elements) {
        return Logs.with(backend.url().toString(), attributes, elements);
    }

    private StoredEntry onlyEntry() {
        List<StoredEntry> entries = backend.loki().entries();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    @Test
    void theTestsRunWithTheLog4jTheyAreMeantFor() {
        String expected = System.getProperty("expected.log4j.version");

        assertThat(LoggerContext.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .contains(expected == null ? "log4j-core" : "log4j-core-" + expected);
    }

    @Test
    void theUrlAloneIsEnough() {
        try (Logs logs = logs("", "")) {
            ThreadContext.put("customer", "c-17");
            ThreadContext.put("traceId", "abc123");
            ThreadContext.put("spanId", "def456");
            logs.logger("shop.Orders")
                    .info(
                            MarkerManager.getMarker("SALE").setParents(MarkerManager.getMarker("SHOP")),
                            "order {} placed",
                            4711);
            logs.flush();

            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings()).isEmpty();
        }

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("order 4711 placed");
        assertThat(stored.labels()).containsEntry("level", "INFO").containsKey("service_name");
        assertThat(stored.labels().get("service_name")).isNotIn("unknown_service", "");
        assertThat(stored.structuredMetadata())
                .contains(
                        entry("logger", "shop.Orders"),
                        entry("thread", Thread.currentThread().getName()),
                        entry("marker", "SALE[ SHOP ]"),
                        entry("customer", "c-17"),
                        entry("trace_id", "abc123"),
                        entry("span_id", "def456"))
                .doesNotContainKeys("traceId", "spanId");
    }

    @Test
    void theFieldsOfAMapMessageAreMetadata() {
        try (Logs logs = logs("", "<PatternLayout pattern=\"%K{order}|%map{order}|%m\"/>")) {
            logs.logger("x").info(new StringMapMessage(Map.of("order", "4711")));
            logs.flush();
        }

        assertThat(onlyEntry().line()).isEqualTo("4711|4711|order=\"4711\"");
        assertThat(onlyEntry().structuredMetadata()).contains(entry("order", "4711"));
    }

    @Test
    void aStructuredDataMessageKeepsItsIdAndFields() {
        try (Logs logs = logs("", "<StructuredMetadata>sd_* = %%map</StructuredMetadata>")) {
            StructuredDataMessage message = new StructuredDataMessage("order@1", "placed", "audit");
            message.put("customer", "c-17");
            logs.logger("x").info(message);
            message.put("customer", "changed later");
            logs.flush();
        }

        assertThat(onlyEntry().line()).contains("audit").contains("order@1").contains("c-17");
        assertThat(onlyEntry().structuredMetadata()).contains(entry("sd_customer", "c-17"));
    }

    @Test
    void slf4jKeyValuesAreReadFromTheThreadContextWhereItsBindingPutsThem() {
        String elements = """
                <Labels>app = shop</Labels>
                <StructuredMetadata>
                  kvp_* = %%kvp{order}
                  * != %%mdc{order}
                </StructuredMetadata>
                """;
        try (Logs logs = logs("", elements)) {
            ThreadContext.put("customer", "c-17");
            org.slf4j.Logger slf4j = new org.apache.logging.slf4j.Log4jLogger(
                    new org.apache.logging.slf4j.Log4jMarkerFactory(), logs.logger("shop"), "shop");
            slf4j.atInfo().addKeyValue("order", 4711).log("placed");
            logs.flush();
        }

        assertThat(onlyEntry().structuredMetadata())
                .contains(entry("kvp_order", "4711"), entry("customer", "c-17"))
                .doesNotContainKeys("order");
    }

    @Test
    void patternsAndLookupsAreLog4js() {
        String elements = """
                <Labels>
                  app = ${sys:no.such.property:-shop}
                  level = %level
                  initial = %.1c
                  customer = %X{customer}
                </Labels>
                <StructuredMetadata>
                  both = %level/%t
                  marker = %markerSimpleName
                  text = %msg
                </StructuredMetadata>
                """;
        try (Logs logs = logs("", elements)) {
            ThreadContext.put("customer", "c-17");
            logs.logger("shop").warn(MarkerManager.getMarker("M"), "low");
            logs.flush();
            assertThat(logs.warnings()).isEmpty();
        }

        assertThat(onlyEntry().labels())
                .contains(
                        entry("app", "shop"), entry("level", "WARN"), entry("initial", "p"), entry("customer", "c-17"));
        assertThat(onlyEntry().structuredMetadata())
                .contains(
                        entry("both", "WARN/" + Thread.currentThread().getName()),
                        entry("marker", "M"),
                        entry("text", "low"))
                .doesNotContainKeys("thread", "host");
    }

    @Test
    void exceptionsAreBelowTheMessageWithTheirCauses() {
        try (Logs logs = logs("", "")) {
            logs.logger("x").error("it failed", new IllegalStateException("outer", new RuntimeException("inner")));
            logs.flush();
        }

        assertThat(onlyEntry().line())
                .startsWith("it failed" + System.lineSeparator() + "java.lang.IllegalStateException: outer\n\tat ")
                .contains("Caused by: java.lang.RuntimeException: inner")
                .doesNotEndWith("\n");
    }

    @Test
    void anyLayoutMakesTheLine() {
        assertThat(lineWith("<PatternLayout pattern=\"[%level] %msg%n\"/>")).isEqualTo("[INFO] line ✓ 1");
        assertThat(lineWith("<PatternLayout pattern=\"%tn|%c|%x|%X{a}|%marker|%ex|%m\"/>"))
                .isEqualTo(Thread.currentThread().getName() + "|x|[]||||line ✓ 1");
        assertThat(
                        lineWith(
                                "<JsonTemplateLayout eventTemplate='{\"m\":{\"$resolver\":\"message\",\"stringified\":true},"
                                        + "\"p\":{\"$resolver\":\"messageParameter\"},\"t\":{\"$resolver\":\"thread\",\"field\":\"name\"}}'/>"))
                .isEqualTo("{\"m\":\"line ✓ 1\",\"p\":[1],\"t\":\""
                        + Thread.currentThread().getName() + "\"}");
        assertThat(lineWith("<HtmlLayout/>")).contains("line ✓ 1");
        assertThat(lineWith("<GelfLayout compressionType=\"OFF\" host=\"h\"/>"))
                .contains("\"short_message\":\"line ✓ 1\"");
        assertThat(lineWith("<SerializedLayout/>")).contains("line");
    }

    @Test
    void aLargeLineComesThroughAnyLayoutUnharmed() {
        String text = "äöü€𝄞 ".repeat(9_000);
        try (Logs logs = logs(
                "",
                "<JsonTemplateLayout maxStringLength=\"100000\" eventTemplate='{\"m\":{\"$resolver\":\"message\",\"stringified\":true}}'/>")) {
            logs.logger("x").info(text);
            logs.flush();
        }

        assertThat(onlyEntry().line()).isEqualTo("{\"m\":\"" + text + "\"}");
    }

    private String lineWith(String layout) {
        backend.clear();
        try (Logs logs = logs("", layout)) {
            logs.logger("x").info("line ✓ {}", 1);
            logs.flush();
            assertThat(logs.errors()).isEmpty();
        }
        return onlyEntry().line();
    }

    @Test
    void aFilterIsHonoured() {
        try (Logs logs = logs("", "<ThresholdFilter level=\"WARN\"/>")) {
            logs.logger("x").info("no");
            logs.logger("x").warn("yes");
            logs.flush();
        }

        assertThat(onlyEntry().line()).isEqualTo("yes");
    }

    @Test
    void whatChangesAfterTheCallIsShippedAsItWas() {
        StringBuilder parameter = new StringBuilder("before");
        StringMapMessage map = new StringMapMessage().with("state", "before");
        Object object = new Object() {
            @Override
            public String toString() {
                return parameter.toString();
            }
        };
        try (Logs logs = logs("batchWait=\"10m\"", "")) {
            Logger logger = logs.logger("x");
            ThreadContext.put("state", "before");
            logger.info("one {} {}", parameter, object);
            logger.info(parameter);
            logger.info(map);
            logger.info(new ObjectMessage(object));
            logger.printf(Level.INFO, "two %s", object);
            ThreadContext.put("state", "after");
            parameter.replace(0, parameter.length(), "after");
            map.put("state", "after");
            for (int i = 0; i < 100; i++) {
                logger.info("other texts {}", i);
            }
            logs.flush();
        }

        List<StoredEntry> stored = backend.loki().entries();
        assertThat(stored.subList(0, 5))
                .extracting(StoredEntry::line)
                .containsExactly("one before before", "before", "state=\"before\"", "before", "two before");
        assertThat(stored.subList(0, 5))
                .allMatch(each -> each.structuredMetadata().get("state").equals("before"));
    }

    @Test
    void theTimestampIsTheEventsOwnToTheNanosecond() {
        Instant instant = Instant.now().minusSeconds(60);
        MutableInstant time = new MutableInstant();
        time.initFromEpochSecond(instant.getEpochSecond(), 123_456_789);
        try (Logs logs = logs("", "")) {
            logs.appender()
                    .append(Log4jLogEvent.newBuilder()
                            .setInstant(time)
                            .setLevel(Level.INFO)
                            .setLoggerName("x")
                            .setThreadName("t")
                            .setMessage(new SimpleMessage("line"))
                            .build());
            logs.flush();
        }

        assertThat(onlyEntry().timestamp())
                .isEqualTo(instant.with(java.time.temporal.ChronoField.NANO_OF_SECOND, 123_456_789));
    }

    @Test
    void theLocationIsFoundOutOnRequestOnly() {
        String metadata = "<StructuredMetadata>where = %C.%M</StructuredMetadata>";
        try (Logs without = logs("", metadata);
                Logs with = logs("includeLocation=\"true\"", metadata)) {
            without.logger("x").info("line");
            without.flush();
            with.logger("x").info("line");
            with.flush();
        }

        assertThat(backend.loki().entries())
                .extracting(each -> each.structuredMetadata().get("where"))
                .containsExactly("?.", getClass().getName() + ".theLocationIsFoundOutOnRequestOnly");
    }

    @Test
    void aLabelWithTooManyValuesIsSentAsMetadata() {
        try (Logs logs = logs("maxLabelValues=\"10\" maxStreams=\"500\"", "<Labels>n = %message</Labels>")) {
            for (int i = 0; i < 100; i++) {
                logs.logger("x").info("line {}", i);
            }
            logs.flush();
            assertThat(logs.appender().stats().demotedLabels()).isEqualTo(Map.of("n", 90L));
        }

        assertThat(backend.loki().entries()).hasSize(100);
        assertThat(backend.loki().entries().stream().map(StoredEntry::labels).distinct())
                .hasSize(11);
    }

    @Test
    void aLayoutThatPrintsTheLocationAsksForIt() {
        try (Logs logs = logs("", "<PatternLayout pattern=\"%C.%M\"/>")) {
            logs.logger("x").info("line");
            logs.flush();
        }

        assertThat(onlyEntry().line()).isEqualTo(getClass().getName() + ".aLayoutThatPrintsTheLocationAsksForIt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<PatternLayout pattern='%m'/>",
                "<JsonTemplateLayout eventTemplate='{\"m\":{\"$resolver\":\"message\",\"stringified\":true}}'/>"
            })
    void aMapMessageIsShippedAsItWas(String layout) {
        try (Logs logs = logs("batchWait=\"10m\"", layout)) {
            StringMapMessage map = new StringMapMessage().with("order", "before");
            StructuredDataMessage data = new StructuredDataMessage("order@1", "placed", "audit");
            data.put("order", "before");
            for (int i = 0; i < 50; i++) {
                map.put("order", "before");
                data.put("order", "before");
                logs.logger("x").info(map);
                logs.logger("x").info(data);
                map.put("order", "after");
                data.put("order", "after");
            }
            logs.flush();
        }

        assertThat(backend.loki().entries())
                .hasSize(100)
                .allSatisfy(each -> assertThat(each.line()).contains("before").doesNotContain("after"));
    }

    @Test
    void emptyAndNullMessagesAreEntriesToo() {
        try (Logs logs = logs("", "")) {
            logs.logger("x").info("");
            logs.logger("x").info((String) null);
            logs.logger("x").info((Object) null);
            logs.flush();
        }

        assertThat(backend.loki().count()).isEqualTo(3);
    }

    @Test
    void anErrorIsSentWithoutWaitingForTheBatch() {
        try (Logs logs = logs("batchWait=\"10m\"", "")) {
            logs.logger("x").info("before");
            logs.logger("x").fatal("now");
            await().until(() -> backend.loki().count() == 2);
        }
    }

    @Test
    void stoppingTheContextDeliversWhatIsLeft() {
        Logs logs = logs("batchWait=\"10m\"", "");
        LokiAppender appender = logs.appender();
        for (int i = 0; i < 1_000; i++) {
            logs.logger("x").info("line {}", i);
        }
        logs.close();

        assertThat(backend.loki().count()).isEqualTo(1_000);
        assertThat(appender.stats().accepted()).isEqualTo(1_000);
        assertThat(appender.stats().delivered()).isEqualTo(1_000);
        assertThat(appender.stats().pending()).isZero();
        assertThat(appender.health().toString()).contains("stopped");
    }

    @Test
    void anAppenderCanBeStartedAgain() {
        try (Logs logs = logs("", "")) {
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

    /** A layout with a mind of its own. */
    private static final class Moody extends AbstractStringLayout {
        private final Logger logger;

        Moody(Logger logger) {
            super(Charset.defaultCharset());
            this.logger = logger;
        }

        @Override
        public String toSerializable(LogEvent event) {
            String text = event.getMessage().getFormattedMessage();
            switch (text) {
                case "exception" -> throw new IllegalStateException("no");
                case "error" -> throw new NoClassDefFoundError("none");
                case "log" -> logger.info("I am formatting");
                default -> {}
            }
            return text.toUpperCase(Locale.ROOT);
        }
    }

    @Test
    void aLayoutThatFailsOrLogsCostsOneEventOnly() {
        try (Logs logs = logs("", "")) {
            LokiAppender appender = LokiAppender.newBuilder()
                    .setName("MOODY")
                    .setConfiguration(logs.context().getConfiguration())
                    .setLayout(new Moody(logs.logger("moody")))
                    .set("url", backend.url().toString())
                    .build();
            appender.start();
            logs.logger("moody").addAppender(appender);
            logs.logger("moody").setAdditive(false);
            for (String text : List.of("exception", "error", "log", "fine")) {
                logs.logger("moody").info(text);
            }
            assertThat(appender.flush(java.time.Duration.ofSeconds(20))).isTrue();

            assertThat(appender.stats().delivered()).isEqualTo(2);
            assertThat(appender.stats().dropped(DropReason.INTERNAL_ERROR)).isEqualTo(3);
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("could not be formatted"));
            assertThat(logs.errors()).isEmpty();
            appender.stop();
        }

        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("LOG", "FINE");
    }

    @Test
    void aParameterThatCannotBePrintedDoesNotReachTheApplication() {
        Object unprintable = new Object() {
            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        };
        try (Logs logs = logs("", "")) {
            logs.appender()
                    .append(Log4jLogEvent.newBuilder()
                            .setLevel(Level.INFO)
                            .setThreadName("t")
                            .setMessage(new ObjectMessage(unprintable))
                            .build());
            logs.logger("x").info("next");
            logs.flush();

            assertThat(logs.appender().stats().pending()).isZero();
            assertThat(logs.appender().stats().accepted()).isEqualTo(2);
        }

        assertThat(backend.loki().entries()).extracting(StoredEntry::line).contains("next");
    }
}
