package dev.penstock.pipeline.relabel;

/** A relabel rule cannot be. The message names the setting, its value and what is accepted. */
public final class RelabelRuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    RelabelRuleException(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /**
     * The setting that is wrong.
     *
     * @return its name in Alloy's words, such as {@code target_label}
     */
    public String setting() {
        return setting;
    }
}
