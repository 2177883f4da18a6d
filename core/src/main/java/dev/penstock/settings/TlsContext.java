package dev.penstock.settings;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * How the backend's certificate is checked and how this process shows its own, as the application has set it up itself.
 *
 * @param context makes the connections; initialised
 * @param trust the trust manager that the context was initialised with
 */
public record TlsContext(SSLContext context, X509TrustManager trust) {

    /** Neither may be missing. */
    public TlsContext {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(trust, "trust");
    }

    /** Never prints keys or certificates. */
    @Override
    public String toString() {
        return "TlsContext[" + context.getProtocol() + "]";
    }
}
