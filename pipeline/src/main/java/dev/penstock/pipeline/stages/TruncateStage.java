package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.text.Utf8Bytes;
import dev.penstock.process.Pairs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.truncate}: cuts what is too long, between characters (Alloy cuts through them). With a suffix, what is longer
 * than the limit less the suffix is cut too. Which kinds of fields were cut is then the value {@code truncated}.
 */
final class TruncateStage implements ChangeStage {

    private static final String TRUNCATED = "truncated";

    /** What can be cut. The order of their words is the alphabet's. */
    private enum Kind {
        EXTRACTED("extracted"),
        LABEL("label"),
        LINE("line"),
        STRUCTURED_METADATA("structured_metadata");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** Line first, for it is what a rule means that does not say. */
    private static final List<String> WORDS =
            List.of(Kind.LINE.word, Kind.LABEL.word, Kind.STRUCTURED_METADATA.word, Kind.EXTRACTED.word);

    /** What to cut, and where; no sources for all. */
    private record Rule(Kind kind, int longest, String suffix, List<String> sources) {

        /** The text cut; null when it is short enough. */
        @Nullable String cut(String text) {
            if (text.length() * 3L <= longest || Utf8Bytes.length(text) <= longest) {
                return null;
            }
            return Utf8Bytes.cut(text, longest) + suffix;
        }
    }

    private final List<Rule> rules;

    private TruncateStage(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        List<Rule> rules = block.blocks("rule", TruncateStage::rule);
        block.finish();
        if (rules.isEmpty()) {
            throw block.error("rule", name.name() + " has no rule; expected one block rule { … } or more");
        }
        TruncateStage stage = new TruncateStage(rules);
        return context -> stage;
    }

    private static Rule rule(BlockReader block) {
        long limit = block.requiredBytes("limit");
        String suffix = block.text("suffix", "");
        List<String> sources = block.texts("sources", List.of());
        String type = Attributes.oneOf(block, "source_type", WORDS);
        int suffixLength = Utf8Bytes.length(suffix);
        if (block.has("limit") && limit <= 0) {
            block.problem("limit", "limit is not above 0; expected a size such as 10KiB");
        }
        if (limit > 0 && suffixLength >= limit) {
            block.problem(
                    "suffix", "suffix is as long as the limit or longer; expected fewer than " + limit + " bytes");
        }
        if (type.equals(Kind.LINE.word) && !sources.isEmpty()) {
            block.problem(
                    "sources",
                    "sources are given, and what is cut is the line; expected source_type = \"label\","
                            + " \"structured_metadata\" or \"extracted\" with them");
        }
        block.finish();
        return new Rule(kind(type), (int) Math.min(Integer.MAX_VALUE, limit) - suffixLength, suffix, sources);
    }

    private static Kind kind(String word) {
        for (Kind each : Kind.values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return Kind.LINE;
    }

    @Override
    public void change(LogEntry entry) {
        int cut = 0;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (apply(rule, entry)) {
                cut |= 1 << rule.kind().ordinal();
            }
        }
        if (cut != 0) {
            entry.extracted().put(TRUNCATED, words(cut));
        }
    }

    private static String words(int kinds) {
        StringBuilder words = new StringBuilder();
        for (Kind each : Kind.values()) {
            if ((kinds & 1 << each.ordinal()) != 0) {
                words.append(words.isEmpty() ? "" : ",").append(each.word);
            }
        }
        return words.toString();
    }

    private static boolean apply(Rule rule, LogEntry entry) {
        return switch (rule.kind()) {
            case LINE -> {
                String cut = rule.cut(entry.line());
                if (cut != null) {
                    entry.setLine(cut);
                }
                yield cut != null;
            }
            case LABEL -> cut(rule, entry.labels());
            case STRUCTURED_METADATA -> cut(rule, entry.metadata());
            case EXTRACTED -> cut(rule, entry.extracted());
        };
    }

    private static boolean cut(Rule rule, Pairs pairs) {
        boolean any = false;
        for (int i = 0; i < pairs.size(); i++) {
            if (rule.sources().isEmpty() || rule.sources().contains(pairs.name(i))) {
                String cut = rule.cut(pairs.value(i));
                if (cut != null) {
                    pairs.setValue(i, cut);
                    any = true;
                }
            }
        }
        return any;
    }

    private static boolean cut(Rule rule, Extracted extracted) {
        List<String> names = rule.sources();
        if (names.isEmpty()) {
            List<String> all = new ArrayList<>();
            extracted.forEach((name, value) -> all.add(name));
            names = all;
        }
        boolean any = false;
        for (String name : names) {
            if (extracted.get(name) instanceof String text) {
                String cut = rule.cut(text);
                if (cut != null) {
                    extracted.put(name, cut);
                    any = true;
                }
            }
        }
        return any;
    }
}
