package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.text.Logfmt;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.logfmt}: puts values of {@code key=value} pairs into {@code extracted}, as texts. Pairs in front of a syntax
 * error count.
 */
final class LogfmtStage implements ChangeStage, Logfmt.PairSink {

    /** The names to be given, by the key in the text: of two names for one key, the last one. */
    private final Map<String, String> names;

    private final @Nullable GoRegex keys;
    private final @Nullable String source;

    /** Where pairs go at the moment. */
    private @Nullable Extracted target;

    private LogfmtStage(Map<String, String> names, @Nullable GoRegex keys, @Nullable String source) {
        this.names = names;
        this.keys = keys;
        this.source = source;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        Map<String, String> names = new HashMap<>();
        Map<String, @Nullable String> mapping = block.map("mapping");
        if (mapping != null) {
            mapping.forEach((target, key) -> names.put(Attributes.sourceOf(target, key), target));
        }
        GoRegex keys = Attributes.regex(block, "regex");
        String source = Attributes.sourceOrLine(block);
        block.finish();
        if (names.isEmpty() && keys == null) {
            throw block.error(
                    "mapping",
                    name.name() + " extracts nothing; expected a mapping such as { level = \"\" }, or a regex on keys");
        }
        return context -> new LogfmtStage(names, keys, source);
    }

    @Override
    public void change(LogEntry entry) {
        String text = entry.source(source);
        if (text != null) {
            target = entry.extracted();
            boolean unused = Logfmt.decode(text, this);
            target = null;
        }
    }

    @Override
    public void pair(String key, String value) {
        if (target == null) {
            return;
        }
        String name = names.get(key);
        if (name != null) {
            target.put(name, value);
        }
        if (keys != null && keys.find(key)) {
            target.put(key, value);
        }
    }
}
