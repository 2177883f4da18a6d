package dev.penstock.settings;

import dev.penstock.process.PipelineDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds configurations of agents where a setting says they are. One that cannot be read is one that says nothing but that. */
public final class AgentConfigurations {

    private static final String CLASSPATH = "classpath:";
    private static final String FILE = "file:";

    private AgentConfigurations() {}

    /**
     * Reads a configuration.
     *
     * @param setting how the setting is called in messages, such as {@code penstock.config}
     * @param location a path, {@code file:…} or {@code classpath:…}
     * @return what it says; {@link AgentConfiguration#problems()} when it cannot be read
     */
    public static AgentConfiguration read(String setting, String location) {
        String place = location.strip();
        try {
            return read(syntax(), place);
        } catch (IOException
                | IllegalArgumentException
                | FileSystemNotFoundException
                | LinkageError
                | ServiceConfigurationError e) {
            String why = e instanceof InvalidPathException || e instanceof FileSystemNotFoundException
                    ? "it is no path"
                    : String.valueOf(e.getMessage());
            return new Unreadable(List.of(setting + " '" + place + "' is not used: " + why));
        }
    }

    private static AgentConfiguration read(AgentSyntax syntax, String place) throws IOException {
        if (place.startsWith(CLASSPATH)) {
            return syntax.parse(place, resource(place.substring(CLASSPATH.length())));
        }
        if (place.startsWith(FILE)) {
            // Both file:config.alloy and file:///etc/config.alloy are written.
            return syntax.load(place.startsWith("file:/") ? Path.of(URI.create(place)) : Path.of(place.substring(5)));
        }
        return syntax.load(Path.of(place));
    }

    private static String resource(String name) throws IOException {
        String path = name.startsWith("/") ? name.substring(1) : name;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        InputStream found = context == null ? null : context.getResourceAsStream(path);
        ClassLoader own = AgentConfigurations.class.getClassLoader();
        if (found == null && own != null) {
            found = own.getResourceAsStream(path);
        }
        if (found == null) {
            throw new IOException("there is no such resource on the class path");
        }
        try (InputStream in = found) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static AgentSyntax syntax() {
        return ServiceLoader.load(AgentSyntax.class, AgentSyntax.class.getClassLoader())
                .findFirst()
                .or(() -> ServiceLoader.load(AgentSyntax.class).findFirst())
                .orElseThrow(
                        () -> new IllegalArgumentException("the jar that reads it is not on the class path. What to"
                                + " do: add the dependency dev.penstock:penstock-pipeline"));
    }

    private record Unreadable(List<String> problems) implements AgentConfiguration {

        @Override
        public Map<String, String> logs() {
            return Map.of();
        }

        @Override
        public @Nullable PipelineDefinition pipeline() {
            return null;
        }

        @Override
        public List<String> remarks() {
            return List.of();
        }

        @Override
        public String text() {
            return "";
        }

        @Override
        public Map<String, String> metrics() {
            return Map.of();
        }

        @Override
        public Map<String, String> metricLabels() {
            return Map.of();
        }

        @Override
        public @Nullable UnaryOperator<@Nullable Map<String, String>> relabelling(Map<String, String> externalLabels) {
            return null;
        }
    }
}
