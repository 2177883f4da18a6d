package dev.penstock.testkit;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of the embedded Loki, which are Loki's own defaults ({@code limits_config}) unless a test sets others.
 *
 * <p>One is not: the ingestion rate is unlimited, since a test pushes in a second what an application logs in an hour.
 * {@link Builder#ingestionRate} turns it on. Immutable.
 */
public final class LokiLimits {

    private static final LokiLimits DEFAULTS = builder().build();

    private final Builder values;

    private LokiLimits(Builder values) {
        this.values = values;
    }

    /** Loki's defaults, without a rate. */
    public static LokiLimits defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The longest line in bytes ({@code max_line_size}), 256 KB by default. */
    public int maxLineSize() {
        return values.maxLineSize;
    }

    /** Whether a longer line is cut ({@code max_line_size_truncate}) and not refused; off by default. */
    public boolean maxLineSizeTruncate() {
        return values.maxLineSizeTruncate;
    }

    /** The most labels of a stream, {@code service_name} not counted ({@code max_label_names_per_series}). */
    public int maxLabelNamesPerSeries() {
        return values.maxLabelNamesPerSeries;
    }

    /** The longest label name in bytes ({@code max_label_name_length}). */
    public int maxLabelNameLength() {
        return values.maxLabelNameLength;
    }

    /** The longest label value in bytes ({@code max_label_value_length}). */
    public int maxLabelValueLength() {
        return values.maxLabelValueLength;
    }

    /** How old an entry may be ({@code reject_old_samples_max_age}), 7 days by default. */
    public Duration rejectOldSamplesMaxAge() {
        return values.rejectOldSamplesMaxAge;
    }

    /** How far in the future an entry may be ({@code creation_grace_period}), 10 minutes by default. */
    public Duration creationGracePeriod() {
        return values.creationGracePeriod;
    }

    /** How far an entry may be behind the newest one of its stream: half of {@code max_chunk_age}, 1 hour by default. */
    public Duration outOfOrderWindow() {
        return values.outOfOrderWindow;
    }

    /** The most structured metadata of an entry in bytes ({@code max_structured_metadata_size}), 64 KB by default. */
    public int maxStructuredMetadataSize() {
        return values.maxStructuredMetadataSize;
    }

    /** The most structured metadata of an entry in pairs ({@code max_structured_metadata_entries_count}). */
    public int maxStructuredMetadataEntriesCount() {
        return values.maxStructuredMetadataEntriesCount;
    }

    /** The highest {@code limit} of a query ({@code max_entries_limit_per_query}). */
    public int maxEntriesPerQuery() {
        return values.maxEntriesPerQuery;
    }

    /** The longest time range of a query ({@code max_query_length}), 721 hours by default. */
    public Duration maxQueryLength() {
        return values.maxQueryLength;
    }

    /** Bytes per second and tenant ({@code ingestion_rate_mb}), 0 when there is no limit. */
    public long ingestionRate() {
        return values.ingestionRate;
    }

    /** What a tenant may push at once, in bytes ({@code ingestion_burst_size_mb}). */
    public long ingestionBurst() {
        return values.ingestionBurst;
    }

    /** Collects limits; each setter takes a value above zero. */
    public static final class Builder {

        private int maxLineSize = 262144;
        private boolean maxLineSizeTruncate = false;
        private int maxLabelNamesPerSeries = 15;
        private int maxLabelNameLength = 1024;
        private int maxLabelValueLength = 2048;
        private Duration rejectOldSamplesMaxAge = Duration.ofDays(7);
        private Duration creationGracePeriod = Duration.ofMinutes(10);
        private Duration outOfOrderWindow = Duration.ofHours(1);
        private int maxStructuredMetadataSize = 65536;
        private int maxStructuredMetadataEntriesCount = 128;
        private int maxEntriesPerQuery = 5000;
        private Duration maxQueryLength = Duration.ofHours(721);
        private long ingestionRate;
        private long ingestionBurst;

        private Builder() {}

        private Builder(Builder from) {
            maxLineSize = from.maxLineSize;
            maxLineSizeTruncate = from.maxLineSizeTruncate;
            maxLabelNamesPerSeries = from.maxLabelNamesPerSeries;
            maxLabelNameLength = from.maxLabelNameLength;
            maxLabelValueLength = from.maxLabelValueLength;
            rejectOldSamplesMaxAge = from.rejectOldSamplesMaxAge;
            creationGracePeriod = from.creationGracePeriod;
            outOfOrderWindow = from.outOfOrderWindow;
            maxStructuredMetadataSize = from.maxStructuredMetadataSize;
            maxStructuredMetadataEntriesCount = from.maxStructuredMetadataEntriesCount;
            maxEntriesPerQuery = from.maxEntriesPerQuery;
            maxQueryLength = from.maxQueryLength;
            ingestionRate = from.ingestionRate;
            ingestionBurst = from.ingestionBurst;
        }

        /** The longest line in bytes ({@code max_line_size}), 256 KB by default. */
        public Builder maxLineSize(int maxLineSize) {
            this.maxLineSize = positive("maxLineSize", maxLineSize);
            return this;
        }

        /** Whether a longer line is cut ({@code max_line_size_truncate}) and not refused; off by default. */
        public Builder maxLineSizeTruncate(boolean maxLineSizeTruncate) {
            this.maxLineSizeTruncate = maxLineSizeTruncate;
            return this;
        }

        /** The most labels of a stream, {@code service_name} not counted ({@code max_label_names_per_series}). */
        public Builder maxLabelNamesPerSeries(int maxLabelNamesPerSeries) {
            this.maxLabelNamesPerSeries = positive("maxLabelNamesPerSeries", maxLabelNamesPerSeries);
            return this;
        }

        /** The longest label name in bytes ({@code max_label_name_length}). */
        public Builder maxLabelNameLength(int maxLabelNameLength) {
            this.maxLabelNameLength = positive("maxLabelNameLength", maxLabelNameLength);
            return this;
        }

        /** The longest label value in bytes ({@code max_label_value_length}). */
        public Builder maxLabelValueLength(int maxLabelValueLength) {
            this.maxLabelValueLength = positive("maxLabelValueLength", maxLabelValueLength);
            return this;
        }

        /** How old an entry may be ({@code reject_old_samples_max_age}), 7 days by default. */
        public Builder rejectOldSamplesMaxAge(Duration rejectOldSamplesMaxAge) {
            this.rejectOldSamplesMaxAge = positive("rejectOldSamplesMaxAge", rejectOldSamplesMaxAge);
            return this;
        }

        /** How far in the future an entry may be ({@code creation_grace_period}), 10 minutes by default. */
        public Builder creationGracePeriod(Duration creationGracePeriod) {
            this.creationGracePeriod = positive("creationGracePeriod", creationGracePeriod);
            return this;
        }

        /** How far an entry may be behind the newest one of its stream: half of {@code max_chunk_age}, 1 hour by default. */
        public Builder outOfOrderWindow(Duration outOfOrderWindow) {
            this.outOfOrderWindow = positive("outOfOrderWindow", outOfOrderWindow);
            return this;
        }

        /** The most structured metadata of an entry in bytes ({@code max_structured_metadata_size}), 64 KB by default. */
        public Builder maxStructuredMetadataSize(int maxStructuredMetadataSize) {
            this.maxStructuredMetadataSize = positive("maxStructuredMetadataSize", maxStructuredMetadataSize);
            return this;
        }

        /** The most structured metadata of an entry in pairs ({@code max_structured_metadata_entries_count}). */
        public Builder maxStructuredMetadataEntriesCount(int maxStructuredMetadataEntriesCount) {
            this.maxStructuredMetadataEntriesCount =
                    positive("maxStructuredMetadataEntriesCount", maxStructuredMetadataEntriesCount);
            return this;
        }

        /** The highest {@code limit} of a query ({@code max_entries_limit_per_query}). */
        public Builder maxEntriesPerQuery(int maxEntriesPerQuery) {
            this.maxEntriesPerQuery = positive("maxEntriesPerQuery", maxEntriesPerQuery);
            return this;
        }

        /** The longest time range of a query ({@code max_query_length}), 721 hours by default. */
        public Builder maxQueryLength(Duration maxQueryLength) {
            this.maxQueryLength = positive("maxQueryLength", maxQueryLength);
            return this;
        }

        /** Loki's default rate: 4 MB per second and tenant with a burst of 6 MB. */
        public Builder ingestionRate() {
            return ingestionRate(4 << 20, 6 << 20);
        }

        /**
         * Limits what each tenant may push; a request beyond it is answered 429 and none of it is stored.
         *
         * @param bytesPerSecond lines and structured metadata
         * @param burst what may come at once, in bytes; a bigger request never passes
         */
        public Builder ingestionRate(int bytesPerSecond, int burst) {
            this.ingestionRate = positive("ingestionRate", bytesPerSecond);
            this.ingestionBurst = positive("ingestionBurst", burst);
            return this;
        }

        /** The limits as they are now. */
        public LokiLimits build() {
            return new LokiLimits(new Builder(this));
        }

        private static int positive(String name, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be > 0, is " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            Objects.requireNonNull(value, name);
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be > 0, is " + value);
            }
            return value;
        }
    }
}
