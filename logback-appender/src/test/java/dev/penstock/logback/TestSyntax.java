package dev.penstock.logback;

import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.settings.PipelineSyntax;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stands for the real syntax: a pipeline that notes its own text and the event's values as metadata. One with the word
 * {@code WRONG} is refused; one with the word {@code DROP} drops what has that word in its line.
 */
public final class TestSyntax implements PipelineSyntax {

    /** For the service loader. */
    public TestSyntax() {}

    @Override
    public PipelineDefinition parse(String text) {
        if (text.contains("WRONG")) {
            throw new IllegalArgumentException("1:1: there is no block \"WRONG\"");
        }
        return surroundings -> new EntryPipeline() {
            @Override
            public void process(Entry entry, Output output) {
                if (text.contains("DROP") && entry.line().toString().contains("DROP")) {
                    output.drop("noise");
                    return;
                }
                Map<String, String> values = new TreeMap<>();
                entry.values().forEach((name, value) -> {
                    assert value.equals(entry.values().get(name)) : name;
                    assert values.put(name, value) == null : name + " twice";
                    values.put(name, value);
                });
                values.forEach((name, value) -> entry.metadata().set("v_" + name.replace('.', '_'), value));
                entry.metadata().set("pipeline", text);
                output.ship(entry);
            }

            @Override
            public boolean splits() {
                return false;
            }
        };
    }
}
