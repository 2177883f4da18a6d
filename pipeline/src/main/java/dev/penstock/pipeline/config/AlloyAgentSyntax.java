package dev.penstock.pipeline.config;

import dev.penstock.settings.AgentConfiguration;
import dev.penstock.settings.AgentSyntax;
import java.io.IOException;
import java.nio.file.Path;

/** Lets settings name a whole configuration. Found by {@link java.util.ServiceLoader}. */
public final class AlloyAgentSyntax implements AgentSyntax {

    /** For {@link java.util.ServiceLoader}. */
    public AlloyAgentSyntax() {}

    @Override
    public AgentConfiguration load(Path path) throws IOException {
        return new AlloyAgentConfiguration(path.toString(), AlloyConfig.load(path));
    }

    @Override
    public AgentConfiguration parse(String name, String text) {
        return new AlloyAgentConfiguration(name, AlloyConfig.parse(name, text, System::getenv));
    }
}
