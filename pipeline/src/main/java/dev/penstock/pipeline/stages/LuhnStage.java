package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.text.Luhn;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.luhn}: masks numbers that have the check digit of payment cards. With a source it reads that value, and what
 * comes of it becomes the line: Alloy's rule, odd as it is.
 */
final class LuhnStage implements ChangeStage {

    private static final String REPLACEMENT = "**REDACTED**";

    /** Card numbers have 13 digits or more. */
    private static final int MIN_LENGTH = 13;

    private final Luhn luhn;
    private final @Nullable String source;

    private LuhnStage(Luhn luhn, @Nullable String source) {
        this.luhn = luhn;
        this.source = source;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String given = block.text("replacement", "");
        long minLength = block.integer("min_length", MIN_LENGTH);
        String delimiters = block.text("delimiters", "");
        GoRegex skip = Attributes.regex(block, "skip_regex");
        String source = Attributes.source(block);
        block.finish();
        String replacement = given.isEmpty() ? REPLACEMENT : given;
        int shortest = minLength < 1 ? MIN_LENGTH : (int) Math.min(minLength, Integer.MAX_VALUE);
        LuhnStage stage = new LuhnStage(Luhn.of(replacement, shortest, delimiters, skip), source);
        return context -> stage;
    }

    @Override
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    public void change(LogEntry entry) {
        String line = entry.line();
        String text = line;
        if (source != null) {
            if (!(entry.extracted().get(source) instanceof String value)) {
                return;
            }
            text = value;
        }
        String masked = luhn.replace(text);
        if (masked != line) {
            entry.setLine(masked);
        }
    }
}
