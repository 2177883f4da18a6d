package dev.penstock.pipeline.template;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/** sprig's digests, Base64 and Base32, and JSON. */
final class EncodingFunctions {

    private static final SecureRandom RANDOM = new SecureRandom();

    private EncodingFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("sha1sum string -> string", (run, a) -> Digests.hex("SHA-1", Args.text(a, 0))),
                Function.of("sha256sum string -> string", (run, a) -> Digests.hex("SHA-256", Args.text(a, 0))),
                Function.of("sha512sum string -> string", (run, a) -> Digests.hex("SHA-512", Args.text(a, 0))),
                Function.of("adler32sum string -> string", (run, a) -> {
                    Adler32 sum = new Adler32();
                    sum.update(Args.text(a, 0).getBytes(StandardCharsets.UTF_8));
                    return Long.toString(sum.getValue());
                }),
                Function.of(
                        "b64enc string -> string",
                        (run, a) -> Base64.getEncoder()
                                .encodeToString(Args.text(a, 0).getBytes(StandardCharsets.UTF_8))),
                Function.of("b64dec string -> string", (run, a) -> decodeBase64(Args.text(a, 0))),
                Function.of("b32enc string -> string", (run, a) -> Base32.encode(Args.text(a, 0))),
                Function.of("b32dec string -> string", (run, a) -> Base32.decode(Args.text(a, 0))),
                Function.of("randBytes int -> string", (run, a) -> {
                    long count = Args.integer(a, 0);
                    if (count < 0 || count > run.maxText / 2) {
                        throw new RenderException("error calling randBytes: " + count + " bytes are out of range");
                    }
                    byte[] bytes = new byte[(int) count];
                    RANDOM.nextBytes(bytes);
                    return Base64.getEncoder().encodeToString(bytes);
                }),
                Function.of("toJson any -> string", (run, a) -> json(run, a[0], true, false, false)),
                Function.of("mustToJson any -> string", (run, a) -> json(run, a[0], true, false, true)),
                Function.of("toPrettyJson any -> string", (run, a) -> json(run, a[0], true, true, false)),
                Function.of("mustToPrettyJson any -> string", (run, a) -> json(run, a[0], true, true, true)),
                Function.of("toRawJson any -> string", (run, a) -> json(run, a[0], false, false, true)),
                Function.of("mustToRawJson any -> string", (run, a) -> json(run, a[0], false, false, true)),
                Function.of("fromJson string -> any", (run, a) -> {
                    try {
                        return JsonReader.read(run, Args.text(a, 0));
                    } catch (JsonReader.Malformed e) {
                        return null;
                    }
                }),
                Function.of("mustFromJson string -> any", (run, a) -> {
                    try {
                        return JsonReader.read(run, Args.text(a, 0));
                    } catch (JsonReader.Malformed e) {
                        throw new RenderException("error calling mustFromJson: " + e.getMessage());
                    }
                }));
    }

    private static String json(Run run, @Nullable Object value, boolean html, boolean pretty, boolean must) {
        String json = JsonWriter.write(run, value, html, pretty);
        if (json == null && must) {
            throw new RenderException("JSON has no NaN and no infinity");
        }
        return json == null ? "" : json;
    }

    /** Go gives the error for the text. */
    private static String decodeBase64(String text) {
        String joined = text.replace("\r", "").replace("\n", "");
        int bad = 0;
        while (bad < joined.length() && isBase64(joined.charAt(bad))) {
            bad++;
        }
        try {
            if (joined.length() % 4 == 0) {
                return new String(Base64.getDecoder().decode(joined), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        return "illegal base64 data at input byte "
                + (bad < joined.length() && joined.charAt(bad) != '=' ? bad : joined.length() / 4 * 4);
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
}
