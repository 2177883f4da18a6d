package dev.penstock.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the backend's certificate is checked and how this process shows its own. All files are PEM.
 *
 * @param ca certificates to trust instead of the JVM's; null for the JVM's
 * @param cert this process's certificate chain; null for none, else {@code key} is needed too
 * @param key the certificate's unencrypted PKCS#8 private key; null for none
 * @param serverName the name the backend's certificate must carry, and that is asked for by SNI; null for the URL's host
 * @param insecureSkipVerify true accepts any certificate; for experiments only
 */
public record Tls(
        @Nullable Path ca,
        @Nullable Path cert,
        @Nullable Path key,
        @Nullable String serverName,
        boolean insecureSkipVerify) {

    /** The JVM's own trust, no client certificate. */
    public static final Tls DEFAULT = new Tls(null, null, null, null, false);
}
