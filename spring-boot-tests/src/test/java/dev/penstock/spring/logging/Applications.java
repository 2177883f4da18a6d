package dev.penstock.spring.logging;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** Small applications for tests. */
final class Applications {

    /** Nothing in it. */
    @Configuration(proxyBeanMethods = false)
    static class Empty {}

    private Applications() {}

    /** An application named shop, without a web server. */
    static SpringApplicationBuilder shop(Class<?>... sources) {
        return new SpringApplicationBuilder(sources.length == 0 ? new Class<?>[] {Empty.class} : sources)
                // Said each time, for Spring Boot 4 goes on with the file of an earlier application that said so.
                .properties("logging.config=classpath:penstock-plain-" + loggingSystem() + ".xml")
                .web(WebApplicationType.NONE);
    }

    /** What the tests want of each application, and what else is given. */
    static String[] arguments(EmbeddedBackend backend, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--penstock.loki.url=" + backend.url(),
                "--penstock.loki.batch-wait=10ms",
                "--penstock.loki.min-backoff=10ms",
                "--penstock.loki.drain-timeout=1s"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    static List<String> lines(EmbeddedBackend backend) {
        return backend.loki().entries().stream().map(StoredEntry::line).toList();
    }

    /** Logback or log4j2, as a part of a file's name. */
    static String loggingSystem() {
        return System.getProperty("expected.logging.system");
    }
}
