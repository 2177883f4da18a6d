package dev.penstock.process;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts of all kinds, broken ones too. */
final class Texts {

    private Texts() {}

    static Arbitrary<String> any() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(200),
                Arbitraries.strings().all().ofMaxLength(200),
                Arbitraries.strings()
                        .withChars("a\u0000\u007f\u0080ü\u07ff\u0800€\ufffd\uffff\ud83d\ude00\ud800\udbff\udc00\udfff")
                        .ofMaxLength(200));
    }

    /** Half surrogate pairs replaced; Java's regular expressions see a whole pair as one character. */
    static String wellFormed(String text) {
        return text.replaceAll("[\\x{D800}-\\x{DFFF}]", "\ufffd");
    }
}
