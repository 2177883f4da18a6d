package dev.penstock.spring.settings;

import dev.penstock.settings.RefusedPipeline;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.StreamUtils;

/** Reads the pipeline of the logs, wherever it stands, and tries it out. A wrong one leaves lines as they are. */
final class PipelineCheck {

    private static final String TEXT = "pipeline";
    private static final String FILE = "pipelineFile";
    private static final String CONSEQUENCE = "lines are shipped unprocessed";

    private final GroupSettings given;
    private final Consumer<SettingProblem> problems;

    PipelineCheck(GroupSettings given, Consumer<SettingProblem> problems) {
        this.given = given;
        this.problems = problems;
    }

    /**
     * Takes both settings out and puts the pipeline's text back in.
     *
     * @param good the settings; those of the pipeline are replaced
     */
    void run(Map<String, String> good) {
        String text = good.remove(TEXT);
        String location = good.remove(FILE);
        if (text != null && location != null) {
            problems.accept(problem(
                    given,
                    FILE,
                    given.group().property(FILE) + " is given beside "
                            + given.group().property(TEXT) + ", and only one of them can be used",
                    given.group().property(TEXT) + " counts"));
        }
        String readable = text != null ? text : location == null ? null : read(location.strip());
        if (readable == null) {
            return;
        }
        RefusedPipeline refused = ShipperSettings.builder()
                .url(SettingCheck.SOME_URL)
                .pipeline(readable)
                .build()
                .refusedPipeline();
        if (refused == null) {
            good.put(TEXT, readable);
        } else if (text != null) {
            refuse(TEXT, refused.problem());
        } else {
            refuse(FILE, location + ":" + refused.problem());
        }
    }

    private @Nullable String read(String location) {
        try {
            return content(location);
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            refuse(
                    FILE,
                    "cannot read " + location + " (" + e + "); accepted is a file, as a path or as file:…, or a"
                            + " resource as classpath:…");
            return null;
        }
    }

    /** A path without a prefix is a file, as it is for all other settings. */
    private static String content(String location) throws IOException {
        if (location.startsWith("classpath:") || location.startsWith("file:")) {
            try (InputStream in =
                    new DefaultResourceLoader().getResource(location).getInputStream()) {
                return StreamUtils.copyToString(in, StandardCharsets.UTF_8);
            }
        }
        return Files.readString(Path.of(location));
    }

    private void refuse(String name, String why) {
        problems.accept(refused(given.group(), name, originOf(given, name), why));
    }

    private static SettingProblem problem(GroupSettings given, String name, String description, String consequence) {
        String property = given.group().property(name);
        return new SettingProblem(
                property, description, consequence, originOf(given, name), "Correct " + property + ".");
    }

    private static @Nullable String originOf(GroupSettings given, String name) {
        SettingValue value = given.values().get(name);
        return value == null ? null : value.origin();
    }

    static SettingProblem refused(SettingGroup group, String name, @Nullable String origin, String why) {
        String property = group.property(name);
        return new SettingProblem(
                property,
                property + " is refused as a whole: " + why.replace(FILE, group.property(FILE)),
                CONSEQUENCE,
                origin,
                "Correct " + property + ".");
    }
}
