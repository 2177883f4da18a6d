package dev.penstock.transport;

import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.Tls;
import dev.penstock.settings.TlsContext;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Makes OkHttp trust, and show, what the settings say. */
final class TlsSetup {

    private TlsSetup() {}

    /** Whether anything is to be set up: what a JVM trusts by itself is OkHttp's default. */
    static boolean isNeeded(ShipperSettings settings) {
        return settings.sslContext() != null || !settings.tls().equals(Tls.DEFAULT);
    }

    static void apply(Tls tls, @Nullable TlsContext own, OkHttpClient.Builder builder) {
        try {
            TlsContext made = own != null ? own : fromFiles(tls);
            X509TrustManager trust = made.trust();
            SSLSocketFactory sockets = made.context().getSocketFactory();
            String serverName = tls.serverName();
            if (serverName != null) {
                sockets = new NamedServerSockets(sockets, serverName);
                HostnameVerifier standard = new OkHttpClient().hostnameVerifier();
                builder.hostnameVerifier((host, session) -> standard.verify(serverName, session));
            }
            if (tls.insecureSkipVerify()) {
                builder.hostnameVerifier((host, session) -> true);
            }
            builder.sslSocketFactory(sockets, trust);
        } catch (GeneralSecurityException e) {
            throw new SettingException(
                    "tls", tls.toString(), "certificates and a key that fit together: " + e.getMessage());
        }
    }

    private static TlsContext fromFiles(Tls tls) throws GeneralSecurityException {
        X509TrustManager trust = tls.insecureSkipVerify() ? new TrustAnything() : trustManager(tls);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(tls), new X509TrustManager[] {trust}, new SecureRandom());
        return new TlsContext(context, trust);
    }

    private static X509TrustManager trustManager(Tls tls) throws GeneralSecurityException {
        KeyStore store = null;
        if (tls.ca() != null) {
            store = PemFiles.emptyStore();
            int number = 0;
            for (X509Certificate certificate : PemFiles.certificates("tls.ca", tls.ca())) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyManager @Nullable [] keyManagers(Tls tls) throws GeneralSecurityException {
        if (tls.cert() == null || tls.key() == null) {
            return null;
        }
        KeyStore store = PemFiles.emptyStore();
        X509Certificate[] chain = PemFiles.certificates("tls.cert", tls.cert()).toArray(new X509Certificate[0]);
        store.setKeyEntry("client", PemFiles.privateKey("tls.key", tls.key()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /** {@code insecure_skip_verify}. */
    private static final class TrustAnything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
