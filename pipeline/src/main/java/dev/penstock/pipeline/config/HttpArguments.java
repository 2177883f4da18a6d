package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the arguments that all of Alloy's HTTP clients have: who we are, TLS, proxy. */
final class HttpArguments {

    /** Ways to show who we are that need more than a header, and what can be done instead. */
    private static final Map<String, String> FOREIGN_CREDENTIALS = foreignCredentials();

    private final EndpointSettings settings;

    /** {@code loki.write} has fewer ways to show who we are. */
    private final boolean forLogs;

    HttpArguments(EndpointSettings settings) {
        this.settings = settings;
        forLogs = settings.isForLogs();
    }

    private static Map<String, String> foreignCredentials() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "oauth2",
                "OAuth 2 is not supported, and without it the backend would refuse everything. What to do: have a token"
                        + " written to a file and give bearer_token_file, or send to a gateway that adds the token");
        all.put(
                "sigv4",
                "AWS signatures are not supported, and without them the backend would refuse everything. What to do:"
                        + " send to a proxy that signs, such as aws-sigv4-proxy");
        all.put(
                "azuread",
                "Azure AD is not supported, and without it the backend would refuse everything. What to do: have a token"
                        + " written to a file and give bearer_token_file");
        all.put(
                "google_iam",
                "Google IAM is not supported, and without it the backend would refuse everything. What to do: have a"
                        + " token written to a file and give bearer_token_file");
        return all;
    }

    void read(BlockReader block, String url) {
        int ways = credentials(block);
        if (ways > 1) {
            block.problem(
                    block.has("bearer_token") ? "bearer_token" : "url",
                    "there are " + ways + " ways to show who we are; expected at most one of basic_auth, authorization,"
                            + " oauth2, bearer_token and bearer_token_file");
        }
        block.block("tls_config", inner -> {
            new TlsArguments(settings).read(inner);
            return inner;
        });
        proxy(block, url);
        Map<String, String> headers = block.secretMap("headers");
        if (headers != null) {
            headers.forEach((name, value) -> settings.header(block, "headers", name, value));
        }
        moreHeaders(block);
        Boolean redirects = block.bool("follow_redirects");
        if (Boolean.TRUE.equals(redirects)) {
            settings.lost(
                    block,
                    "follow_redirects",
                    "redirects are not followed, so that credentials never go elsewhere. What to do: write the final URL");
        }
        if (Boolean.FALSE.equals(block.bool("enable_http2"))) {
            settings.lost(block, "enable_http2", "HTTP/2 is used whenever the backend offers it; there is no switch");
        }
    }

    /** A list of values for each name. */
    private void moreHeaders(BlockReader block) {
        Value value = block.value("http_headers");
        if (!(value instanceof Value.Fields fields)) {
            if (value != null) {
                block.problem(
                        "http_headers",
                        "found " + value.kind() + "; expected a map such as { \"Name\" = [\"value\"] }");
            }
            return;
        }
        fields.fields().forEach((name, values) -> {
            List<Value> all = values instanceof Value.Elements list ? list.elements() : List.of(values);
            List<String> texts = new ArrayList<>();
            for (Value each : all) {
                if (each instanceof Value.Text text) {
                    texts.add(text.value());
                } else if (each instanceof Value.Secret secret) {
                    texts.add(secret.value());
                }
            }
            settings.header(block, "http_headers", name, String.join(", ", texts));
        });
    }

    private int credentials(BlockReader block) {
        int ways = 0;
        ways += block.block("basic_auth", inner -> {
                            basicAuth(inner);
                            return inner;
                        })
                        == null
                ? 0
                : 1;
        ways += block.block("authorization", inner -> {
                            authorization(inner);
                            return inner;
                        })
                        == null
                ? 0
                : 1;
        ways += block.has("bearer_token") ? 1 : 0;
        ways += block.has("bearer_token_file") ? 1 : 0;
        secret(block, "bearer_token", "bearerToken", "bearerTokenFile");
        settings.put(block, "bearer_token_file", "bearerTokenFile", block.text("bearer_token_file"));
        for (Map.Entry<String, String> each : FOREIGN_CREDENTIALS.entrySet()) {
            if (forLogs && !each.getKey().equals("oauth2")) {
                continue;
            }
            ways += block.block(each.getKey(), inner -> {
                                skip(inner);
                                settings.refuse(inner, each.getValue());
                                return inner;
                            })
                            == null
                    ? 0
                    : 1;
        }
        return ways;
    }

    /** Accepts whatever stands in a block. */
    static void skip(BlockReader block) {
        for (Statement each : block.block().body()) {
            block.ignore(each.name());
        }
    }

    private void basicAuth(BlockReader block) {
        String username = block.secret("username");
        settings.put(block, "username", "basicAuth.username", username == null ? null : username.strip());
        if (block.has("password") && block.has("password_file")) {
            block.problem("password_file", "there is a password too; expected one of password and password_file");
        }
        secret(block, "password", "basicAuth.password", "basicAuth.passwordFile");
        settings.put(block, "password_file", "basicAuth.passwordFile", block.text("password_file"));
    }

    /** A secret; if it is the content of a file, that file, which is read anew when it changes. */
    private void secret(BlockReader block, String attribute, String word, String fileWord) {
        String file = settings.fileOf(block, attribute);
        if (file != null) {
            block.ignore(attribute);
            settings.put(block, attribute, fileWord, file);
            return;
        }
        String value = block.secret(attribute);
        if (value != null && value.isBlank() && settings.isUnset(block, attribute)) {
            return;
        }
        settings.put(block, attribute, word, value == null ? null : value.strip());
    }

    private void authorization(BlockReader block) {
        String type = block.text("type", "Bearer").strip();
        if (block.has("credentials") && block.has("credentials_file")) {
            block.problem(
                    "credentials_file", "there are credentials too; expected one of credentials and credentials_file");
        }
        if (type.toLowerCase(Locale.ROOT).equals("basic")) {
            block.problem("type", "type is \"" + type + "\"; expected a block basic_auth { … } for that");
        }
        if (type.isEmpty() || type.toLowerCase(Locale.ROOT).equals("bearer")) {
            secret(block, "credentials", "bearerToken", "bearerTokenFile");
            settings.put(block, "credentials_file", "bearerTokenFile", block.text("credentials_file"));
            return;
        }
        String credentials = block.secret("credentials");
        if (credentials != null && !(credentials.isBlank() && settings.isUnset(block, "credentials"))) {
            settings.header(block, "credentials", "Authorization", type + " " + credentials.strip());
        }
        if (block.text("credentials_file") != null) {
            settings.refuse(
                    block,
                    "credentials_file",
                    "a file is read for the type Bearer alone, here it is " + type
                            + ". What to do: write credentials = sys.env(\"NAME\")");
        }
    }

    private void proxy(BlockReader block, String url) {
        String proxy = block.text("proxy_url");
        String exceptions = block.text("no_proxy", "");
        String attribute = "proxy_url";
        if (block.bool("proxy_from_environment", false)) {
            attribute = "proxy_from_environment";
            proxy = fromEnvironment(url.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY");
            exceptions = fromEnvironment("NO_PROXY");
        }
        if (block.has("proxy_connect_header")) {
            settings.lost(
                    block,
                    "proxy_connect_header",
                    "headers for the proxy are not supported. What to do: for a user and password write them into"
                            + " proxy_url, such as http://user:password@proxy:3128");
        }
        block.ignore("proxy_connect_header");
        if (proxy != null && !proxy.isBlank() && !isExcepted(host(url), exceptions)) {
            settings.put(block, attribute, "proxyUrl", proxy);
        }
    }

    private String fromEnvironment(String name) {
        String value = settings.variable(name);
        return value.isEmpty() ? settings.variable(name.toLowerCase(Locale.ROOT)) : value;
    }

    private static String host(String url) {
        int scheme = url.indexOf("://");
        String rest = url.substring(scheme < 0 ? 0 : scheme + 3);
        String authority = rest.split("[/?#]", 2)[0];
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return hostAndPort.startsWith("[") ? hostAndPort : hostAndPort.split(":", 2)[0];
    }

    /** Source: golang.org/x/net/http/httpproxy: names count with all that ends in them. */
    private static boolean isExcepted(String host, String exceptions) {
        for (String raw : exceptions.split(",", -1)) {
            String each = raw.strip().toLowerCase(Locale.ROOT);
            int port = each.lastIndexOf(':');
            String name = port > 0 && each.indexOf(':') == port ? each.substring(0, port) : each;
            String suffix = name.startsWith("*.") ? name.substring(1) : name;
            if (name.equals("*")
                    || (!suffix.isEmpty()
                            && (host.equals(suffix)
                                    || host.endsWith(suffix.startsWith(".") ? suffix : "." + suffix)))) {
                return true;
            }
        }
        return false;
    }
}
