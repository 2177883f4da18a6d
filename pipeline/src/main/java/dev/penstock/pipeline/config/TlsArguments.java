package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.BlockReader;
import java.util.List;

/** Reads {@code tls_config}: settings name files, so text is only taken over where it is public. */
final class TlsArguments {

    private final EndpointSettings settings;

    TlsArguments(EndpointSettings settings) {
        this.settings = settings;
    }

    void read(BlockReader block) {
        if (block.has("ca_pem") && !isFile(block, "ca_pem", "tls.ca")) {
            String pem = block.secret("ca_pem");
            if (pem != null && !pem.isBlank()) {
                settings.caPem(pem);
            }
        }
        block.ignore("ca_pem");
        settings.put(block, "ca_file", "tls.ca", block.text("ca_file"));
        ownPem(block, "cert_pem", "tls.cert", "cert_file");
        settings.put(block, "cert_file", "tls.cert", block.text("cert_file"));
        ownPem(block, "key_pem", "tls.key", "key_file");
        settings.put(block, "key_file", "tls.key", block.text("key_file"));
        settings.put(block, "server_name", "tls.serverName", block.text("server_name"));
        settings.put(block, "insecure_skip_verify", "tls.insecureSkipVerify", block.bool("insecure_skip_verify"));
        String least = block.text("min_version");
        if (least != null && !least.isEmpty() && !least.equals("TLS12")) {
            settings.lost(
                    block,
                    "min_version",
                    "the JVM says which versions there are: TLS 1.2 and 1.3. What to do: where only TLS 1.3 is wanted,"
                            + " start the JVM with -Djdk.tls.client.protocols=TLSv1.3");
        }
        boolean cert = block.has("cert_file") || block.has("cert_pem");
        boolean key = block.has("key_file") || block.has("key_pem");
        if (cert != key) {
            block.problem(
                    cert
                            ? block.has("cert_file") ? "cert_file" : "cert_pem"
                            : block.has("key_file") ? "key_file" : "key_pem",
                    "a certificate and its key go together; expected " + (cert ? "key_file" : "cert_file") + " too");
        }
        for (String each : List.of("ca", "cert", "key")) {
            if (block.has(each + "_pem") && block.has(each + "_file")) {
                block.problem(each + "_pem", "there is " + each + "_file too; expected one of them");
            }
        }
    }

    private void ownPem(BlockReader block, String attribute, String word, String file) {
        if (block.has(attribute) && !isFile(block, attribute, word)) {
            settings.refuse(
                    block,
                    attribute,
                    attribute
                            + " holds the text itself, and a key is not written to disk behind your back. What to do: put"
                            + " it into a file that only the application can read, and give " + file);
        }
        block.ignore(attribute);
    }

    private boolean isFile(BlockReader block, String attribute, String word) {
        String file = settings.fileOf(block, attribute);
        if (file == null) {
            return false;
        }
        block.ignore(attribute);
        settings.put(block, attribute, word, file);
        return true;
    }
}
