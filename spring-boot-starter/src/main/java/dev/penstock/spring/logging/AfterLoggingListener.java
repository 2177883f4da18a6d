package dev.penstock.spring.logging;

import dev.penstock.spring.settings.PenstockConfigurationException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/** Just after Spring Boot has configured logging, and whenever something happens to the application that matters to it. */
final class AfterLoggingListener implements GenericApplicationListener {

    AfterLoggingListener() {}

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public boolean supportsEventType(ResolvableType type) {
        Class<?> raw = type.getRawClass();
        return raw != null
                && (ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(raw)
                        || ApplicationPreparedEvent.class.isAssignableFrom(raw)
                        || ContextRefreshedEvent.class.isAssignableFrom(raw)
                        || ApplicationReadyEvent.class.isAssignableFrom(raw)
                        || ApplicationFailedEvent.class.isAssignableFrom(raw));
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        try {
            if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
                Starts.logging(prepared);
            } else if (event instanceof ApplicationPreparedEvent prepared) {
                Starts.context(prepared);
            } else if (event instanceof ContextRefreshedEvent refreshed) {
                Starts.refreshed(refreshed.getApplicationContext());
            } else if (event instanceof ApplicationReadyEvent ready) {
                Starts.ready(ready);
            } else if (event instanceof ApplicationFailedEvent failed) {
                Starts.failed(failed);
            }
        } catch (PenstockConfigurationException e) {
            // Asked for, by penstock.strict.
            throw e;
        } catch (Throwable e) {
            LogShipping.sayBug("at " + event.getClass().getSimpleName(), e);
        }
    }
}
