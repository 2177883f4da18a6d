package dev.penstock.spring.logging;

import dev.penstock.settings.ApplicationStart;
import dev.penstock.spring.LokiConnectionDetails;
import dev.penstock.spring.settings.SettingProblem;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Which start an event of Spring Boot's is about. Thread-safe. */
final class Starts {

    /** The property source that only the environment of Spring Cloud's bootstrap context has. */
    private static final String BOOTSTRAP = "bootstrap";

    private static final String END = "dev.penstock.spring.logging.end";

    private static final Map<SpringApplication, Start> BY_APPLICATION = new WeakHashMap<>();
    private static final Map<ApplicationContext, Start> BY_CONTEXT = new WeakHashMap<>();

    private Starts() {}

    static void begin(ApplicationEnvironmentPreparedEvent event) {
        if (event.getEnvironment().getPropertySources().contains(BOOTSTRAP)) {
            // It is over before the application starts, and knows little of its configuration.
            return;
        }
        SpringApplication application = event.getSpringApplication();
        Start start = new Start(
                event.getEnvironment(),
                application.getWebApplicationType(),
                new ApplicationStart(ApplicationStart.USUAL));
        synchronized (Starts.class) {
            BY_APPLICATION.put(application, start);
        }
        LogShipping.instance().prepare(start);
    }

    private static synchronized @Nullable Start of(SpringApplication application) {
        return BY_APPLICATION.get(application);
    }

    private static synchronized @Nullable Start of(ApplicationContext context) {
        return BY_CONTEXT.get(context);
    }

    static void logging(ApplicationEnvironmentPreparedEvent event) {
        Start start = of(event.getSpringApplication());
        if (start != null && start.environment() == event.getEnvironment()) {
            LogShipping.instance().attach(start);
            LogShipping.report(start);
        }
    }

    static void context(ApplicationPreparedEvent event) {
        ConfigurableApplicationContext context = event.getApplicationContext();
        Start start = of(event.getSpringApplication());
        if (start == null) {
            return;
        }
        start = again(start, context, event.getSpringApplication());
        synchronized (Starts.class) {
            BY_CONTEXT.put(context, start);
        }
        if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry registry) {
            // Registered before any bean, hence destroyed after all of them: what they log at their end is shipped.
            Start ended = start;
            registry.registerDisposableBean(END, () -> closed(ended, context));
        }
        LogShipping.report(start);
    }

    /**
     * Initializers of the context may have brought further properties, such as those of Spring Cloud Config and of
     * {@code @DynamicPropertySource}; and Spring Boot may have converted the environment to another kind.
     */
    private static Start again(Start before, ConfigurableApplicationContext context, SpringApplication application) {
        Start now = new Start(context.getEnvironment(), application.getWebApplicationType(), before.phase());
        if (now.wishesTheSameAs(before)) {
            return before;
        }
        now.problems().removeAll(before.said());
        synchronized (Starts.class) {
            BY_APPLICATION.put(application, now);
        }
        LogShipping.instance().changed(before, now);
        return now;
    }

    private static void closed(Start start, ApplicationContext context) {
        synchronized (Starts.class) {
            // Its environment may refer to the context: it would stay for ever.
            BY_CONTEXT.remove(context);
            if (start.refreshed) {
                BY_APPLICATION.values().remove(start);
            }
        }
        try {
            LogShipping.instance().closed(start);
        } catch (Throwable e) {
            LogShipping.sayBug("when the application ended", e);
        }
    }

    static void refreshed(ApplicationContext context) {
        Start start = of(context);
        if (start == null) {
            return;
        }
        String url = null;
        if (!start.isOff()) {
            try {
                LokiConnectionDetails details =
                        context.getBeanProvider(LokiConnectionDetails.class).getIfAvailable();
                url = details == null ? null : details.getUrl();
            } catch (RuntimeException e) {
                start.add(notConnected(e));
            }
        }
        LogShipping.instance().connected(start, url);
        LogShipping.report(start);
    }

    private static SettingProblem notConnected(RuntimeException cause) {
        String why = cause instanceof NoUniqueBeanDefinitionException several
                ? "there are several: " + several.getBeanNamesFound()
                : cause.toString();
        return new SettingProblem(
                "penstock.loki.url",
                "the LokiConnectionDetails cannot be used: " + why,
                null,
                "Have one bean of LokiConnectionDetails that knows its URL, or mark one as @Primary.");
    }

    static void ready(ApplicationReadyEvent event) {
        Start start = of(event.getSpringApplication());
        if (start != null) {
            start.phase().end();
        }
    }

    static void failed(ApplicationFailedEvent event) {
        Start start = of(event.getSpringApplication());
        if (start != null) {
            LogShipping.instance().failed(start);
            start.phase().end();
        }
    }
}
