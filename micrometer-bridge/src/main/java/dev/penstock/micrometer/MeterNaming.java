package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes labels of tags, whatever a registry's naming convention makes of their keys. */
final class MeterNaming {

    private final MeterWalk walk;

    MeterNaming(MeterWalk walk) {
        this.walk = walk;
    }

    /**
     * Names a meter.
     *
     * @param base the name by convention
     * @param tags with keys by convention
     * @param reserved the label that the meter's own series need; null for none
     * @return null when there is nothing to call it by
     */
    @Nullable MeterNames names(Meter.Id id, String base, List<Tag> tags, @Nullable String reserved, boolean descriptions) {
        String name = RemoteWriteNamingConvention.legal(base);
        if (name.isEmpty()) {
            return null;
        }
        String description = id.getDescription();
        String help = descriptions && description != null ? description : "";
        return new MeterNames(id, name, labels(id, tags, reserved), help);
    }

    private Labels labels(Meter.Id id, List<Tag> tags, @Nullable String reserved) {
        if (tags.isEmpty()) {
            return Labels.EMPTY;
        }
        Map<String, String> labels = new TreeMap<>();
        for (Tag each : tags) {
            String key = RemoteWriteNamingConvention.legal(each.getKey());
            if (key.equals(reserved)) {
                // As Prometheus does when a scraped label is in the way of one of its own.
                key = "exported_" + key;
            }
            if (key.isEmpty()) {
                walk.trouble("tag " + id.getName(), id + " has a tag without a name, which is left out");
            } else if (labels.putIfAbsent(key, each.getValue()) != null) {
                walk.trouble(
                        "tag " + id.getName(), id + " has two tags that become the label " + key + "; one is left out");
            }
        }
        return Labels.of(labels);
    }
}
