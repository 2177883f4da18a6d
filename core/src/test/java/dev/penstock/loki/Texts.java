package dev.penstock.loki;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts of all kinds, broken ones too. */
final class Texts {

    private Texts() {}

    static Arbitrary<String> any() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(60),
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("aZ09\"\\\n\r\t\u0000\u001f\u007f\u00a0ü€\u2028\ufeff\uffff\ud83d\ude00\ud800\udc00")
                        .ofMaxLength(40));
    }

    /** Half surrogate pairs replaced; Java's regular expressions see a whole pair as one character. */
    static String wellFormed(String text) {
        return text.replaceAll("[\\x{D800}-\\x{DFFF}]", "\ufffd");
    }
}
