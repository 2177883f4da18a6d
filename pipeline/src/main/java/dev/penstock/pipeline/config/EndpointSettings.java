package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the settings that an endpoint's arguments become, and what there is to say of those that become none. */
final class EndpointSettings {

    /** Where to send and as whom: a default in their place would be a guess. */
    private static final Set<String> DECISIVE = Set.of("url", "tenantId", "bearerToken", "bearerTokenFile", "proxyUrl");

    /** Settings that name a file. */
    private static final Set<String> FILES =
            Set.of("tls.ca", "tls.cert", "tls.key", "basicAuth.passwordFile", "bearerTokenFile");

    private final Component component;
    private final Exports exports;
    private final Function<String, @Nullable String> environment;
    private final boolean forLogs;
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Finding> findings;
    private @Nullable String caPem;
    private boolean complete = true;

    /**
     * Nothing yet.
     *
     * @param component whose endpoint is read
     * @param exports the contents of files
     * @param environment the value of a variable, {@code null} when it is not set
     * @param forLogs true for {@code loki.write}, false for {@code prometheus.remote_write}
     * @param findings gets what there is to say
     */
    EndpointSettings(
            Component component,
            Exports exports,
            Function<String, @Nullable String> environment,
            boolean forLogs,
            List<Finding> findings) {
        this.findings = findings;
        this.component = component;
        this.exports = exports;
        this.environment = environment;
        this.forLogs = forLogs;
    }

    /** By the names that settings have in text. */
    Map<String, String> words() {
        return words;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Certificates to trust, as text. */
    @Nullable String caPem() {
        return caPem;
    }

    void caPem(String pem) {
        caPem = pem;
    }

    /** Whether nothing is missing that another machine or environment may have: a file, or a variable. */
    boolean isComplete() {
        return complete;
    }

    /** A variable of the environment; empty when it is not set. */
    String variable(String name) {
        return Objects.requireNonNullElse(environment.apply(name), "");
    }

    boolean isForLogs() {
        return forLogs;
    }

    /** The file whose content an attribute is; null for any other value. */
    @Nullable String fileOf(BlockReader block, String attribute) {
        Path file = exports.file(block.expression(attribute));
        return file == null ? null : file.toString();
    }

    void put(BlockReader block, String attribute, String word, @Nullable Duration value) {
        if (value != null) {
            put(block, attribute, word, value.toNanos() + "ns");
        }
    }

    void put(BlockReader block, String attribute, String word, @Nullable Long value) {
        if (value != null) {
            put(block, attribute, word, Long.toString(value));
        }
    }

    void put(BlockReader block, String attribute, String word, @Nullable Boolean value) {
        if (value != null) {
            put(block, attribute, word, Boolean.toString(value));
        }
    }

    /** Takes a setting over, if it can be one. An empty value is none. */
    void put(BlockReader block, String attribute, String word, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (FILES.contains(word) && !value.isBlank() && !isReadable(value)) {
            complete = false;
            say(Outcome.WARNING, block, attribute, "there is no file " + value + " here that can be read");
            words.put(word, value);
            return;
        }
        try {
            check(word, value, attribute);
            if (!value.isBlank()) {
                words.put(word, value);
            }
        } catch (SettingException e) {
            refused(block, attribute, word, String.valueOf(e.getMessage()));
        }
    }

    private void refused(BlockReader block, String attribute, String word, String why) {
        List<String> unset = new ArrayList<>();
        collectUnset(block.expression(attribute), unset);
        if (!unset.isEmpty()) {
            complete = false;
            say(
                    Outcome.WARNING,
                    block,
                    attribute,
                    why + ". What to do: provide " + String.join(", ", unset) + ", which this environment has not");
        } else if (DECISIVE.contains(word) || word.startsWith("basicAuth.") || word.startsWith("tls.")) {
            refuse(block, attribute, why);
        } else {
            lost(block, attribute, why + ". The default counts");
        }
    }

    private void check(String word, String value, String attribute) {
        if (word.equals("url")) {
            if (value.isBlank()) {
                throw new SettingException(attribute, "", "a URL");
            }
            if (!forLogs) {
                RemoteWriteSettings unused =
                        RemoteWriteSettings.builder().set("url", value).build();
                return;
            }
        }
        if (!value.isBlank()) {
            if (AppenderDefaults.names().contains(word)) {
                AppenderDefaults.builder().set(word, value, attribute);
            } else {
                RemoteWriteSettings.builder().set(word, value);
            }
        }
    }

    /** Whether an attribute is empty because of the environment, which is then said. */
    boolean isUnset(BlockReader block, String attribute) {
        List<String> unset = new ArrayList<>();
        collectUnset(block.expression(attribute), unset);
        if (unset.isEmpty()) {
            return false;
        }
        complete = false;
        say(
                Outcome.WARNING,
                block,
                attribute,
                "it is empty. What to do: provide " + String.join(", ", unset) + ", which this environment has not");
        return true;
    }

    private void collectUnset(@Nullable Expression expression, List<String> unset) {
        Path file = exports.file(expression);
        if (file != null) {
            if (!isReadable(file.toString())) {
                unset.add("the file " + file);
            }
            return;
        }
        if (expression instanceof Expression.Call call) {
            String function = Reference.path(call.function());
            if (("sys.env".equals(function) || "env".equals(function))
                    && call.arguments().size() == 1
                    && call.arguments().get(0) instanceof Expression.Text name
                    && variable(name.value()).isEmpty()) {
                unset.add("the variable " + name.value());
            }
            call.arguments().forEach(each -> collectUnset(each, unset));
        } else if (expression instanceof Expression.Binary binary) {
            collectUnset(binary.left(), unset);
            collectUnset(binary.right(), unset);
        }
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file.strip()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Takes a header over. */
    void header(BlockReader block, String attribute, String name, String value) {
        if (value.isBlank()) {
            return;
        }
        if (name.toLowerCase(Locale.ROOT).equals("x-scope-orgid")) {
            if (forLogs) {
                lost(
                        block,
                        attribute,
                        "the header " + name + " is set by tenant_id alone, in Alloy too. What to do: write"
                                + " tenant_id = \"…\"");
            } else {
                put(block, attribute, "tenantId", value);
            }
            return;
        }
        try {
            AppenderDefaults.builder().set("headers", name + " = " + value, attribute);
            headers.put(name, value);
        } catch (SettingException e) {
            refuse(block, attribute, String.valueOf(e.getMessage()));
        }
    }

    /** What an argument says has no effect here, which is no harm, or a small one. */
    void lost(BlockReader block, String attribute, String why) {
        say(Outcome.NOT_TAKEN_OVER, block, attribute, why);
    }

    /** Without an argument, data would go elsewhere, or in another's name, or to nobody: so nothing is sent. */
    void refuse(BlockReader block, String attribute, String why) {
        say(Outcome.ERROR, block, attribute, why);
    }

    /** As {@link #refuse}, of a block as a whole. */
    void refuse(BlockReader block, String why) {
        findings.add(component.finding(Outcome.ERROR, block.block().span(), block.name() + ": " + why));
    }

    void lost(BlockReader block, String why) {
        findings.add(component.finding(Outcome.NOT_TAKEN_OVER, block.block().span(), block.name() + ": " + why));
    }

    private void say(Outcome outcome, BlockReader block, String attribute, String message) {
        Span span = block.span(attribute);
        boolean named = message.startsWith(attribute + " ");
        findings.add(component.finding(outcome, span, named ? message : attribute + ": " + message));
    }
}
