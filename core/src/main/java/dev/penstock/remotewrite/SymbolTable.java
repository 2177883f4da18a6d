package dev.penstock.remotewrite;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The texts of a 2.0 request, each once, the empty one first, as they stand on the wire. Not thread-safe. */
final class SymbolTable {

    private final Map<String, Integer> references = new HashMap<>();
    private final Bytes encoded = new Bytes(256);

    SymbolTable() {
        int empty = reference("");
        assert empty == 0;
    }

    int reference(String text) {
        Integer known = references.get(text);
        if (known != null) {
            return known;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        encoded.delimited(WriteProto.V2_REQUEST_SYMBOLS, utf8, 0, utf8.length);
        int reference = references.size();
        references.put(text, reference);
        return reference;
    }

    /** What they take on the wire. */
    int bytes() {
        return encoded.size();
    }

    void writeTo(Bytes out) {
        out.ensure(encoded.size());
        out.put(encoded.array(), 0, encoded.size());
    }

    /** More texts for one request only, behind those that stay. */
    final class More {

        private final Map<String, Integer> more = new HashMap<>();
        private final Bytes encodedMore = new Bytes(64);

        int reference(String text) {
            Integer known = references.get(text);
            known = known != null ? known : more.get(text);
            if (known != null) {
                return known;
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            encodedMore.delimited(WriteProto.V2_REQUEST_SYMBOLS, utf8, 0, utf8.length);
            int reference = references.size() + more.size();
            more.put(text, reference);
            return reference;
        }

        void writeTo(Bytes out) {
            SymbolTable.this.writeTo(out);
            out.ensure(encodedMore.size());
            out.put(encodedMore.array(), 0, encodedMore.size());
        }
    }
}
