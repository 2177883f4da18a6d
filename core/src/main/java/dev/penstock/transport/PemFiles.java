package dev.penstock.transport;

import dev.penstock.settings.SettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM files. */
final class PemFiles {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END PRIVATE KEY-----");

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    private static final String ACCEPTED_KEY = "a PEM file with an unencrypted PKCS#8 key (BEGIN PRIVATE KEY); "
            + "'openssl pkcs8 -topk8 -nocrypt -in key.pem' makes one of other keys";

    private PemFiles() {}

    static List<X509Certificate> certificates(String setting, Path file) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            // Block by block: the file may hold the key, too, at which the JDK's reader would stop.
            Matcher block = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                byte[] pem = block.group().getBytes(StandardCharsets.ISO_8859_1);
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem)));
            }
        } catch (IOException | CertificateException e) {
            throw new SettingException(setting, file.toString(), "a PEM file with certificates: " + e.getMessage());
        }
        if (found.isEmpty()) {
            throw new SettingException(setting, file.toString(), "a PEM file with certificates; it holds none");
        }
        return found;
    }

    static PrivateKey privateKey(String setting, Path file) {
        try {
            Matcher matcher = PKCS8.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (matcher.find()) {
                PKCS8EncodedKeySpec spec =
                        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
                for (String algorithm : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
                    try {
                        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                    } catch (InvalidKeySpecException e) {
                        // The file does not say its algorithm in the clear: try the next.
                    }
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause: it could hold parts of the key.
            throw new SettingException(setting, file.toString(), ACCEPTED_KEY);
        }
        throw new SettingException(setting, file.toString(), ACCEPTED_KEY);
    }

    static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
