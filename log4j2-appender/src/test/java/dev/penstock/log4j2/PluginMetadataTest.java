package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginProcessor;
import org.junit.jupiter.api.Test;

/** What the jar tells Log4j and native images about our classes is so. */
class PluginMetadataTest {

    private static final String REFLECTION =
            "META-INF/native-image/log4j-generated/dev.penstock/penstock-log4j2-appender/reflect-config.json";

    private final ClassLoader loader = LokiAppender.class.getClassLoader();

    @Test
    void thePluginsAreListedSoThatNoPackagesNeedBeScanned() throws Exception {
        PluginCache cache = new PluginCache();
        cache.loadCacheFiles(loader.getResources(PluginProcessor.PLUGIN_CACHE_FILE));

        assertThat(cache.getCategory("core").get("penstock").getClassName()).isEqualTo(LokiAppender.class.getName());
        for (String each : List.of("loki", "basicauth", "tls")) {
            String name = cache.getCategory("core").get(each).getClassName();
            assertThat(Class.forName(name).getPackage()).isEqualTo(LokiAppender.class.getPackage());
        }
    }

    @Test
    void everyClassAndMemberOfTheReachabilityMetadataExists() throws Exception {
        URL file = loader.getResource(REFLECTION);
        assertThat(file).isNotNull();
        List<String> seen = new ArrayList<>();
        try (InputStream in = file.openStream()) {
            for (JsonNode type : new ObjectMapper().readTree(in)) {
                Class<?> found = Class.forName(type.get("name").asText());
                seen.add(found.getSimpleName());
                for (JsonNode field : type.path("fields")) {
                    assertThat(found.getDeclaredField(field.get("name").asText()))
                            .isNotNull();
                }
                for (JsonNode method : type.path("methods")) {
                    Class<?>[] parameters = parameters(method);
                    if (method.get("name").asText().equals("<init>")) {
                        assertThat(found.getDeclaredConstructor(parameters)).isNotNull();
                    } else {
                        assertThat(found.getDeclaredMethod(method.get("name").asText(), parameters))
                                .isNotNull();
                    }
                }
            }
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "BasicAuth", "ElementVisitor", "LokiAppender", "LokiElement", "LokiElementVisitor", "TlsFiles");
    }

    private static Class<?>[] parameters(JsonNode method) throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (JsonNode type : method.path("parameterTypes")) {
            types.add(Class.forName(type.asText()));
        }
        return types.toArray(Class<?>[]::new);
    }
}
