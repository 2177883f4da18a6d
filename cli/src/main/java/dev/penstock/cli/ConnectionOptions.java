package dev.penstock.cli;

import dev.penstock.settings.SettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to talk to a backend, whichever it is: tenant, credentials, headers, TLS, proxy. */
final class ConnectionOptions {

    /**
     * Settings that are being collected, of logs or of metrics.
     *
     * @param set takes a setting's name and value
     * @param externalLabels takes labels
     * @param headers takes headers
     */
    record Target(
            BiConsumer<String, String> set,
            Consumer<Map<String, String>> externalLabels,
            Consumer<Map<String, String>> headers) {}

    @Option(
            names = "--external-label",
            paramLabel = "NAME=VALUE",
            description = "A label of every series or stream that does not have it. Can be repeated.")
    private List<String> externalLabels = new ArrayList<>();

    @Option(
            names = {"--tenant-id", "--tenant"},
            paramLabel = "ID",
            description = "The tenant (X-Scope-OrgID), where the backend has several.")
    private @Nullable String tenantId;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "A header of every request to the backend. Can be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user for basic authentication; user:password@ in the URL does the same.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "The file with that user's password.")
    private @Nullable String passwordFile;

    @Option(names = "--bearer-token-file", paramLabel = "FILE", description = "The file with a bearer token.")
    private @Nullable String bearerTokenFile;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "PEM file with the certificates to trust in place of the JVM's.")
    private @Nullable String tlsCa;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "PEM file with the certificate to show.")
    private @Nullable String tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file with its PKCS#8 key.")
    private @Nullable String tlsKey;

    @Option(
            names = "--tls-server-name",
            paramLabel = "NAME",
            description = "The name that the backend's certificate is for, where it is not that of the URL.")
    private @Nullable String tlsServerName;

    @Option(
            names = "--tls-insecure-skip-verify",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Trust any certificate; for experiments only.")
    private @Nullable String tlsInsecureSkipVerify;

    @Option(
            names = "--proxy-url",
            paramLabel = "URL",
            description = "The HTTP proxy. Default: that of the JVM's properties http.proxyHost and the like.")
    private @Nullable String proxyUrl;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Any setting of shipping, such as basicAuth.password=..., remoteTimeout=30s or"
                    + " bufferDirectory=/var/lib/penstock. Can be repeated.")
    private List<String> others = new ArrayList<>();

    /**
     * The settings that {@code --set} names.
     *
     * @throws IllegalArgumentException when one is not of the form {@code name=value}
     */
    Map<String, String> others() {
        return Pairs.parse("--set", others);
    }

    /**
     * Sets what the options say.
     *
     * @param options gets the option by which each setting was set
     * @throws IllegalArgumentException naming the option that cannot be, and what is accepted
     */
    void apply(Target target, Map<String, String> options) {
        Map<String, String> labels = Pairs.parse("--external-label", externalLabels);
        if (!labels.isEmpty()) {
            options.put("externalLabels", "--external-label");
            target.externalLabels().accept(labels);
        }
        Map<String, String> more = Pairs.parse("--header", headers);
        if (!more.isEmpty()) {
            options.put("headers", "--header");
            target.headers().accept(more);
        }
        set(target, options, "--tenant-id", "tenantId", tenantId);
        set(target, options, "--user", "basicAuth.username", user);
        set(target, options, "--password-file", "basicAuth.passwordFile", passwordFile);
        set(target, options, "--bearer-token-file", "bearerTokenFile", bearerTokenFile);
        set(target, options, "--tls-ca", "tls.ca", tlsCa);
        set(target, options, "--tls-cert", "tls.cert", tlsCert);
        set(target, options, "--tls-key", "tls.key", tlsKey);
        set(target, options, "--tls-server-name", "tls.serverName", tlsServerName);
        set(target, options, "--tls-insecure-skip-verify", "tls.insecureSkipVerify", tlsInsecureSkipVerify);
        set(target, options, "--proxy-url", "proxyUrl", proxyUrl);
    }

    private static void set(
            Target target, Map<String, String> options, String option, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, option);
            target.set().accept(name, value);
        }
    }

    /** A map for {@link #apply} and {@link #inWordsOfOptions}. */
    static Map<String, String> options() {
        return new LinkedHashMap<>();
    }

    /** A message about a setting begins with its name. */
    static String inWordsOfOptions(SettingException e, Map<String, String> options) {
        String message = String.valueOf(e.getMessage());
        String option = options.get(e.setting());
        return option == null || !message.startsWith(e.setting())
                ? message
                : option + message.substring(e.setting().length());
    }
}
