package dev.penstock.settings;

/**
 * What a Loki with default limits takes in one entry or stream. Source: Grafana Loki, pkg/validation/limits.go.
 */
public final class LokiLimits {

    /** The longest line in bytes ({@code max_line_size} 256KB, where Loki's KB is 1024). */
    public static final int LINE_BYTES = 262_144;

    /** Labels of a stream, {@code service_name} not counted. */
    public static final int LABELS = 15;

    /** Bytes in a label value. */
    public static final int LABEL_VALUE_BYTES = 2048;

    /** Pairs of structured metadata in an entry, less one that Loki itself adds ({@code detected_level}). */
    public static final int METADATA_PAIRS = 127;

    /** Bytes of structured metadata in an entry, names and values together. */
    public static final int METADATA_BYTES = 65_536;

    private LokiLimits() {}
}
