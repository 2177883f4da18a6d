package dev.penstock.settings;

import java.io.IOException;
import java.nio.file.Path;

/** Reads configurations of agents: what {@code penstock-pipeline} provides by {@link java.util.ServiceLoader}. */
public interface AgentSyntax {

    /**
     * Reads a file, or the files of a directory together.
     *
     * @param path the file or directory
     * @return what it says; never fails because of that
     * @throws IOException when it cannot be read
     */
    AgentConfiguration load(Path path) throws IOException;

    /**
     * Reads a text.
     *
     * @param name what it is called in messages
     * @param text the configuration
     * @return what it says; never fails because of that
     */
    AgentConfiguration parse(String name, String text);
}
