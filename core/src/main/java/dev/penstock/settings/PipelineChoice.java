package dev.penstock.settings;

import dev.penstock.process.PipelineDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which pipeline records go through, of the ways in which one can be given: made by the program, as text, in a file, or as part
 * of an agent's configuration. Not thread-safe.
 */
final class PipelineChoice {

    @Nullable String text;

    @Nullable String file;

    @Nullable PipelineDefinition made;

    /** Of the agent's configuration: used when no other is given. */
    @Nullable PipelineDefinition configured;

    /** Why it could not even be read out of the configuration; null when it could. */
    @Nullable String unreadable;

    /**
     * What came out.
     *
     * @param pipeline null for none
     * @param refused what is wrong with it; null when nothing is
     */
    record Checked(
            @Nullable PipelineDefinition pipeline, @Nullable RefusedPipeline refused) {

        private static Checked good(@Nullable PipelineDefinition pipeline) {
            return new Checked(pipeline, null);
        }

        private static Checked refused(String setting, String problem) {
            return new Checked(null, new RefusedPipeline(setting, problem));
        }
    }

    /**
     * A wrong pipeline is no reason not to ship: it is said, and lines go as they are.
     *
     * @param names how the user calls settings
     * @param warnings gets what there is to say
     */
    Checked check(UnaryOperator<String> names, List<String> warnings) {
        int ways = (made == null ? 0 : 1) + (text == null ? 0 : 1) + (file == null ? 0 : 1);
        if (ways > 1) {
            warnings.add(names.apply("pipelineFile") + " is given beside " + names.apply("pipeline")
                    + ", and only one of them can be used: it is " + names.apply("pipeline"));
        }
        Checked checked = checked(ways, names);
        if (checked.refused() != null) {
            warnings.add(checked.refused().toString());
        }
        return checked;
    }

    private Checked checked(int ways, UnaryOperator<String> names) {
        if (unreadable != null) {
            return Checked.refused(names.apply("pipeline"), unreadable);
        }
        if (ways == 0) {
            return Checked.good(configured);
        }
        return made == null ? read(names) : Checked.good(made);
    }

    /** Which ways are given: what stands in them may hold secrets. */
    @Override
    public String toString() {
        List<String> ways = new ArrayList<>();
        if (made != null) {
            ways.add("made");
        }
        if (text != null) {
            ways.add("text");
        }
        if (file != null) {
            ways.add("file");
        }
        if (configured != null) {
            ways.add("configured");
        }
        return ways.toString();
    }

    private Checked read(UnaryOperator<String> names) {
        String stages = text;
        String from = stages == null ? file : null;
        try {
            if (from != null) {
                stages = Files.readString(Path.of(from));
            }
            return Checked.good(stages == null || stages.isBlank() ? null : PipelineSyntax.read(stages));
        } catch (IOException | InvalidPathException e) {
            return Checked.refused(names.apply("pipelineFile"), "cannot read the file " + from + " (" + e + ")");
        } catch (IllegalArgumentException | LinkageError | ServiceConfigurationError e) {
            return from == null
                    ? Checked.refused(names.apply("pipeline"), String.valueOf(e.getMessage()))
                    : Checked.refused(names.apply("pipelineFile"), from + ":" + e.getMessage());
        }
    }
}
