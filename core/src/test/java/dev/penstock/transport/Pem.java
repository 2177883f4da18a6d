package dev.penstock.transport;

import okhttp3.tls.HeldCertificate;

/** Certificates for tests. */
final class Pem {

    private Pem() {}

    static HeldCertificate self(String name) {
        return new HeldCertificate.Builder()
                .rsa2048()
                .commonName(name)
                .addSubjectAlternativeName(name)
                .build();
    }
}
