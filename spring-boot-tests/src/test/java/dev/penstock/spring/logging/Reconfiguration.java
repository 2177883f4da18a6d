package dev.penstock.spring.logging;

import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Configures the logging system anew, past Spring Boot. */
final class Reconfiguration {

    private Reconfiguration() {}

    static void to(String resource) throws Exception {
        URL url = Objects.requireNonNull(Reconfiguration.class.getClassLoader().getResource(resource));
        if (Applications.loggingSystem().equals("logback")) {
            Logback.configure(url);
        } else {
            Log4j2.configure(url);
        }
    }

    private static final class Logback {
        static void configure(URL url) throws Exception {
            ch.qos.logback.classic.LoggerContext context =
                    (ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory();
            context.reset();
            ch.qos.logback.classic.joran.JoranConfigurator configurator =
                    new ch.qos.logback.classic.joran.JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(url);
        }
    }

    private static final class Log4j2 {
        static void configure(URL url) throws Exception {
            ((org.apache.logging.log4j.core.LoggerContext) org.apache.logging.log4j.LogManager.getContext(false))
                    .setConfigLocation(url.toURI());
        }
    }
}
