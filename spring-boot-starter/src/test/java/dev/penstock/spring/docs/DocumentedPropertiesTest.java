package dev.penstock.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.process.FieldLine;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** That the documentation names properties that there are, all of them, with their defaults and possible values. */
class DocumentedPropertiesTest {

    /** Not of a path such as dev.penstock.spring or /actuator/penstock. */
    private static final Pattern PROPERTY = Pattern.compile("(?<![\\w./@-])penstock\\.([A-Za-z-]+(?:\\.[A-Za-z-]+)*)");

    private static final Pattern VARIABLE = Pattern.compile("\\bPENSTOCK_[A-Z_]+");

    /** Properties that are text of lines, or a map that stands for them. */
    private static final Pattern LINES = Pattern.compile("(labels|structured-metadata)(?:[.\\[].*)?");

    private static final Pattern PAIRS = Pattern.compile("(external-labels|headers)[.\\[](.+?)]?");

    @Test
    void allThatAreNamedAreKnown() {
        List<String> unknown = new ArrayList<>();
        for (Page page : Page.all()) {
            Matcher property = PROPERTY.matcher(page.text());
            while (property.find()) {
                String name = property.group();
                if (!isOfAnother(name) && !KnownProperties.knows(name)) {
                    unknown.add(page + ": " + name);
                }
            }
            Matcher variable = VARIABLE.matcher(page.text());
            while (variable.find()) {
                if (!KnownProperties.knowsVariable(variable.group())) {
                    unknown.add(page + ": " + variable.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void allThatThereAreHaveTheirRow() {
        assertThat(DocumentedProperties.of(Page.SPRING_BOOT).keySet())
                .containsExactlyInAnyOrderElementsOf(KnownProperties.all().keySet());
    }

    @Test
    void defaultsAreThoseOfTheMetadata() {
        Map<String, String> different = new LinkedHashMap<>();
        DocumentedProperties.of(Page.SPRING_BOOT).forEach((name, written) -> {
            JsonNode property = KnownProperties.all().get(name);
            // What has its default in words is explained below the table.
            if (property != null && property.hasNonNull("defaultValue") && !written.isEmpty()) {
                String known = property.get("defaultValue").asText();
                if (written.stream().noneMatch(value -> word(value).equals(word(known)))) {
                    different.put(name, written + " and not " + known);
                }
            }
        });
        assertThat(different).isEmpty();
    }

    static Stream<Page.Code> yaml() {
        return Page.all().stream()
                .flatMap(page -> page.code().stream())
                .filter(code -> code.language().equals("yaml"));
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void examplesAreAccepted(Page.Code example) throws IOException {
        ShipperSettingsBuilder loki = ShipperSettings.builder();
        RemoteWriteSettingsBuilder remoteWrite = RemoteWriteSettings.builder();
        Map<String, String> properties = read(example.text());
        properties.forEach((name, value) -> {
            if (!name.startsWith("penstock.")) {
                return;
            }
            assertThat(KnownProperties.knows(name)).as(name).isTrue();
            if (name.startsWith("penstock.loki.")) {
                String setting = name.substring("penstock.loki.".length());
                if (LINES.matcher(setting).matches()) {
                    assertThat(FieldLine.parse(name, lines(setting, value)))
                            .as(name)
                            .isNotEmpty();
                } else if (isOfAppenders(setting)) {
                    assertThat(value).as(name).isNotBlank();
                } else {
                    set(setting, value, loki::set);
                }
            } else if (name.startsWith("penstock.remote-write.")) {
                String setting = name.substring("penstock.remote-write.".length());
                // The rules need the pipeline's jar, whose own tests read the same syntax.
                if (!isOfAppenders(setting) && !setting.equals("write-relabel-rules")) {
                    set(setting, value, remoteWrite::set);
                }
            }
        });
        if (properties.containsKey("penstock.loki.url")) {
            assertThatCode(loki::build).doesNotThrowAnyException();
        }
        if (properties.containsKey("penstock.remote-write.url")) {
            assertThatCode(remoteWrite::build).doesNotThrowAnyException();
        }
    }

    /** Sets one setting from text. */
    private interface Setter {
        Object set(String name, String value);
    }

    private static void set(String setting, String value, Setter setter) {
        Matcher pair = PAIRS.matcher(setting);
        if (pair.matches()) {
            setter.set(pair.group(1), pair.group(2) + " = " + value);
        } else {
            setter.set(setting, value);
        }
    }

    private static boolean isOfAppenders(String setting) {
        return List.of("enabled", "message", "include-caller-data", "ssl.bundle", "descriptions", "expiry")
                .contains(setting);
    }

    /** A map's entry as the line that it stands for. */
    private static String lines(String setting, String value) {
        Matcher entry = Pattern.compile("[a-z-]+(?:\\.|\\[)(.+?)]?").matcher(setting);
        return entry.matches() ? entry.group(1) + " = " + value : value;
    }

    private static Map<String, String> read(String yaml) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (PropertySource<?> source : new YamlPropertySourceLoader()
                .load("example", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))) {
            for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                properties.put(name, String.valueOf(source.getProperty(name)));
            }
        }
        return properties;
    }

    /** The jar, and the properties of a RemoteWriteConfig without Spring. */
    private static boolean isOfAnother(String name) {
        return name.equals("penstock.jar") || name.startsWith("penstock.metrics.");
    }

    private static String word(String value) {
        return value.replace('-', '_').toLowerCase(Locale.ROOT);
    }
}
