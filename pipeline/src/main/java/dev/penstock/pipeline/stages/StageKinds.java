package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of stages there are. */
final class StageKinds {

    /** By the name of the block, in the order in which they are listed for users. */
    private static final Map<String, StageReader> READERS = new LinkedHashMap<>();

    /** Stages of Alloy's that there are not, and why. */
    private static final Map<String, String> REFUSED = Map.of(
            "stage.cri",
            "it undoes the framing that a container runtime puts around lines in its files; here lines come from the"
                    + " application itself. Remove the stage",
            "stage.docker",
            "it undoes the framing that Docker puts around lines in its files; here lines come from the application"
                    + " itself. Remove the stage",
            "stage.eventlogmessage",
            "it takes apart the texts of the Windows event log, which no logging framework writes. Remove the stage",
            "stage.windowsevent",
            "it takes apart the texts of the Windows event log, which no logging framework writes. Remove the stage",
            "stage.geoip",
            "it needs a database of addresses in every application. Look the place up where the request is known, and log"
                    + " it as a key-value");

    static {
        READERS.put("stage.labels", LabelsStage::read);
        READERS.put("stage.static_labels", StaticLabelsStage::read);
        READERS.put("stage.json", JsonStage::read);
        READERS.put("stage.timestamp", TimestampStage::read);
        READERS.put("stage.drop", DropStage::read);
        READERS.put("stage.regex", RegexStage::read);
        READERS.put("stage.match", MatchStage::read);
        READERS.put("stage.structured_metadata", StructuredMetadataStage::read);
        READERS.put("stage.template", TemplateStage::read);
        READERS.put("stage.replace", ReplaceStage::read);
        READERS.put("stage.label_drop", LabelDropStage::read);
        READERS.put("stage.label_keep", LabelKeepStage::read);
        READERS.put("stage.output", OutputStage::read);
        READERS.put("stage.multiline", MultilineStage::read);
        READERS.put("stage.metrics", MetricsStage::read);
        READERS.put("stage.logfmt", LogfmtStage::read);
        READERS.put("stage.pattern", PatternStage::read);
        READERS.put("stage.structured_metadata_drop", StructuredMetadataDropStage::read);
        READERS.put("stage.tenant", TenantStage::read);
        READERS.put("stage.pack", PackStage::read);
        READERS.put("stage.decolorize", DecolorizeStage::read);
        READERS.put("stage.luhn", LuhnStage::read);
        READERS.put("stage.truncate", TruncateStage::read);
        READERS.put("stage.limit", LimitStage::read);
        READERS.put("stage.sampling", SamplingStage::read);
        READERS.put("stage.split_json", SplitJsonStage::read);
        READERS.put("rule", RelabelStage::read);
    }

    private StageKinds() {}

    private static boolean isComponent(String name) {
        return name.startsWith("loki.")
                || name.startsWith("prometheus.")
                || name.startsWith("local.")
                || name.startsWith("discovery.")
                || name.startsWith("otelcol.");
    }

    static List<String> names() {
        return List.copyOf(READERS.keySet());
    }

    /**
     * What reads a block.
     *
     * @throws SyntaxException when there is no such stage, or it makes no sense here
     */
    static StageReader reader(Block block) {
        String why = REFUSED.get(block.name());
        if (why != null) {
            throw new SyntaxException(block.span(), block.name() + " is not taken over: " + why);
        }
        StageReader reader = READERS.get(block.name());
        if (reader == null && isComponent(block.name())) {
            throw new SyntaxException(
                    block.span(),
                    block.name() + " is a component, not a stage; expected what stands in a loki.process block, or that"
                            + " block alone");
        }
        if (reader == null) {
            throw new SyntaxException(block.span(), Names.unknown("stage", block.name(), names()));
        }
        return reader;
    }
}
