package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.penstock.testkit.EmbeddedBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;

/** What logging allocates, on every thread of ours: exact, so it may be asserted. */
class AllocationTest {

    private static final int EVENTS = 10_000;
    private static final int ROUNDS = 6;

    /** The program; its JVM has Log4j's thread context of one kind or the other. */
    public static final class Program {

        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private Program() {}

        /**
         * Logs, and prints the bytes that each thread allocated for it.
         *
         * @param args whether the thread context has something in it
         */
        public static void main(String[] args) {
            if (args[0].equals("context")) {
                ThreadContext.put("customer", "c-17");
            }
            try (EmbeddedBackend backend = EmbeddedBackend.start();
                    Logs without = Logs.ofXml(Logs.xml("<Null name=\"LOKI\"/>"));
                    Logs with = Logs.with(backend.url(), "batchWait=\"10m\"", "<Labels>app = shop</Labels>")) {
                measure("log4j", () -> {}, without.logger("shop.Orders"));
                measure("all", with::flush, with.logger("shop.Orders"));
                System.out.println(
                        "bytes delivered = " + with.appender().stats().delivered());
            }
        }

        /** The least of several rounds: only in the first ones every slot gets its copy and every buffer its size. */
        private static void measure(String name, Runnable flush, Logger logger) {
            Map<String, Long> least = new TreeMap<>();
            for (int i = 0; i < ROUNDS; i++) {
                Map<String, Long> before = allocated();
                log(flush, logger);
                allocated()
                        .forEach((thread, bytes) ->
                                least.merge(thread, bytes - before.getOrDefault(thread, 0L), Math::min));
            }
            least.forEach(
                    (thread, bytes) -> System.out.println("bytes " + name + "-" + thread + " = " + bytes / EVENTS));
        }

        private static void log(Runnable flush, Logger logger) {
            for (int i = 0; i < EVENTS; i++) {
                logger.info("order {} for {}", "4711", "c-17");
                if (i % 2_000 == 0) {
                    flush.run();
                }
            }
            flush.run();
        }

        private static Map<String, Long> allocated() {
            Map<String, Long> bytes = new TreeMap<>();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                String name = thread.getName();
                if (name.equals("main") || name.startsWith("penstock-")) {
                    bytes.put(name, THREADS.getThreadAllocatedBytes(thread.getId()));
                }
            }
            return bytes;
        }
    }

    @Test
    void appendingAllocatesNothing() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.with(backend.url(), "batchWait=\"10m\"", "")) {
            LokiAppender appender = logs.appender();
            MutableLogEvent event = new MutableLogEvent();
            event.setLevel(Level.INFO);
            event.setThreadName("main");
            event.setTimeMillis(System.currentTimeMillis());
            event.setMessage(new ReusableMessageFactory().newMessage("order {} for {}", "4711", "c-17"));
            StringMap context = new SortedArrayStringMap();
            context.putValue("customer", "c-17");
            event.setContextData(context);
            long bytes = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long before = Program.THREADS.getCurrentThreadAllocatedBytes();
                for (int j = 0; j < EVENTS; j++) {
                    appender.append(event);
                }
                bytes = Math.min(bytes, Program.THREADS.getCurrentThreadAllocatedBytes() - before);
                logs.flush();
            }

            assertThat(bytes / EVENTS).isZero();
            assertThat(appender.stats().delivered()).isEqualTo((long) ROUNDS * EVENTS);
        }
    }

    @Test
    void loggingAllocatesNoMoreThanLog4jItself() throws Exception {
        Map<String, Long> bytes = run("context", true);

        // An iterator of Log4j's own, which the JIT mostly removes.
        assertThat(bytes.get("all-main")).as("%s", bytes).isLessThanOrEqualTo(24);
        assertOthersAllocateNextToNothing(bytes);
    }

    @Test
    void log4jsDefaultThreadContextAllocatesWhenItIsFilledAndWhenItIsRead() throws Exception {
        Map<String, Long> bytes = run("context", false);

        assertThat(bytes.get("all-main") - bytes.get("log4j-main"))
                .as("%s", bytes)
                .isLessThanOrEqualTo(160);
        assertOthersAllocateNextToNothing(bytes);
    }

    private static void assertOthersAllocateNextToNothing(Map<String, Long> bytes) {
        assertThat(bytes.get("delivered")).isEqualTo((long) ROUNDS * EVENTS);
        assertThat(bytes.get("all-penstock-ship-LOKI") + bytes.get("all-penstock-deliver-LOKI"))
                .as("%s", bytes)
                .isLessThan(50);
    }

    private static Map<String, Long> run(String context, boolean garbageFree) throws IOException, InterruptedException {
        String output = ChildJvm.output(ChildJvm.start(
                ChildJvm.CLASS_PATH,
                List.of("-Dlog4j2.garbagefreeThreadContextMap=" + garbageFree),
                Program.class,
                context));
        Map<String, Long> bytes = new TreeMap<>();
        Matcher line = Pattern.compile("bytes (\\S+) = (\\d+)").matcher(output);
        while (line.find()) {
            bytes.put(line.group(1), Long.valueOf(line.group(2)));
        }
        assertThat(bytes).as(output).isNotEmpty();
        return bytes;
    }
}
