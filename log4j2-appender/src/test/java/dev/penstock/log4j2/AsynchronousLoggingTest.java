package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way of Log4j's to log on another thread reuses its events in its own way. */
class AsynchronousLoggingTest {

    /**
     * So few that Log4j's ring of 4096 has room for those of both threads: where one of its own threads finds another ring
     * full, it logs past it, out of order.
     */
    private static final int LINES = 2_000;

    private static final String PLAIN = "<Root level='TRACE' includeLocation='true'><AppenderRef ref='LOKI'/></Root>";

    static List<Arguments> ways() {
        return List.of(
                arguments("synchronous", false, "", PLAIN),
                arguments("all loggers asynchronous", true, "", PLAIN),
                arguments("mixed", false, "", PLAIN.replace("Root", "AsyncRoot")),
                arguments("mixed, all asynchronous", true, "", PLAIN.replace("Root", "AsyncRoot")),
                arguments(
                        "AsyncAppender",
                        false,
                        "<Async name='ASYNC' includeLocation='true'><AppenderRef ref='LOKI'/></Async>",
                        PLAIN.replace("LOKI", "ASYNC")));
    }

    @AfterEach
    void noTestLeavesContextBehind() {
        ThreadContext.clearAll();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void eachEventArrivesAsItWasLogged(String way, boolean allAsync, String appender, String loggers) throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            LoggerContext context = allAsync ? new AsyncLoggerContext(way) : new LoggerContext(way);
            String xml = """
                    <Configuration>
                      <Appenders>
                        <Penstock name="LOKI" url="%s" includeLocation="true"><PatternLayout pattern="%%M %%m %%ex{0}"/></Penstock>
                        %s
                      </Appenders>
                      <Loggers>%s</Loggers>
                    </Configuration>
                    """.formatted(backend.url(), appender, loggers);
            Logs logs = Logs.of(context, xml, "xml");
            LokiAppender loki = logs.appender();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                String name = "logging-" + t;
                threads.add(new Thread(() -> logNumbered(logs, name), name));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            logs.close();

            assertThat(loki.stats().delivered()).isEqualTo(2 * LINES);
            assertThat(loki.stats().accepted()).isEqualTo(2 * LINES);
            for (int t = 0; t < 2; t++) {
                String name = "logging-" + t;
                List<StoredEntry> own = backend.loki().entries().stream()
                        .filter(each -> name.equals(each.structuredMetadata().get("thread")))
                        .toList();
                assertThat(own)
                        .extracting(StoredEntry::line)
                        .containsExactlyElementsOf(IntStream.range(0, LINES)
                                .mapToObj(i -> "logNumbered " + name + " line " + i + " ")
                                .toList());
                assertThat(own)
                        .allMatch(each -> each.line()
                                .contains(" line " + each.structuredMetadata().get("number") + " "));
            }
        }
    }

    private static void logNumbered(Logs logs, String name) {
        for (int i = 0; i < LINES; i++) {
            ThreadContext.put("number", Integer.toString(i));
            logs.logger("x").info("{} line {}", name, i);
        }
    }

    @Test
    void whatALayoutLogsBehindAnAsyncAppenderDoesNotGoRoundForEver() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.ofXml("""
                        <Configuration>
                          <Appenders>
                            <Penstock name="LOKI" url="%s"/>
                            <Async name="ASYNC"><AppenderRef ref="LOKI"/></Async>
                          </Appenders>
                          <Loggers><Root level="INFO"><AppenderRef ref="ASYNC"/></Root></Loggers>
                        </Configuration>
                        """.formatted(backend.url()))) {
            Thread thread = new Thread(() -> logs.logger("x").info("from within"), "penstock-ship-LOKI");
            thread.start();
            logs.logger("x").info("line");
            org.awaitility.Awaitility.await()
                    .until(() -> logs.appender().stats().accepted() == 2);
            logs.flush();

            assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("line");
        }
    }
}
