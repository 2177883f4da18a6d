package dev.penstock.spring.settings;

import dev.penstock.settings.SettingException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/** Spring's SSL bundles, read from the environment: logs are shipped before there are beans. */
public final class SslBundles {

    private SslBundles() {}

    /**
     * What a transport needs of a bundle.
     *
     * @param context initialised with the trust manager
     * @param trust checks the backend's certificate
     */
    public record Ssl(SSLContext context, X509TrustManager trust) {}

    /**
     * Reads a bundle.
     *
     * @param environment has {@code spring.ssl.bundle.pem.NAME} or {@code spring.ssl.bundle.jks.NAME}
     * @param property where it is referred to, for messages
     * @param name its name
     * @return the bundle, as it is now: one that is reloaded is not followed
     * @throws SettingException when there is no such bundle, or it cannot be read
     */
    public static Ssl read(Environment environment, String property, String name) {
        try {
            SslProperties.Bundles bundles = Binder.get(environment)
                    .bind("spring.ssl", SslProperties.class)
                    .orElseGet(SslProperties::new)
                    .getBundle();
            SslBundle bundle;
            if (bundles.getPem().containsKey(name)) {
                bundle = PropertiesSslBundle.get(bundles.getPem().get(name));
            } else if (bundles.getJks().containsKey(name)) {
                bundle = PropertiesSslBundle.get(bundles.getJks().get(name));
            } else {
                Set<String> known = new TreeSet<>(bundles.getPem().keySet());
                known.addAll(bundles.getJks().keySet());
                throw new SettingException(
                        property,
                        name,
                        known.isEmpty()
                                ? "the name of a bundle under spring.ssl.bundle.pem or spring.ssl.bundle.jks; there is none"
                                : "one of the bundles " + String.join(", ", known));
            }
            return of(bundle, property, name);
        } catch (SettingException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(property, name, e);
        }
    }

    /**
     * What a transport needs of a bundle that is there already: its files are read only now.
     *
     * @param bundle any
     * @param property where it is referred to, for messages
     * @param name its name
     * @return its context and its trust manager
     * @throws SettingException when it cannot be read
     */
    public static Ssl of(SslBundle bundle, String property, String name) {
        try {
            return of(bundle);
        } catch (RuntimeException e) {
            throw unreadable(property, name, e);
        }
    }

    private static SettingException unreadable(String property, String name, RuntimeException e) {
        return new SettingException(property, name, "a bundle that can be read: " + rootOf(e));
    }

    /**
     * What a transport needs of a bundle.
     *
     * @param bundle any
     * @return its context and its trust manager
     */
    public static Ssl of(SslBundle bundle) {
        TrustManager[] managers = bundle.getManagers().getTrustManagers();
        X509TrustManager trust = Arrays.stream(managers)
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the bundle trusts no certificates of X.509"));
        return new Ssl(bundle.createSslContext(), trust);
    }

    /** The reason without values: a password may be among them. */
    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }
}
