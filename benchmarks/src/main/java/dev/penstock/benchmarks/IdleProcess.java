package dev.penstock.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import dev.penstock.logback.LokiAppender;
import dev.penstock.testkit.EmbeddedBackend;
import java.time.Duration;

/** Ships one event and then does nothing for a minute: to be watched with strace or thread dumps. */
public final class IdleProcess {

    private IdleProcess() {}

    /**
     * Runs once.
     *
     * @param args none
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            LokiAppender appender = new LokiAppender();
            appender.setContext(context);
            appender.setName("LOKI");
            appender.setUrl(backend.url());
            appender.start();
            context.getLogger("idle").addAppender(appender);
            context.getLogger("idle").info("the only line");
            System.out.println("idle, flushed=" + appender.flush(Duration.ofSeconds(10)));
            Thread.sleep(60_000);
            context.stop();
        }
    }
}
