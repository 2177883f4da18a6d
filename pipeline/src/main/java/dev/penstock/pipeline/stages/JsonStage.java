package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.jmespath.JmesPath;
import dev.penstock.pipeline.jmespath.JmesPathException;
import dev.penstock.pipeline.jmespath.JmesPathRuntimeException;
import dev.penstock.pipeline.json.JsonView;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.BlockReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.json}: puts what JMESPath expressions find in a JSON object into {@code extracted}. An expression that finds
 * nothing puts {@link Extracted#NULL} there, in the place of whatever the name had.
 */
final class JsonStage implements Stage {

    /** Alloy drops without counting; here nothing is dropped that is not counted. */
    static final String REASON = "json_stage";

    private final String[] names;
    private final JmesPath[] paths;
    private final @Nullable GoRegex keys;
    private final @Nullable String source;
    private final boolean dropMalformed;
    private final StageName name;
    private final JsonLine json;

    private JsonStage(
            Map<String, JmesPath> expressions,
            @Nullable GoRegex keys,
            @Nullable String source,
            boolean dropMalformed,
            StageName name) {
        names = expressions.keySet().toArray(String[]::new);
        paths = expressions.values().toArray(JmesPath[]::new);
        this.keys = keys;
        this.source = source;
        this.dropMalformed = dropMalformed;
        this.name = name;
        json = new JsonLine();
    }

    private JsonStage(JsonStage from, JsonLine line) {
        names = from.names;
        paths = from.paths;
        keys = from.keys;
        source = from.source;
        dropMalformed = from.dropMalformed;
        name = from.name;
        json = from.source == null ? line : new JsonLine();
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        Map<String, JmesPath> expressions = expressions(block);
        GoRegex keys = Attributes.regex(block, "regex");
        String source = Attributes.source(block);
        boolean dropMalformed = block.bool("drop_malformed", false);
        block.finish();
        if (expressions.isEmpty() && keys == null) {
            throw block.error(
                    "expressions",
                    name.name()
                            + " extracts nothing; expected expressions such as { level = \"\" }, or a regex on keys");
        }
        JsonStage stage = new JsonStage(expressions, keys, source, dropMalformed, name);
        return context -> new JsonStage(stage, context.json());
    }

    /** The order is the one they are written in; Alloy's is at random, and no expression reads what another one found. */
    private static Map<String, JmesPath> expressions(BlockReader block) {
        Map<String, JmesPath> compiled = new LinkedHashMap<>();
        Map<String, @Nullable String> given = block.map("expressions");
        if (given == null) {
            return compiled;
        }
        given.forEach((target, expression) -> {
            String path = Attributes.sourceOf(target, expression);
            try {
                compiled.put(target, JmesPath.compile(path));
            } catch (JmesPathException e) {
                block.problem("expressions", target, "the expression of '" + target + "': " + e.getMessage());
            }
        });
        return compiled;
    }

    @Override
    public void process(LogEntry entry, Flow next) {
        String text = entry.source(source);
        if (text != null) {
            JsonView view = json.read(text);
            if (view != null) {
                extract(view, entry.extracted());
            } else if (dropMalformed) {
                entry.drop(name, REASON);
                return;
            }
        }
        next.accept(entry);
    }

    private void extract(JsonView view, Extracted extracted) {
        for (int i = 0; i < paths.length; i++) {
            try {
                put(extracted, names[i], paths[i].search(view));
            } catch (JmesPathRuntimeException e) {
                // Costs this name alone, as it does in Alloy.
                continue;
            }
        }
        if (keys == null) {
            return;
        }
        for (int i = 0; i < view.size(); i++) {
            String key = view.name(i);
            if (keys.find(key)) {
                put(extracted, key, view.value(i));
            }
        }
    }

    private static void put(Extracted extracted, String name, @Nullable Object value) {
        extracted.put(name, value == null ? Extracted.NULL : value);
    }
}
