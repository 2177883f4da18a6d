package dev.penstock.spring.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The starter's properties as its configuration metadata has them. */
final class KnownProperties {

    private static final Path META_INF = Page.ROOT.resolve("spring-boot-starter/src/main/resources/META-INF");

    /** Names and metadata. */
    private static final Map<String, JsonNode> PROPERTIES = read();

    private KnownProperties() {}

    static Map<String, JsonNode> all() {
        return PROPERTIES;
    }

    /**
     * Whether the starter knows this, in any of Spring Boot's spellings; a group of properties, and an entry of one that
     * is a map, are known too.
     */
    static boolean knows(String written) {
        String name = uniform(written.replaceAll("\\[.*", ""));
        return PROPERTIES.entrySet().stream().anyMatch(known -> {
            String property = uniform(known.getKey());
            return property.equals(name)
                    || property.startsWith(name + ".")
                    || (isMap(known.getValue()) && name.startsWith(property + "."));
        });
    }

    /** Whether an environment variable is one of them: there, neither dots nor dashes are told apart. */
    static boolean knowsVariable(String written) {
        String name = written.replace("_", "").toLowerCase(Locale.ROOT);
        return PROPERTIES.keySet().stream()
                .anyMatch(known -> uniform(known).replace(".", "").equals(name));
    }

    static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isMap(JsonNode property) {
        return List.of("labels", "structured-metadata", "external-labels", "headers").stream()
                .anyMatch(map -> property.path("name").asText().endsWith("." + map));
    }

    private static Map<String, JsonNode> read() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        for (String file :
                List.of("spring-configuration-metadata.json", "additional-spring-configuration-metadata.json")) {
            Path metadata = META_INF.resolve(file);
            if (Files.exists(metadata)) {
                try {
                    for (JsonNode property :
                            new ObjectMapper().readTree(metadata.toFile()).path("properties")) {
                        String name = property.path("name").asText();
                        if (name.startsWith("penstock.")) {
                            properties.put(name, property);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        if (properties.isEmpty()) {
            throw new IllegalStateException("no configuration metadata in " + META_INF);
        }
        return properties;
    }
}
