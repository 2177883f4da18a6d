package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.penstock.Shipper;
import dev.penstock.diagnostics.DiagnosticListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InternalLoggerListenerTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(RemoteWriteMeterRegistry.class);
    private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            logged.add(event);
        }
    };

    @BeforeEach
    void listen() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(appender);
    }

    @Test
    void whatAShippersThreadSaysIsLoggedByOneWhoseEventsAreShipped() throws InterruptedException {
        InternalLoggerListener listener = new InternalLoggerListener();
        Thread shipping = new Thread(
                () -> listener.onMessage(DiagnosticListener.Severity.WARN, "the backend refuses"),
                "penstock-deliver-metrics");
        shipping.start();
        shipping.join();

        await().until(() -> logged.size() == 1);
        assertThat(logged.get(0).getFormattedMessage()).isEqualTo("the backend refuses");
        assertThat(Shipper.isShipping(logged.get(0).getThreadName())).isFalse();
    }

    @Test
    void whatOthersSayIsLoggedAtOnce() {
        new InternalLoggerListener().onMessage(DiagnosticListener.Severity.WARN, "the JVM ends");

        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getThreadName())
                .isEqualTo(Thread.currentThread().getName());
    }
}
