package dev.penstock.testkit.remotewrite;

import com.google.protobuf.ByteString;
import dev.penstock.testkit.push.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of texts of a 2.0 request, to which all else refers. */
final class Symbols {

    private final List<ByteString> symbols;

    private Symbols(List<ByteString> symbols) {
        this.symbols = symbols;
    }

    static Symbols of(List<ByteString> symbols) throws WriteRefusedException {
        if (symbols.isEmpty()) {
            throw new WriteRefusedException(400, "symbols is empty; symbols[0] must be the empty string");
        }
        if (!symbols.get(0).isEmpty()) {
            throw new WriteRefusedException(400, "symbols[0] must be the empty string, is " + quote(symbols.get(0)));
        }
        Map<ByteString, Integer> seen = new HashMap<>();
        for (int i = 0; i < symbols.size(); i++) {
            Integer before = seen.putIfAbsent(symbols.get(i), i);
            if (before != null) {
                throw new WriteRefusedException(
                        400,
                        "symbols[" + i + "] is " + quote(symbols.get(i)) + " as is symbols[" + before
                                + "]; symbols must be unique");
            }
        }
        return new Symbols(symbols);
    }

    /** Names and values of labels in turn. */
    List<ByteString> pairs(List<Integer> refs) throws BadPartException {
        if (refs.size() % 2 != 0) {
            throw new BadPartException(
                    "labels_refs has " + refs.size() + " references; it must have an even number, name and value");
        }
        List<ByteString> pairs = new ArrayList<>(refs.size());
        for (int ref : refs) {
            pairs.add(get(ref, "labels_refs"));
        }
        return pairs;
    }

    /** A text that has to be UTF-8. */
    String text(int ref, String what) throws BadPartException {
        ByteString text = get(ref, what);
        if (!text.isValidUtf8()) {
            throw new BadPartException(what + " " + quote(text) + " is not valid UTF-8");
        }
        return text.toStringUtf8();
    }

    private ByteString get(int ref, String what) throws BadPartException {
        if (Integer.compareUnsigned(ref, symbols.size()) >= 0) {
            throw new BadPartException(what + " refers to symbols[" + Integer.toUnsignedString(ref)
                    + "], outside of the symbols table of " + symbols.size());
        }
        return symbols.get(ref);
    }

    private static String quote(ByteString text) {
        return GoText.quote(text.toString(StandardCharsets.UTF_8));
    }
}
