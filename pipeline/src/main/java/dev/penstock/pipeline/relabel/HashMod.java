package dev.penstock.pipeline.relabel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Prometheus' way to spread label sets: the last eight bytes of the value's MD5, as an unsigned number, modulo something. */
final class HashMod {

    private HashMod() {}

    static String of(String value, long modulus) {
        byte[] hash = md5().digest(value.getBytes(StandardCharsets.UTF_8));
        return Long.toUnsignedString(
                Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(8), modulus));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has to have it.
            throw new AssertionError(e);
        }
    }
}
