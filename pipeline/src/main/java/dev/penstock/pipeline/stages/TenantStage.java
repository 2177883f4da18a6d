package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import org.jspecify.annotations.Nullable;

/** {@code stage.tenant}: sends an entry to another tenant. A label or value that is missing or empty changes nothing. */
final class TenantStage implements ChangeStage {

    /** The label that names the tenant. Source: grafana/alloy, loki.process. */
    private static final String LABEL = "__tenant_id__";

    private final @Nullable String label;
    private final @Nullable String source;
    private final @Nullable String value;

    private TenantStage(@Nullable String label, @Nullable String source, @Nullable String value) {
        this.label = label;
        this.source = source;
        this.value = value;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String label = given(block.text("label"));
        String source = given(block.text("source"));
        String value = given(block.text("value"));
        block.finish();
        int ways = (label == null ? 0 : 1) + (source == null ? 0 : 1) + (value == null ? 0 : 1);
        if (ways != 1) {
            throw block.error(
                    "label",
                    name.name() + " has " + (ways == 0 ? "none" : "more than one")
                            + " of label, source and value; expected exactly one of them");
        }
        TenantStage stage = new TenantStage(label, source, value);
        return context -> stage;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public void change(LogEntry entry) {
        String tenant = value != null ? value : label != null ? entry.labels().get(label) : entry.source(source);
        if (tenant != null && !tenant.isEmpty()) {
            entry.labels().set(LABEL, tenant);
        }
    }
}
