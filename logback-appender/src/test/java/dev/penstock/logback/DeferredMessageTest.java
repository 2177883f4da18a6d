package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages say what was true when they were logged, whenever they are formatted. */
@ExtendWith(EmbeddedBackendExtension.class)
class DeferredMessageTest {

    private final EmbeddedBackend backend;

    DeferredMessageTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private Logs logs(String elements) {
        return Logs.with("<url>" + backend.url() + "</url>" + elements);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<message><pattern>%msg%n%ex</pattern></message>",
                "<message><pattern>%-1msg%n%ex</pattern></message>",
                "<message><pattern>%replace(%msg){'#','#'}%n%ex</pattern></message>",
                "<structuredMetadata>first = %replace(%msg){' .*',''}</structuredMetadata>"
            })
    void argumentsThatChangeAfterwardsAreShippedAsTheyWere(String elements) {
        int rounds = 500;
        try (Logs logs = logs(elements)) {
            Logger logger = logs.logger("shop");
            StringBuilder builder = new StringBuilder();
            List<Integer> list = new ArrayList<>();
            AtomicInteger number = new AtomicInteger();
            Date date = new Date(0);
            int[] array = {0};
            Object[] reused = new Object[3];
            for (int i = 0; i < rounds; i++) {
                builder.setLength(0);
                builder.append(i);
                list.clear();
                list.add(i);
                number.set(i);
                date.setTime(i);
                array[0] = i;
                logger.info("{} {} {} {} {}", builder, list, number, date.getTime(), array);
                Object[] mutable = {date};
                logger.info("{}", mutable);
                reused[0] = i;
                reused[1] = "text" + i;
                reused[2] = null;
                logger.info("{} {} {}", reused);
                Arrays.fill(reused, "changed");
            }
            date.setTime(-1);
            logs.flush();
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            expected.add("%d [%d] %d %d [%d]".formatted(i, i, i, i, i));
            expected.add(new Date(i).toString());
            expected.add("%d text%d null".formatted(i, i));
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactlyElementsOf(expected);
    }

    @Test
    void allKindsOfArguments() {
        UUID id = new UUID(1, 2);
        Instant time = Instant.ofEpochSecond(1);
        try (Logs logs = logs("")) {
            logs.logger("shop")
                    .info(
                            "{} {} {} {} {} {} {} {} {} {}",
                            1,
                            2L,
                            1.5,
                            'c',
                            true,
                            DayOfWeek.MONDAY,
                            new BigDecimal("1.10"),
                            id,
                            time,
                            LocalDate.EPOCH);
            logs.logger("shop").info("{} and {}", "one", null);
            logs.logger("shop").info("{} and {}", "one");
            logs.logger("shop").info("only {}", "one", "two");
            logs.logger("shop").info("no place", "one");
            logs.logger("shop").info("escaped \\{} and {}", 1);
            logs.logger("shop").info("failed {}", 1, new IllegalStateException("deliberate"));
            logs.logger("shop").atInfo().addArgument(5).log("fluent {}");
            logs.flush();
        }
        assertThat(backend.loki().entries())
                .extracting(each -> each.line().lines().findFirst().orElseThrow())
                .containsExactly(
                        "1 2 1.5 c true MONDAY 1.10 " + id + " " + time + " 1970-01-01",
                        "one and null",
                        "one and {}",
                        "only one",
                        "no place",
                        "escaped {} and 1",
                        "failed 1",
                        "fluent 5");
        assertThat(backend.loki().entries().get(6).line()).contains("deliberate", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message><pattern>%-5level [%thread] %logger{20} - %msg%n%ex</pattern></message>",
                "<encoder><pattern>%-5level [%thread] %logger{20} - %msg%n%ex</pattern></encoder>",
                "<layout class=\"ch.qos.logback.classic.PatternLayout\"><pattern>%-5level [%thread] %logger{20} -"
                        + " %msg%n%ex</pattern></layout>",
                "<message><pattern>%-5level [%thread] %logger{20} - %replace(%msg){'x','x'}</pattern></message>",
                "<message><pattern>%-5level [%thread] %logger{20} - %-1msg</pattern></message>"
            })
    void patternsWriteWhatLogbackWrites(String message) {
        try (Logs logs = logs(message)) {
            logs.logger("com.example.shop.OrderService").warn("order {} is {}", 7, "late");
            logs.flush();
        }
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactly(
                        "WARN  [" + Thread.currentThread().getName() + "] c.e.s.OrderService - order 7 is late");
    }

    @Test
    void aPatternWithoutTheExceptionStillEndsWithIt() {
        try (Logs logs = logs("<message><pattern>%msg%n</pattern></message>")) {
            logs.logger("shop").warn("failed {}", 1, new IllegalStateException("deliberate"));
            logs.flush();
        }
        assertThat(backend.loki().entries())
                .singleElement()
                .extracting(StoredEntry::line)
                .asString()
                .startsWith("failed 1\n")
                .contains("IllegalStateException: deliberate");
    }

    @Test
    void labelsMayHoldTheMessage() {
        try (Logs logs = logs("<labels>what = %msg\nlevel = %level</labels>"
                + "<structuredMetadata>both = %level/%msg</structuredMetadata>")) {
            for (int i = 0; i < 3; i++) {
                logs.logger("shop").warn("order {}", i / 2);
            }
            logs.flush();
        }
        assertThat(backend.loki().entries())
                .extracting(entry -> entry.labels().get("what"))
                .containsExactlyInAnyOrder("order 0", "order 0", "order 1");
        assertThat(backend.loki().entries())
                .extracting(entry -> entry.structuredMetadata().get("both"))
                .containsExactlyInAnyOrder("WARN/order 0", "WARN/order 0", "WARN/order 1");
    }

    @Test
    void anArrayUsedAgainBehindAnAsyncAppenderDoesNotChangeTheMessage() {
        int rounds = 500;
        try (Logs logs = Logs.ofFile("""
                <configuration>
                  <appender name="LOKI" class="dev.penstock.logback.LokiAppender"><url>%s</url></appender>
                  <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender">
                    <discardingThreshold>0</discardingThreshold>
                    <queueSize>1000</queueSize>
                    <appender-ref ref="LOKI"/>
                  </appender>
                  <root level="TRACE"><appender-ref ref="ASYNC"/></root>
                </configuration>
                """.formatted(backend.url()))) {
            Object[] reused = new Object[1];
            for (int i = 0; i < rounds; i++) {
                reused[0] = i;
                logs.logger("shop").info("{}", reused);
            }
        }
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactlyElementsOf(
                        IntStream.range(0, rounds).mapToObj(String::valueOf).toList());
    }

    /** Prints as its caller's language has it. */
    private enum Mood {
        GOOD;

        static final ThreadLocal<String> LANGUAGE = ThreadLocal.withInitial(() -> "no language");

        @Override
        public String toString() {
            return "good in " + LANGUAGE.get();
        }
    }

    @Test
    void anEnumWithAToStringOfItsOwnIsPrintedByTheCaller() {
        Mood.LANGUAGE.set("German");
        try (Logs logs = logs("")) {
            logs.logger("shop").info("{}", Mood.GOOD);
            logs.flush();
        } finally {
            Mood.LANGUAGE.remove();
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("good in German");
    }
}
