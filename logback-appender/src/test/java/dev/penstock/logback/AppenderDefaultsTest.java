package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An appender takes from the defaults what its own configuration does not say. */
@ExtendWith(EmbeddedBackendExtension.class)
class AppenderDefaultsTest {

    private final EmbeddedBackend backend;

    AppenderDefaultsTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @AfterEach
    void noTestLeavesAnythingBehind() {
        AppenderDefaults.use(null);
        MDC.clear();
    }

    private AppenderDefaults.Builder defaults() {
        return AppenderDefaults.builder().set("url", backend.url());
    }

    private StoredEntry onlyEntry() {
        assertThat(backend.loki().entries()).hasSize(1);
        return backend.loki().entries().get(0);
    }

    @Test
    void anAppenderOfANameAndAContextIsComplete() {
        AppenderDefaults.use(defaults()
                .set("tenantId", "shop")
                .set("labels", "app = till\nlevel = %level")
                .set("message", "<%msg>")
                .serviceName("till")
                .resource("instance", "till:8080")
                .resource("profiles", "test,local")
                .build());
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
        LokiAppender appender = new LokiAppender();
        appender.setName("PENSTOCK");
        appender.setContext(context);
        appender.start();
        Logger logger = context.getLogger("shop.Orders");
        logger.addAppender(appender);
        MDC.put("customer", "c-17");
        logger.info("order placed");
        assertThat(appender.flush(Duration.ofMinutes(2))).isTrue();
        context.stop();

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("<order placed>");
        assertThat(stored.labels())
                .containsOnly(entry("app", "till"), entry("level", "INFO"), entry("service_name", "till"));
        assertThat(stored.structuredMetadata())
                .contains(entry("instance", "till:8080"), entry("profiles", "test,local"), entry("customer", "c-17"));
        assertThat(backend.requests()).allMatch(each -> "shop".equals(each.header("X-Scope-OrgID")));
    }

    @Test
    void theNameOfTheServiceIsALabelWithoutAnySetting() {
        AppenderDefaults.use(defaults().serviceName("till").build());
        try (Logs logs = Logs.with("")) {
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
        String elements = "<url>" + backend.url() + "</url><labels>app = shop</labels>"
                + "<structuredMetadata>line = %line</structuredMetadata>"
                + "<includeCallerData>false</includeCallerData><message><pattern>%msg</pattern></message>";
        try (Logs logs = Logs.with(elements)) {
            logs.logger("x").info("line");
            logs.flush();
        }

        StoredEntry stored = onlyEntry();
        assertThat(stored.line()).isEqualTo("line");
        assertThat(stored.labels()).contains(entry("app", "shop"));
        assertThat(stored.structuredMetadata()).contains(entry("line", "?"));
    }

    @Test
    void callerDataIsFoundByDefaultWhereItIsAskedFor() {
        AppenderDefaults.use(defaults()
                .set("includeCallerData", "true")
                .set("structuredMetadata", "class = %class")
                .build());
        try (Logs logs = Logs.with("")) {
            logs.logger("x").info("line");
            logs.flush();
        }

        assertThat(onlyEntry().structuredMetadata())
                .contains(entry("class", getClass().getName()));
    }

    @Test
    void eachStartTakesTheDefaultsOfItsTime() {
        AppenderDefaults.use(defaults().set("labels", "app = one").build());
        try (Logs logs = Logs.with("")) {
            logs.logger("x").info("1");
            logs.flush();
            LokiAppender appender = logs.appender();
            appender.stop();
            AppenderDefaults.use(defaults().set("labels", "app = two").build());
            appender.start();
            logs.logger("x").info("2");
            logs.flush();
        }

        assertThat(backend.loki().entries())
                .extracting(each -> each.line() + " " + each.labels().get("app"))
                .containsExactlyInAnyOrder("1 one", "2 two");
    }

    @Test
    void withoutAUrlAnywhereThatIsSaid() {
        AppenderDefaults.use(AppenderDefaults.builder().set("tenantId", "shop").build());
        try (Logs logs = Logs.with("")) {
            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings()).anyMatch(each -> each.contains("url is missing or empty"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "message, %nosuchword, Logback understands",
        "labels, app = %nosuchword, a valid pattern",
        "structuredMetadata, * = %%nosuch, %%mdc"
    })
    void aWrongPatternIsNamedAndSaidToComeFromTheDefaults(String word, String pattern, String accepted) {
        AppenderDefaults.use(defaults().set(word, pattern).build());
        try (Logs logs = Logs.with("")) {
            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings())
                    .anySatisfy(each ->
                            assertThat(each).contains(word + " (from the appender defaults)", "nosuch", accepted));
        }
    }

    @Test
    void whoGaveTheDefaultsMayNameThem() {
        AppenderDefaults.use(defaults()
                .set("message", "%nosuchword", "penstock.loki.message")
                .build());
        try (Logs logs = Logs.with("")) {
            assertThat(logs.warnings())
                    .anyMatch(each -> each.contains("Penstock: penstock.loki.message '%nosuchword'"));
        }
    }
}
