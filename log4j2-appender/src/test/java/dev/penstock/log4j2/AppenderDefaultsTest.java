package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.settings.AppenderDefaults;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An appender takes from the defaults what its own configuration does not say. */
@ExtendWith(EmbeddedBackendExtension.class)
class AppenderDefaultsTest {

    private static final String SILENT = "<Penstock name='LOKI'/>";

    private final EmbeddedBackend backend;

    AppenderDefaultsTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @AfterEach
    void noTestLeavesAnythingBehind() {
        AppenderDefaults.use(null);
    }

    private AppenderDefaults.Builder defaults() {
        return AppenderDefaults.builder().set("url", backend.url());
    }

    private StoredEntry onlyEntry() {
        assertThat(backend.loki().entries()).hasSize(1);
        return backend.loki().entries().get(0);
    }

    @Test
    void anAppenderOfANameIsComplete() {
        AppenderDefaults.use(defaults()
                .set("tenantId", "shop")
                .set("labels", "app = till\nlevel = %level")
                .set("message", "<%m>")
                .serviceName("till")
                .resource("instance", "till:8080")
                .resource("profiles", "test,local")
                .build());
        LokiAppender appender = LokiAppender.newBuilder().setName("PENSTOCK").build();
        appender.start();
        appender.append(Log4jLogEvent.newBuilder()
                .setLoggerName("shop.Orders")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("order placed"))
                .setTimeMillis(System.currentTimeMillis())
                .build());
        assertThat(appender.flush(Duration.ofMinutes(2))).isTrue();
        appender.stop();

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("<order placed>");
        assertThat(stored.labels())
                .containsOnly(entry("app", "till"), entry("level", "INFO"), entry("service_name", "till"));
        assertThat(stored.structuredMetadata())
                .contains(entry("instance", "till:8080"), entry("profiles", "test,local"));
        assertThat(backend.requests()).allMatch(each -> "shop".equals(each.header("X-Scope-OrgID")));
    }

    @Test
    void theNameOfTheServiceIsALabelWithoutAnySetting() {
        AppenderDefaults.use(defaults().serviceName("till").build());
        try (Logs logs = Logs.ofXml(Logs.xml(SILENT))) {
            logs.logger("x").info("line");
            logs.flush();

            assertThat(logs.warnings()).isEmpty();
        }

        assertThat(onlyEntry().labels()).contains(entry("service_name", "till"), entry("level", "INFO"));
    }

    @Test
    void theConfigurationWins() {
        AppenderDefaults.use(AppenderDefaults.builder()
                .set("url", "http://127.0.0.1:1")
                .set("labels", "app = other")
                .set("message", "other")
                .set("includeCallerData", "true")
                .build());
        String attributes = "includeLocation='false'";
        String elements = "<Labels>app = shop</Labels><PatternLayout pattern='%m'/>";
        try (Logs logs = Logs.with(backend.url(), attributes, elements)) {
            assertThat(logs.appender().requiresLocation()).isFalse();
            logs.logger("x").info("line");
            logs.flush();
        }

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("line");
        assertThat(stored.labels()).contains(entry("app", "shop"));
    }

    @Test
    void theLocationIsFoundByDefaultWhereItIsAskedFor() {
        AppenderDefaults.use(defaults()
                .set("includeCallerData", "true")
                .set("structuredMetadata", "class = %C")
                .build());
        try (Logs logs = Logs.ofXml(Logs.xml(SILENT))) {
            assertThat(logs.appender().requiresLocation()).isTrue();
            logs.logger("x").info("line");
            logs.flush();
        }

        assertThat(onlyEntry().structuredMetadata())
                .contains(entry("class", getClass().getName()));
    }

    @Test
    void eachStartTakesTheDefaultsOfItsTime() {
        AppenderDefaults.use(
                defaults().set("batchWait", "2s").serviceName("one").build());
        try (Logs logs = Logs.ofXml(Logs.xml(SILENT))) {
            logs.logger("x").info("1");
            logs.flush();
            AppenderDefaults.use(
                    defaults().set("batchWait", "2s").serviceName("two").build());
            logs.context().reconfigure(Logs.configuration(logs.context(), Logs.xml(SILENT), "xml"));
            logs.logger("x").info("2");
            logs.flush();
            assertThat(logs.appender().stats().accepted()).isEqualTo(1);
        }

        assertThat(backend.loki().entries())
                .extracting(each -> each.line() + " " + each.labels().get("service_name"))
                .containsExactlyInAnyOrder("1 one", "2 two");
    }

    @Test
    void theSameDefaultsAgainKeepTheShipper() {
        AppenderDefaults.use(defaults().serviceName("one").build());
        try (Logs logs = Logs.ofXml(Logs.xml(SILENT))) {
            logs.logger("x").info("1");
            AppenderDefaults.use(
                    defaults().serviceName("one").resource("instance", "b").build());
            logs.context().reconfigure(Logs.configuration(logs.context(), Logs.xml(SILENT), "xml"));
            logs.logger("x").info("2");
            logs.flush();

            assertThat(logs.appender().stats().accepted()).isEqualTo(2);
        }
    }

    @Test
    void withoutAUrlAnywhereThatIsSaid() {
        AppenderDefaults.use(AppenderDefaults.builder().set("tenantId", "shop").build());
        try (Logs logs = Logs.ofXml(Logs.xml(SILENT))) {
            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings()).anyMatch(each -> each.contains("url is missing or empty"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "message, %nosuchword, Log4j understands",
        "labels, app = %nosuchword, a valid pattern",
        "structuredMetadata, * = %%nosuch, %%mdc"
    })
    void aWrongPatternIsNamedAndSaidToComeFromTheDefaults(String word, String pattern, String accepted) {
        AppenderDefaults.use(defaults().set(word, pattern).build());
        try (Logs logs = Logs.ofXml(Logs.xml(SILENT))) {
            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings())
                    .anySatisfy(each ->
                            assertThat(each).contains(word + " (from the appender defaults)", "nosuch", accepted));
        }
    }
}
