package dev.penstock.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image of an application must know of the starter: classes that it looks for by name, and what it binds
 * before there are beans. Listeners and the like are known from {@code spring.factories}.
 */
final class PenstockRuntimeHints implements RuntimeHintsRegistrar {

    /** Asked for by name: in a native image a class that is not listed is not there. */
    static final List<String> LOOKED_FOR = List.of(
            "ch.qos.logback.classic.LoggerContext",
            "org.apache.logging.log4j.core.LoggerContext",
            "org.slf4j.LoggerFactory",
            "org.springframework.boot.web.server.WebServer",
            "org.springframework.boot.web.server.WebServerFactory",
            "org.springframework.boot.web.server.servlet.WebServerFactory");

    PenstockRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        for (String each : LOOKED_FOR) {
            hints.reflection().registerTypeIfPresent(loader, each, type -> {});
        }
        BindableRuntimeHintsRegistrar.forTypes(SslProperties.class).registerHints(hints);
    }
}
