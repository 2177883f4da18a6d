package dev.penstock.nativeimage;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a native image is told, in either of the two forms that there are: a file for each kind, which all GraalVMs read, and
 * the single file that is documented since GraalVM for JDK 23.
 *
 * <p>Source: GraalVM's reflect-config-schema, jni-config-schema and resource-config-schema 1.0.0, and
 * reachability-metadata-schema 1.2.0.
 *
 * @param types classes
 * @param resources files on the class path
 */
record Metadata(Set<Type> types, Set<String> resources) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * A class.
     *
     * @param name with dots
     * @param condition the class that must be in use for this to count; null when it always does
     * @param methods such as {@code <init>(int)}
     * @param fields their names
     * @param allPublicMethods whether it has all of them, beside the above
     * @param jni whether it is for native code
     */
    record Type(
            String name,
            @Nullable String condition,
            Set<String> methods,
            Set<String> fields,
            boolean allPublicMethods,
            boolean jni) {}

    static Metadata inSeveralFiles(Path directory) throws IOException {
        Set<Type> types = new HashSet<>();
        Set<String> resources = new TreeSet<>();
        Path reflection = directory.resolve("reflect-config.json");
        if (Files.exists(reflection)) {
            JSON.readTree(Files.readString(reflection)).forEach(each -> types.add(oldType(each, false)));
        }
        Path jni = directory.resolve("jni-config.json");
        if (Files.exists(jni)) {
            JSON.readTree(Files.readString(jni)).forEach(each -> types.add(oldType(each, true)));
        }
        Path files = directory.resolve("resource-config.json");
        if (Files.exists(files)) {
            JsonNode root = JSON.readTree(Files.readString(files));
            onlyKeys(root, "resources");
            onlyKeys(root.path("resources"), "includes");
            for (JsonNode each : root.path("resources").path("includes")) {
                onlyKeys(each, "pattern");
                String pattern = each.path("pattern").textValue();
                if (!pattern.startsWith("\\Q") || !pattern.endsWith("\\E")) {
                    throw new AssertionError("not a quoted name: " + pattern);
                }
                resources.add(pattern.substring(2, pattern.length() - 2));
            }
        }
        return new Metadata(types, resources);
    }

    static Metadata inOneFile(Path directory) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(directory.resolve("reachability-metadata.json")));
        onlyKeys(root, "reflection", "resources");
        Set<Type> types = new HashSet<>();
        Set<String> resources = new TreeSet<>();
        for (JsonNode each : root.path("reflection")) {
            onlyKeys(each, "condition", "type", "methods", "fields", "allPublicMethods", "jniAccessible");
            types.add(
                    type(each, "type", "typeReached", each.path("jniAccessible").booleanValue()));
        }
        for (JsonNode each : root.path("resources")) {
            onlyKeys(each, "glob");
            resources.add(each.path("glob").textValue());
        }
        return new Metadata(types, resources);
    }

    private static Type oldType(JsonNode node, boolean jni) {
        // In the new form, whoever is listed may be asked for its methods.
        onlyKeys(node, "condition", "name", "methods", "fields", "allPublicMethods", "queryAllPublicMethods");
        return type(node, "name", "typeReachable", jni);
    }

    private static Type type(JsonNode node, String name, String condition, boolean jni) {
        onlyKeys(node.path("condition"), condition);
        Set<String> methods = new TreeSet<>();
        for (JsonNode method : node.path("methods")) {
            onlyKeys(method, "name", "parameterTypes");
            List<String> parameters = new ArrayList<>();
            method.required("parameterTypes").forEach(each -> parameters.add(each.textValue()));
            methods.add(method.required("name").textValue() + "(" + String.join(",", parameters) + ")");
        }
        Set<String> fields = new TreeSet<>();
        for (JsonNode field : node.path("fields")) {
            onlyKeys(field, "name");
            fields.add(field.required("name").textValue());
        }
        return new Type(
                node.required(name).textValue(),
                node.path("condition").path(condition).textValue(),
                methods,
                fields,
                node.path("allPublicMethods").booleanValue(),
                jni);
    }

    private static void onlyKeys(JsonNode node, String... known) {
        node.fieldNames().forEachRemaining(key -> {
            if (!Set.of(known).contains(key)) {
                throw new AssertionError("unknown key " + key + " in " + node);
            }
        });
    }
}
