package dev.penstock.spring.logging;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/** Just before Spring Boot configures logging: appenders of its configuration shall find what they need. */
final class BeforeLoggingListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    BeforeLoggingListener() {}

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        try {
            Starts.begin(event);
        } catch (Throwable e) {
            LogShipping.sayBug("before logging was configured", e);
        }
    }
}
