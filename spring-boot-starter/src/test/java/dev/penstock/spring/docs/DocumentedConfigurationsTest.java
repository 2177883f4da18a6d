package dev.penstock.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** That configuration files in the documentation do what they are for: a line that is logged arrives. */
class DocumentedConfigurationsTest {

    private static final String CARD = "4111111111111111";
    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();

    static Stream<String> xml() {
        return Page.all().stream().flatMap(page -> page.code("xml").stream());
    }

    static Stream<String> logback() {
        return xml().filter(text -> text.contains("\"dev.penstock.logback.LokiAppender\""));
    }

    static Stream<String> log4j2() {
        return xml().filter(text -> text.contains("<Penstock "));
    }

    @BeforeEach
    void forgetAll() {
        BACKEND.clear();
    }

    @AfterAll
    static void stopBackend() {
        BACKEND.close();
    }

    @ParameterizedTest
    @MethodSource("xml")
    void allAreWellFormed(String text) {
        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(text))))
                .as(text)
                .doesNotThrowAnyException();
    }

    static Stream<String> json() {
        return Page.all().stream().flatMap(page -> page.code("json").stream());
    }

    @ParameterizedTest
    @MethodSource("json")
    void answersAreWellFormed(String text) {
        assertThatCode(() -> new ObjectMapper().readTree(text)).as(text).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("logback")
    void thoseOfLogbackShip(String text) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("LOKI_PASSWORD", "secret");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(toBackend(
                        text.replaceAll("<url>[^<]*</url>", ""),
                        "class=\"dev.penstock.logback.LokiAppender\">",
                        "<url>" + BACKEND.lokiPushUrl() + "</url>")
                .getBytes(StandardCharsets.UTF_8)));
        context.getLogger("shop").info("card {} was declined", CARD);
        context.stop();
        assertArrived(text);
    }

    @ParameterizedTest
    @MethodSource("log4j2")
    void thoseOfLog4j2Ship(String text) throws Exception {
        String configuration = toBackend(
                text.replaceAll(" url=\"[^\"]*\"", ""), "<Penstock ", "url=\"" + BACKEND.lokiPushUrl() + "\" ");
        org.apache.logging.log4j.core.LoggerContext context =
                new org.apache.logging.log4j.core.LoggerContext("documentation");
        context.start(new XmlConfiguration(
                context,
                new ConfigurationSource(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)))));
        context.getLogger("shop").info("card {} was declined", CARD);
        context.stop();
        assertArrived(text);
    }

    private static String toBackend(String text, String before, String url) {
        assertThat(text).contains(before);
        return text.replace(before, before + url);
    }

    private static void assertArrived(String text) {
        List<StoredEntry> entries = BACKEND.loki().entries();
        assertThat(entries).as(text).hasSize(1);
        boolean masked = text.contains("%replace");
        assertThat(entries.get(0).line()).contains("was declined");
        assertThat(entries.get(0).line().contains(CARD))
                .as(entries.get(0).line())
                .isEqualTo(!masked);
    }
}
