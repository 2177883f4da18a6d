package dev.penstock.cli;

import dev.penstock.pipeline.relabel.RelabelRules;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.SettingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how to remote-write. */
final class WriteOptions {

    @Option(
            names = "--protobuf-message",
            paramLabel = "MESSAGE",
            defaultValue = "auto",
            description =
                    "2.0 (io.prometheus.write.v2.Request), 1.0 (prometheus.WriteRequest), or auto: 2.0, and 1.0 if"
                            + " the receiver does not know it. Default: ${DEFAULT-VALUE}.")
    private String protobufMessage = "auto";

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--write-relabel-rules",
            paramLabel = "FILE",
            description = "Rules that change or drop series before they are sent: rule blocks as in Alloy.")
    private @Nullable Path rules;

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming the option that cannot be, and what is accepted
     */
    RemoteWriteSettings settings(String url, String interval, boolean honorLabels) {
        RemoteWriteSettingsBuilder builder = RemoteWriteSettings.builder();
        Map<String, String> options = ConnectionOptions.options();
        try {
            builder.honorLabels(honorLabels);
            connection.others().forEach((name, value) -> set(builder, options, "--set " + name, name, value));
            builder.url(url);
            options.put("url", "WRITE_URL");
            set(builder, options, "--interval", "step", interval);
            set(builder, options, "--protobuf-message", "protobufMessage", protobufMessage);
            connection.apply(target(builder), options);
            if (rules != null) {
                builder.writeRelabelRules(read(rules));
            }
            return builder.build();
        } catch (SettingException e) {
            throw new IllegalArgumentException(ConnectionOptions.inWordsOfOptions(e, options), e);
        }
    }

    private static void set(
            RemoteWriteSettingsBuilder builder, Map<String, String> options, String option, String name, String value) {
        options.put(name, option);
        builder.set(name, value);
    }

    /** Where {@link ConnectionOptions} put what they say. */
    static ConnectionOptions.Target target(RemoteWriteSettingsBuilder builder) {
        return new ConnectionOptions.Target(
                builder::set,
                builder::externalLabels,
                headers -> builder.delivery().headers(headers));
    }

    private static RelabelRules read(Path file) {
        try {
            return RelabelRules.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("--write-relabel-rules: there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("--write-relabel-rules: " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("--write-relabel-rules: cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--write-relabel-rules: " + file + ": " + e.getMessage(), e);
        }
    }
}
