package dev.penstock.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** That what an IDE offers is what there is. */
class ConfigurationMetadataTest {

    private final JsonNode metadata = read();

    private static JsonNode read() {
        try (InputStream file =
                ConfigurationMetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            // Others on the class path have a file of that name, too: this module's is found first.
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> stateOf(Object builder) throws IllegalAccessException {
        Map<String, Object> state = new LinkedHashMap<>();
        for (Field field : builder.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("writtenAs")) {
                field.setAccessible(true);
                Object value = field.get(builder);
                state.put(
                        field.getName(),
                        value instanceof ShipperSettingsBuilder nested ? stateOf(nested) : String.valueOf(value));
            }
        }
        return state;
    }

    @Test
    void hasEveryPropertyAndNoOther() {
        List<String> names = new ArrayList<>();
        metadata.get("properties").forEach(each -> names.add(each.get("name").asText()));

        assertThat(names).containsExactlyInAnyOrderElementsOf(EnvironmentSettings.properties());
    }

    @Test
    void describesEveryProperty() {
        metadata.get("properties").forEach(each -> {
            assertThat(each.get("description").asText()).as("%s", each).endsWith(".");
            assertThat(each.get("type").asText())
                    .as("%s", each)
                    .satisfiesAnyOf(
                            type -> assertThat(type).startsWith("java."),
                            type -> assertThat(type).startsWith("org.springframework."));
        });
    }

    @Test
    void hasTheRealDefaults() throws IllegalAccessException {
        for (JsonNode each : metadata.get("properties")) {
            for (SettingGroup group : SettingGroup.values()) {
                for (String name : group.names()) {
                    if (group.property(name).equals(each.get("name").asText()) && each.has("defaultValue")) {
                        assertIsDefault(group, name, each.get("defaultValue").asText());
                    }
                }
            }
        }
    }

    private static void assertIsDefault(SettingGroup group, String name, String value) throws IllegalAccessException {
        if (group == SettingGroup.LOKI && ShipperSettingsBuilder.names().contains(name)) {
            assertThat(stateOf(ShipperSettings.builder().set(name, value)))
                    .as(name)
                    .isEqualTo(stateOf(ShipperSettings.builder()));
        } else if (group == SettingGroup.REMOTE_WRITE
                && RemoteWriteSettingsBuilder.names().contains(name)) {
            assertThat(stateOf(RemoteWriteSettings.builder().set(name, value)))
                    .as(name)
                    .isEqualTo(stateOf(RemoteWriteSettings.builder()));
        }
    }

    @Test
    void hasADefaultForEveryBuilderThatHasOne() throws IllegalAccessException {
        for (JsonNode each : metadata.get("properties")) {
            String property = each.get("name").asText();
            if (property.startsWith("penstock.loki.")
                    && each.get("type").asText().endsWith("Duration")) {
                assertThat(each.has("defaultValue")).as(property).isEqualTo(!property.endsWith("max-age"));
            }
        }
    }

    @Test
    void hintsAreValuesThatAreAccepted() {
        for (JsonNode hint : metadata.get("hints")) {
            String property = hint.get("name").asText();
            for (JsonNode each : hint.get("values")) {
                StandardEnvironment environment = new StandardEnvironment();
                String group = property.startsWith("penstock.loki") ? "penstock.loki" : "penstock.remote-write";
                environment
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "test",
                                Map.of(
                                        property,
                                        each.get("value").asText(),
                                        group + ".url",
                                        "http://localhost",
                                        group + ".buffer-directory",
                                        each.get("value").asText().equals("none") ? "" : "/tmp")));
                EnvironmentSettings settings = EnvironmentSettings.of(environment);
                assertThat(settings.loki().check().problems()).as("%s", each).isEmpty();
                assertThat(settings.remoteWrite().check().problems())
                        .as("%s", each)
                        .isEmpty();
            }
        }
    }
}
