package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.Value;
import dev.penstock.pipeline.text.GoDuration;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a {@code prometheus.scrape} says that the registry can do too. */
final class Scrapes {

    private Scrapes() {}

    /** How often it scrapes; null when it does not say so. */
    static @Nullable Duration interval(Component scrape, Evaluator evaluator) {
        for (Statement each : scrape.block().body()) {
            if (each instanceof Attribute attribute && attribute.name().equals("scrape_interval")) {
                try {
                    OptionalLong nanos = evaluator.evaluate(attribute.value()) instanceof Value.Text text
                            ? GoDuration.parse(text.value())
                            : OptionalLong.empty();
                    return nanos.isPresent() ? Duration.ofNanos(nanos.getAsLong()) : null;
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }

    static boolean isStep(Duration interval) {
        try {
            RemoteWriteSettings unused = RemoteWriteSettings.builder()
                    .url("http://localhost")
                    .step(interval)
                    .build();
            return true;
        } catch (SettingException e) {
            return false;
        }
    }
}
