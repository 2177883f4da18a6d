package dev.penstock.logback;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The element {@code <tls>}: PEM files, and what to do with them. */
public class TlsFiles {

    private final Map<String, String> given = new LinkedHashMap<>();

    /** Nothing is given yet. */
    public TlsFiles() {}

    /**
     * Certificates to trust instead of the JVM's.
     *
     * @param value a PEM file
     */
    public void setCa(String value) {
        given.put("tls.ca", value);
    }

    /**
     * This process's certificate chain.
     *
     * @param value a PEM file
     */
    public void setCert(String value) {
        given.put("tls.cert", value);
    }

    /**
     * The certificate's private key.
     *
     * @param value a PEM file with an unencrypted PKCS#8 key
     */
    public void setKey(String value) {
        given.put("tls.key", value);
    }

    /**
     * The name the backend's certificate must carry, where it is not the URL's host.
     *
     * @param value a host name
     */
    public void setServerName(String value) {
        given.put("tls.serverName", value);
    }

    /**
     * Whether any certificate is accepted; for experiments only.
     *
     * @param value true or false
     */
    public void setInsecureSkipVerify(String value) {
        given.put("tls.insecureSkipVerify", value);
    }

    void forEach(BiConsumer<String, String> action) {
        given.forEach(action);
    }
}
