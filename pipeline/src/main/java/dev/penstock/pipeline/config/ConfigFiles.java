package dev.penstock.pipeline.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of a configuration. */
final class ConfigFiles {

    private ConfigFiles() {}

    /**
     * Reads a file, or those of a directory.
     *
     * @return texts by name, sorted by name
     * @throws IOException with a message for users
     */
    static Map<String, String> read(Path path) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path each : Files.isDirectory(path) ? filesOf(path) : List.of(path)) {
            texts.put(each.toString(), text(each));
        }
        return texts;
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + " (" + e + ")", e);
        }
    }

    /** Those that the agent reads, and those with the ending they had before. Source: grafana/alloy, alloycli/cmd_run.go. */
    private static List<Path> filesOf(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.{alloy,river}")) {
            for (Path each : found) {
                if (Files.isRegularFile(each)) {
                    files.add(each);
                }
            }
        }
        if (files.isEmpty()) {
            throw new IOException("there are no files *.alloy in " + directory);
        }
        Collections.sort(files);
        return files;
    }
}
