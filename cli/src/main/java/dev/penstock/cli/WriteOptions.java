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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--external-label",
            paramLabel = "NAME=VALUE",
            description = "A label of every series that does not have it. Can be repeated.")
    private List<String> externalLabels = new ArrayList<>();

    @Option(
            names = "--tenant-id",
            paramLabel = "ID",
            description = "The tenant (X-Scope-OrgID), where the receiver has several.")
    private @Nullable String tenantId;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "A header of every write request. Can be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--write-relabel-rules",
            paramLabel = "FILE",
            description = "Rules that change or drop series before they are sent: rule blocks as in Alloy.")
    private @Nullable Path rules;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Any setting of remote write, such as bufferDirectory=/var/lib/penstock,"
                    + " bearerTokenFile=token or drainTimeout=10s. Can be repeated.")
    private List<String> others = new ArrayList<>();

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming the option that cannot be, and what is accepted
     */
    RemoteWriteSettings settings(String url, String interval, boolean honorLabels) {
        RemoteWriteSettingsBuilder builder = RemoteWriteSettings.builder();
        Map<String, String> options = new LinkedHashMap<>();
        try {
            builder.honorLabels(honorLabels);
            Pairs.parse("--set", others).forEach((name, value) -> set(builder, options, "--set " + name, name, value));
            builder.url(url);
            options.put("url", "WRITE_URL");
            set(builder, options, "--interval", "step", interval);
            set(builder, options, "--protobuf-message", "protobufMessage", protobufMessage);
            if (!externalLabels.isEmpty()) {
                builder.externalLabels(Pairs.parse("--external-label", externalLabels));
                options.put("externalLabels", "--external-label");
            }
            if (!headers.isEmpty()) {
                builder.delivery().headers(Pairs.parse("--header", headers));
                options.put("headers", "--header");
            }
            if (tenantId != null) {
                builder.tenantId(tenantId);
                options.put("tenantId", "--tenant-id");
            }
            if (rules != null) {
                builder.writeRelabelRules(read(rules));
            }
            return builder.build();
        } catch (SettingException e) {
            throw new IllegalArgumentException(inWordsOfOptions(e, options), e);
        }
    }

    private static void set(
            RemoteWriteSettingsBuilder builder, Map<String, String> options, String option, String name, String value) {
        options.put(name, option);
        builder.set(name, value);
    }

    /** A message about a setting begins with its name. */
    static String inWordsOfOptions(SettingException e, Map<String, String> options) {
        String message = String.valueOf(e.getMessage());
        String option = options.get(e.setting());
        return option == null || !message.startsWith(e.setting())
                ? message
                : option + message.substring(e.setting().length());
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
