package dev.penstock.cli;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.config.AlloyConfig;
import dev.penstock.pipeline.config.Finding;
import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.config.LogsRoute;
import dev.penstock.pipeline.config.Report;
import dev.penstock.pipeline.lint.Lints;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user gave: a whole configuration, or stages alone.
 *
 * @param name as the user called it
 * @param isPipeline whether it is stages alone
 * @param texts the texts of its files by name
 * @param report what becomes of it
 * @param pipeline stages that can be used; null when there are none, or they have errors
 * @param isPipelineRefused whether there are stages that cannot be used
 * @param externalLabels what the endpoint adds to each stream
 */
record Configuration(
        String name,
        boolean isPipeline,
        Map<String, String> texts,
        Report report,
        @Nullable Pipeline pipeline,
        boolean isPipelineRefused,
        Map<String, String> externalLabels) {

    /** The word for standard input, and what it is called in messages. */
    static final String STDIN = "-";

    private static final String STDIN_NAME = "stdin";

    /**
     * Reads what a name stands for.
     *
     * @param name a file, a directory or {@link #STDIN}
     * @param asPipeline true for stages alone; false to find out
     * @throws IOException with a message for users
     */
    static Configuration read(String name, boolean asPipeline, InputStream in) throws IOException {
        boolean isStdin = name.equals(STDIN);
        if (!isStdin && Files.isDirectory(Path.of(name))) {
            if (asPipeline) {
                throw new IOException(name + " is a directory; expected a file with stages");
            }
            return whole(name, AlloyConfig.load(Path.of(name)));
        }
        String text = isStdin ? decode(STDIN_NAME, in.readAllBytes()) : text(name);
        String shown = isStdin ? STDIN_NAME : name;
        return asPipeline || isStages(text)
                ? stages(shown, text)
                : whole(shown, AlloyConfig.parse(shown, text, System::getenv));
    }

    private static String text(String name) throws IOException {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new IOException("there is no file " + name);
        }
        return decode(name, Files.readAllBytes(path));
    }

    private static String decode(String name, byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(name + " is not UTF-8", e);
        }
    }

    /** Whether a text has stages without a component around them. */
    private static boolean isStages(String text) {
        try {
            List<Statement> statements = Parser.parse(text);
            return !statements.isEmpty()
                    && statements.stream()
                            .allMatch(each -> each.name().startsWith("stage.")
                                    || each.name().equals("rule"));
        } catch (SyntaxException e) {
            return text.stripLeading().startsWith("stage.");
        }
    }

    private static Configuration whole(String name, AlloyConfig config) {
        LogsRoute logs = config.logs();
        return new Configuration(
                name,
                false,
                config.texts(),
                config.report(),
                logs == null ? null : logs.pipeline(),
                logs != null && logs.isPipelineRefused(),
                logs == null ? Map.of() : logs.externalLabels());
    }

    private static Configuration stages(String name, String text) {
        List<Finding> findings = new ArrayList<>();
        Pipeline pipeline = null;
        try {
            List<Statement> statements = Parser.parse(text);
            Evaluator evaluator = Evaluator.standard();
            List<Problem> lints = Lints.of(statements, evaluator);
            add(findings, name, lints);
            pipeline = Pipeline.of(statements, evaluator);
            // What a stage says of itself, where it is not said better above, with what to do.
            add(
                    findings,
                    name,
                    pipeline.notes().stream()
                            .filter(note -> lints.stream()
                                    .noneMatch(each -> each.severity() == note.severity()
                                            && each.span().equals(note.span())))
                            .toList());
            int size = pipeline.size();
            findings.add(new Finding(
                    Outcome.TAKEN_OVER, name, null, "", size + (size == 1 ? " stage" : " stages") + " of a pipeline"));
        } catch (SyntaxException e) {
            add(findings, name, e.problems());
        }
        findings.sort(Comparator.comparingInt(
                each -> each.span() == null ? 0 : each.span().line()));
        return new Configuration(
                name, true, Map.of(name, text), new Report(findings), pipeline, pipeline == null, Map.of());
    }

    private static void add(List<Finding> findings, String file, List<Problem> problems) {
        for (Problem each : problems) {
            Outcome outcome = switch (each.severity()) {
                case ERROR -> Outcome.ERROR;
                case WARNING -> Outcome.WARNING;
                case NOTE -> Outcome.NOTE;
            };
            findings.add(new Finding(outcome, file, each.span(), "", each.message()));
        }
    }
}
