package dev.penstock.process;

import dev.penstock.settings.LokiLimits;
import dev.penstock.settings.TenantId;

/**
 * Makes an entry one that Loki takes: names sanitised, values cut, surplus labels moved to metadata.
 *
 * <p>One bad name or value would otherwise cost the stream or the whole request. The line is cut where it is encoded,
 * because only there its length in bytes is known. Not thread-safe.
 */
public final class EntryRepair {

    /** Sends one record to another tenant. Source: grafana/alloy, loki.write; promtail's tenant stage. */
    private static final String TENANT_LABEL = "__tenant_id__";

    private static final String SERVICE_NAME = "service_name";

    private final Names names = new Names();
    private final int maxLabels;
    private final Pairs rawLabels = new Pairs();
    private final Pairs rawMetadata = new Pairs();

    /**
     * A repairer for streams that get some labels from the configuration too.
     *
     * @param configuredLabels labels other than {@code service_name} that every stream gets besides the entry's own
     */
    public EntryRepair(int configuredLabels) {
        maxLabels = Math.max(0, LokiLimits.LABELS - configuredLabels);
    }

    /**
     * Repairs an entry in place.
     *
     * @param entry as the mapper left it
     * @throws IllegalArgumentException when it is meant for a tenant that cannot be; it must not go to another one
     */
    public void repair(Entry entry) {
        repairLabels(entry);
        repairMetadata(entry);
    }

    /**
     * The first half of {@link #repair}: of the labels, and of the tenant that one of them may name. Labels that find no
     * room are then among the metadata.
     *
     * @param entry as the mapper left it
     * @throws IllegalArgumentException as {@link #repair}
     */
    public void repairLabels(Entry entry) {
        repairLabelPairs(entry);
        String tenant = entry.tenant();
        if (tenant != null && !TenantId.isValid(tenant)) {
            throw new IllegalArgumentException("not a tenant: '" + tenant + "'; expected " + TenantId.ACCEPTED);
        }
    }

    /**
     * The second half of {@link #repair}: of the metadata.
     *
     * @param entry with labels that are repaired
     */
    public void repairMetadata(Entry entry) {
        repairMetadata(entry.metadata());
    }

    private void repairLabelPairs(Entry entry) {
        Pairs labels = entry.labels();
        if (areGoodLabels(labels)) {
            return;
        }
        move(labels, rawLabels);
        int counted = 0;
        for (int i = 0; i < rawLabels.size(); i++) {
            String name = rawLabels.name(i);
            String value = rawLabels.value(i);
            if (name.startsWith("__")) {
                // Alloy keeps labels with two underscores to itself, all but this one without effect.
                if (name.equals(TENANT_LABEL)) {
                    entry.setTenant(value);
                }
                continue;
            }
            String goodName = names.label(name);
            if (goodName.isEmpty()) {
                continue;
            }
            boolean free = goodName.equals(SERVICE_NAME) || labels.contains(goodName);
            if (!free && counted == maxLabels) {
                entry.metadata().add(goodName, value);
                continue;
            }
            counted += free ? 0 : 1;
            labels.add(goodName, Utf8.cut(value, LokiLimits.LABEL_VALUE_BYTES));
        }
        rawLabels.clear();
    }

    private boolean areGoodLabels(Pairs labels) {
        int size = labels.size();
        if (size > maxLabels) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            // A character takes at most three bytes, so short values need not be measured.
            if (!names.isGoodLabel(labels.name(i)) || labels.value(i).length() > LokiLimits.LABEL_VALUE_BYTES / 3) {
                return false;
            }
        }
        return true;
    }

    private void repairMetadata(Pairs metadata) {
        if (areGoodMetadata(metadata)) {
            return;
        }
        move(metadata, rawMetadata);
        int room = LokiLimits.METADATA_BYTES;
        for (int i = 0; i < rawMetadata.size() && metadata.size() < LokiLimits.METADATA_PAIRS; i++) {
            String name = names.metadata(rawMetadata.name(i));
            String value = rawMetadata.value(i);
            int valueRoom = room - name.length();
            if (name.isEmpty() || metadata.contains(name) || valueRoom <= 0) {
                continue;
            }
            int length = Utf8.length(value);
            if (length > valueRoom && valueRoom < Utf8.MARK_BYTES) {
                continue;
            }
            String cut = Utf8.cut(value, valueRoom);
            room = valueRoom - (length <= valueRoom ? length : Utf8.length(cut));
            metadata.add(name, cut);
        }
        rawMetadata.clear();
    }

    private boolean areGoodMetadata(Pairs metadata) {
        if (metadata.size() > LokiLimits.METADATA_PAIRS) {
            return false;
        }
        int bytesAtMost = 0;
        for (int i = 0; i < metadata.size(); i++) {
            String name = metadata.name(i);
            if (!names.isGoodMetadata(name)) {
                return false;
            }
            bytesAtMost += name.length() + 3 * metadata.value(i).length();
            if (bytesAtMost > LokiLimits.METADATA_BYTES || bytesAtMost < 0) {
                return false;
            }
        }
        return true;
    }

    private static void move(Pairs from, Pairs to) {
        to.clear();
        for (int i = 0; i < from.size(); i++) {
            to.add(from.name(i), from.value(i));
        }
        from.clear();
    }
}
